"""What needs somebody, in sentences that a person would say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from heed.platform.notices.queries import Needed, Needs, Older
from heed.platform.ui.components import Need, link_button, tag
from heed.platform.ui.wording import count, number

SOON = 7
"""A day within so many days is shown as something to look at now."""


@dataclass(frozen=True, kw_only=True)
class NeedsShown:
    """The list with its heading; `all_href` where there is more than is shown."""

    rows: tuple[Need, ...]
    count: int
    all_href: str = ""


def needs_shown(needs: Needs, *, today: date, all_href: str = "") -> NeedsShown:
    """Everything found, as rows; the lines of what is older stand last."""
    rows = (*_rows(needs.rows, today), *_older(needs.older))
    more = needs.count > len(needs.rows)
    return NeedsShown(rows=rows, count=needs.count + len(needs.older), all_href=all_href if more else "")


def sentence(needed: Needed, *, today: date) -> str:
    """ "Answer REC-0412 by 30 November"; "Vale NHS Trust has not answered REC-0412, due on 3 November"."""
    due, kind = needed.due, needed.kind
    words = kind.chase if needed.to else kind.ask
    said = words.format(reference=due.reference, who=due.who or "Nobody named")
    if due.on is None:
        return said
    if due.on < today:
        return f"{said}, due on {plain_day(due.on, today)}"
    return f"{said} today" if due.on == today else f"{said} by {plain_day(due.on, today)}"


def plain_day(value: date, today: date) -> str:
    """A day with its month in full, and its year where that is another one."""
    year = "" if value.year == today.year else f" {value.year}"
    return f"{value.day} {value:%B}{year}"


def how_long(on: date | None, today: date) -> str:
    """ "3 days left", "Today", "26 days late", "No day set"."""
    if on is None:
        return "No day set"
    days = (on - today).days
    if days == 0:
        return "Today"
    noun = "day" if abs(days) == 1 else "days"
    return f"{number(days)} {noun} left" if days > 0 else f"{number(-days)} {noun} late"


def _rows(rows: Iterable[Needed], today: date) -> Iterable[Need]:
    for each in rows:
        on = each.due.on
        urgent = bool(each.due.late) or (on is not None and on <= today)
        near = on is not None and (on - today).days <= SOON
        yield Need(
            tag=tag(
                text=each.due.late or how_long(on, today),
                tone="red" if urgent else "amber" if near else "neutral",
            ),
            text=sentence(each, today=today),
            note=each.due.note,
            action=link_button(
                text="See" if each.to else each.kind.button,
                href=each.due.href,
                tone="secondary",
                small=True,
                describe=each.due.reference,
            ),
        )


def _older(rows: Iterable[Older]) -> Iterable[Need]:
    for each in rows:
        said = count(each.count, *each.kind.noun)
        yield Need(
            tag=tag(text="Long late", tone="red"),
            text=f"{said}, more than {each.days} days late",
            note="Nobody is reminded of these any more. They stay here until somebody acts.",
            action=link_button(text="See them", href=each.href, tone="secondary", small=True, describe=said),
        )
