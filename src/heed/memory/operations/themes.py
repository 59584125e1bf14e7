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
    find_own_theme,
    find_themed,
    own_themes,
    proposed_for,
    themes_of_partnership,
)
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
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
    offered = {each.name for each in themes if not each.ended or says == Themed.Says.IS_NOT}
    if theme not in offered:
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
    wanted, said = _checked(actor, name, words, at)
    _, added = own_themes(actor)
    return _keep(actor, [*added, {"name": wanted, "words": said}], after=after, at=at)


@transaction.atomic
def change_theme(actor: Actor, *, number: int, name: str, words: str, after: int, at: datetime) -> Any:
    """Rename a theme of the partnership's own, or give it other words. What people said of it counts for it under its
    new name; its earlier names and words stay in the editions of the list."""
    check_may(actor, Permission.CHANGE_RULES)
    _, row = find_own_theme(actor, number)
    _check_stands(row)
    wanted, said = _checked(actor, name, words, at, own=row)
    was = [*row.get("was", ()), row["name"]] if wanted != row["name"] else row.get("was", [])
    changed = {"name": wanted, "words": said, "was": [each for each in was if each != wanted]}
    return _put(actor, number, changed, after=after, at=at)


@transaction.atomic
def end_theme(actor: Actor, *, number: int, reason: str, after: int, at: datetime) -> Any:
    """End a theme of the partnership's own: it is proposed and offered no more. Where people said that it is one, it
    stays, and so do its name and words."""
    check_may(actor, Permission.CHANGE_RULES)
    edition, row = find_own_theme(actor, number)
    if edition == after:  # else whoever comes second is shown what the first did
        _check_stands(row)
    why = " ".join(reason.split())
    if not why or len(why) > _LONGEST_REASON:
        sentence = f"Use at most {_LONGEST_REASON} letters" if why else "Say why it is ended"
        raise Invalid(f"{sentence}.", fields={"reason": sentence})
    ended = {**row, "ended_on": local_day(at).isoformat(), "ended_why": why}
    return _put(actor, number, ended, after=after, at=at)


def _check_stands(row: dict[str, Any]) -> None:
    if "ended_on" in row:
        raise NotNow("This theme was ended. Add one of another name.")


def _checked(
    actor: Actor, name: str, words: str, at: datetime, *, own: dict[str, Any] | None = None
) -> tuple[str, list[str]]:
    """A theme's name and words as they are kept; its `own` earlier names are free to it alone."""
    wanted = " ".join(name.split())
    said = [line for each in words.splitlines() if (line := " ".join(each.split()))]
    _, themes = themes_of_partnership(actor.partnership_id, on=local_day(at))
    others = [each for each in themes if own is None or each.name != own["name"]]
    taken = {known.casefold() for each in others for known in (each.name, *each.was)}
    if not wanted or len(wanted) > _LONGEST:
        raise Invalid("Name the theme.", fields={"name": f"Enter a name of at most {_LONGEST} letters"})
    if wanted.casefold() in taken:
        wrong = {"name": "This theme is there already, or a theme was called so before"}
        raise Invalid("That theme is there already.", fields=wrong)
    if not said or len(said) > _MOST_WORDS:
        sentence = f"Enter words that speak for it, at most {_MOST_WORDS} lines"
        raise Invalid(f"{sentence}.", fields={"words": sentence})
    return wanted, said


def _put(actor: Actor, number: int, row: dict[str, Any], *, after: int, at: datetime) -> Any:
    """The list with this one in its place; places never change."""
    _, added = own_themes(actor)
    return _keep(actor, [*added[: number - 1], row, *added[number:]], after=after, at=at)


def _keep(actor: Actor, added: list[dict[str, Any]], *, after: int, at: datetime) -> Any:
    """A new edition; what is in the register already is looked through again."""
    made = make_edition(
        actor,
        name=LIST,
        content={"added": added},
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
