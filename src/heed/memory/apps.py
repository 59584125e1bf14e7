from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MemoryConfig(AppConfig):
    name = "heed.memory"
    label = "memory"

    def ready(self) -> None:
        _lessons()
        _search()
        _themes()
        post_migrate.connect(_install, sender=self, dispatch_uid="memory.triggers")


def _lessons() -> None:
    from heed.intake.types import BESIDE_PROPOSALS
    from heed.learning.types import FOLLOWERS, STAYS, WHILE_WRITING, WhileWriting
    from heed.memory.panels import (
        answer_written,
        asked_while_typed,
        before_panel,
        before_proposals,
        before_writing,
        review_panel,
        strategy_panel,
    )
    from heed.memory.queries import drafted_rows, labels_of_drafted, labels_of_lessons, remembered_rows
    from heed.memory.registers import LESSONS
    from heed.memory.upkeep import begin_to_remember, compare_again, due, keep_in_step, why_they_stay
    from heed.platform.access.cases import register_after_settling, register_rows
    from heed.platform.access.policies import reads_register
    from heed.platform.audit_log.records import RecordKind, register_record
    from heed.platform.jobs.schedule import Recurring, register_recurring
    from heed.platform.registers.views import REGISTERS
    from heed.platform.ui.navigation import NavItem, register
    from heed.platform.ui.panels import register_panel

    FOLLOWERS.append(begin_to_remember)
    STAYS.append(why_they_stay)
    BESIDE_PROPOSALS.append(before_proposals)
    WHILE_WRITING.append(WhileWriting(says=before_writing, asks=asked_while_typed, answers=answer_written))
    register_rows("remembered", remembered_rows)
    register_rows("drafted", drafted_rows)
    register_after_settling(compare_again)
    register_recurring(Recurring("memory", due=due, run=lambda at: keep_in_step()))
    for label, page, order in (("Lessons", "lessons", 36), ("Recommended before?", "before", 37)):
        register(
            NavItem(
                label=label, url_name=f"memory:{page}", order=order, group="Lessons", shown=reads_register
            )
        )
    register_record(RecordKind("lesson", "memory:lesson", labels_of_lessons))
    register_record(
        RecordKind("drafted", "memory:draft", labels_of_drafted, words="draft of a recommendation")
    )
    register_panel("recommendation", before_panel, order=8)
    register_panel("review", review_panel, order=12)
    register_panel("strategy", strategy_panel, order=10)
    REGISTERS[LESSONS.key] = LESSONS


def _search() -> None:
    from heed.memory.indexing import bring_into_step, due
    from heed.memory.operations.saving import TOLD, tell_what_is_new
    from heed.memory.queries import passage_rows
    from heed.memory.queries.shared import labels_of_shared
    from heed.platform.access.cases import register_rows
    from heed.platform.access.policies import reads_register
    from heed.platform.audit_log.records import RecordKind, register_record
    from heed.platform.jobs.schedule import Recurring, hourly, register_recurring
    from heed.platform.notices.due import register_told
    from heed.platform.ui.navigation import NavItem, register

    register_rows("passages", passage_rows)
    register_record(RecordKind("shared", "shared:shared", labels_of_shared, words="shared review"))
    register(
        NavItem(
            label="Shared library", url_name="shared:library", order=39, group="Lessons", shown=reads_register
        )
    )
    register_recurring(Recurring("search", due=due, run=lambda at: bring_into_step()))
    register_recurring(Recurring("saved-searches", due=hourly, run=lambda at: tell_what_is_new(at=at)))
    register_told(TOLD, "Something new answers your saved search")
    register(NavItem(label="Search", url_name="search:search", order=1, place="search", shown=reads_register))


def _themes() -> None:
    from heed.memory.presenters.themes import themes_panel
    from heed.memory.queries.themes import THEMED, themed_rows
    from heed.platform.access.cases import register_rows
    from heed.platform.access.policies import reads_register
    from heed.platform.ui.navigation import NavItem, register
    from heed.platform.ui.panels import register_panel

    register_rows("themed", themed_rows)
    register(
        NavItem(label="Themes", url_name="themes:themes", order=38, group="Lessons", shown=reads_register)
    )
    for kind in THEMED:
        register_panel(kind, themes_panel(kind), order=35)


def _install(using: str = "default", **_: Any) -> None:
    from django.db import connections

    from heed.memory.triggers import install

    install(connections[using])
