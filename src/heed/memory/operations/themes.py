"""Saying what a recommendation or a finding is about, and adding themes to the list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from heed.memory.events import ThemeSaid
from heed.memory.models import Changed, Themed
from heed.memory.queries.sources import keys_of_partnership
from heed.memory.queries.themes import (
    LIST,
    THEMED,
    find_themed,
    own_themes,
    proposed_for,
    themes_of_partnership,
)
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid
from heed.platform.notices.rules import local_day
from heed.platform.rules.operations import make_edition

_MOST_WORDS, _LONGEST, _LONGEST_REASON = 12, 80, 300


@transaction.atomic
def say_theme(
    actor: Actor, *, kind: str, ref: str, theme: str, says: str, why: str = "", at: datetime
) -> Themed:
    """Confirm a theme of a recommendation or finding, add one, or take one away; kept with the name and the reason,
    beside all that was said of it before."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    row = find_themed(actor, kind, ref)
    edition, themes = themes_of_partnership(actor.partnership_id, on=local_day(at))
    if theme not in {each.name for each in themes}:
        raise Invalid("Choose a theme of the list.", fields={"theme": "Choose a theme of the list"})
    if says not in Themed.Says.values:
        raise Invalid("Say whether it is a theme of this.", fields={"theme": "Say whether it is"})
    reason = " ".join(why.split())
    if len(reason) > _LONGEST_REASON:
        sentence = f"Use at most {_LONGEST_REASON} letters for the reason"
        raise Invalid(f"{sentence}.", fields={"why": sentence})
    proposed = proposed_for(row).get(theme)
    said: Themed = Themed.objects.create(
        kind=kind,
        source_id=row.pk,
        theme=theme,
        partnership_id=row.partnership_id,
        scope_id=row.scope_id,
        ref=ref,
        says=says,
        why=reason or (proposed.why if proposed else "")[:_LONGEST_REASON],
        edition=edition,
        said_by_id=actor.person_id,
        said_at=at,
    )
    Changed.objects.create(kind=kind, source_id=row.pk)
    record(actor, ThemeSaid(says=says), subject_kind=kind, subject_ref=ref, at=at)
    return said


@transaction.atomic
def add_theme(actor: Actor, *, name: str, words: str, after: int, at: datetime) -> Any:
    """Add a theme of the partnership's own: a name, and words (a line each) by which it is proposed. What is in the
    register already is looked through again."""
    wanted = " ".join(name.split())
    said = [line for each in words.splitlines() if (line := " ".join(each.split()))]
    _, themes = themes_of_partnership(actor.partnership_id, on=local_day(at))
    if not wanted or len(wanted) > _LONGEST:
        raise Invalid("Name the theme.", fields={"name": f"Enter a name of at most {_LONGEST} letters"})
    if wanted.casefold() in {each.name.casefold() for each in themes}:
        raise Invalid("That theme is there already.", fields={"name": "This theme is there already"})
    if not said or len(said) > _MOST_WORDS:
        sentence = f"Enter words that speak for it, at most {_MOST_WORDS} lines"
        raise Invalid(f"{sentence}.", fields={"words": sentence})
    _, added = own_themes(actor)
    made = make_edition(
        actor,
        name=LIST,
        content={"added": [*added, {"name": wanted, "words": said}]},
        after=after,
        source="",
        labels={"added": "Themes of your own"},
        at=at,
    )
    for kind in THEMED:
        Changed.objects.bulk_create(
            Changed(kind=kind, source_id=key) for key in keys_of_partnership(kind, actor.partnership_id)
        )
    return made
