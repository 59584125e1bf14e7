from django.apps import AppConfig


class MemoryConfig(AppConfig):
    name = "heed.memory"
    label = "memory"

    def ready(self) -> None:
        from heed.intake.types import BESIDE_PROPOSALS
        from heed.learning.types import FOLLOWERS, STAYS
        from heed.memory.panels import before_panel, before_proposals, review_panel
        from heed.memory.queries import (
            drafted_rows,
            labels_of_drafted,
            labels_of_lessons,
            remembered_rows,
        )
        from heed.memory.registers import LESSONS
        from heed.memory.upkeep import begin_to_remember, due, keep_in_step, why_they_stay
        from heed.platform.access.cases import register_rows
        from heed.platform.access.policies import reads_register
        from heed.platform.audit_log.records import RecordKind, register_record
        from heed.platform.jobs.schedule import Recurring, register_recurring
        from heed.platform.registers.views import REGISTERS
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel

        FOLLOWERS.append(begin_to_remember)
        STAYS.append(why_they_stay)
        BESIDE_PROPOSALS.append(before_proposals)
        register_rows("remembered", remembered_rows)
        register_rows("drafted", drafted_rows)
        register_recurring(Recurring("memory", due=due, run=lambda at: keep_in_step()))
        for label, page, order in (("Lessons", "lessons", 36), ("Recommended before?", "before", 37)):
            register(
                NavItem(
                    label=label,
                    url_name=f"memory:{page}",
                    order=order,
                    group="Lessons",
                    shown=reads_register,
                )
            )
        register_record(RecordKind("lesson", "memory:lesson", labels_of_lessons))
        register_record(
            RecordKind("drafted", "memory:draft", labels_of_drafted, words="draft of a recommendation")
        )
        register_panel("recommendation", before_panel, order=8)
        register_panel("review", review_panel, order=12)
        REGISTERS[LESSONS.key] = LESSONS
