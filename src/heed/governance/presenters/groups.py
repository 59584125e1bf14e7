"""Groups, and all meetings at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.urls import reverse

from heed.governance.presenters.words import STATES, clock_time, how_often
from heed.governance.queries.groups import quorum_of
from heed.governance.rules import quorum_words
from heed.governance.types import PART_NAMES, LineKind, MeetingState, Part
from heed.platform.ui.components import Column, Content, Crumb, Fact, RegisterRow, Row, joined, lines, tag
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import count, day, until

MEETINGS = Crumb(text="Meetings", href="/meetings/")
_LINE_HEADINGS = {LineKind.LETTER: "Letters", LineKind.RISK: "Risks", LineKind.COMING: "Forward plan"}


@dataclass(frozen=True, kw_only=True)
class OverviewPage:
    title: str
    lead: str
    coming: tuple[Row, ...]
    held: tuple[Row, ...]
    groups: tuple[Row, ...]
    columns: tuple[Column, ...]
    group_columns: tuple[Column, ...]
    alone_href: str = ""
    call_href: str = ""
    add_group_href: str = ""


def overview_page(
    meetings: Sequence[Any], groups: Sequence[Any], *, prepares: bool, reads_all: bool
) -> OverviewPage:
    """Meetings that are to come, the last that were held, and the groups."""
    coming = sorted(
        (each for each in meetings if each.state == MeetingState.PLANNED), key=lambda each: each.held_on
    )
    return OverviewPage(
        title="Meetings",
        lead="Packs, minutes and decisions of the partnership's groups.",
        coming=tuple(_meeting_row(each) for each in coming),
        held=tuple(_meeting_row(each) for each in meetings if each.state != MeetingState.PLANNED),
        groups=tuple(_group_row(each) for each in groups),
        columns=columns("Meeting", "Place", "State"),
        group_columns=columns("Group", "Meets", "Reports to"),
        alone_href=reverse("governance:alone") if reads_all else "",
        call_href=reverse("governance:call") if prepares else "",
        add_group_href=reverse("governance:add_group") if prepares else "",
    )


def _meeting_row(row: Any) -> Row:
    href = reverse("governance:meeting", args=[row.public_id])
    at = ", ".join(filter(None, [day(row.held_on), clock_time(row.begins)]))
    return Row(
        cells=[
            lines(main=link(f"{row.group.name}, {at}", href), note=row.reference),
            row.place,
            state_tag(row),
        ]
    )


def next_meeting_row(row: Any, today: date) -> RegisterRow:
    """A meeting that is to come, with its pack, as somebody of the group finds it on their first page."""
    at = ", ".join(filter(None, [day(row.held_on), clock_time(row.begins), row.place]))
    days = (row.held_on - today).days
    return RegisterRow(
        reference=row.reference,
        title=f"{row.group.name}: the pack",
        href=reverse("governance:pack", args=[row.public_id]),
        note=at,
        state=tag(text=f"in {count(days, 'day')}" if days else "today", tone="neutral"),
    )


def state_tag(row: Any) -> Content:
    """A meeting's state as a tag."""
    tones: dict[str, Any] = {MeetingState.PLANNED: "amber", MeetingState.HELD: "teal"}
    return tag(text=STATES[MeetingState(row.state)], tone=tones.get(row.state, "neutral"))


def _group_row(row: Any) -> Row:
    href = reverse("governance:group", args=[row.public_id])
    name = link(row.name, href)
    upward = (
        link(row.reports_to.name, reverse("governance:group", args=[row.reports_to.public_id]))
        if row.reports_to
        else "Nobody"
    )
    return Row(
        cells=[name, f"ended {day(row.ended_on)}" if row.ended_on else how_often(row.meets), upward],
        muted=bool(row.ended_on),
    )


def group_page(
    group: Any,
    places: Sequence[Any],
    meetings: Sequence[Any],
    kept: Sequence[Any],
    handovers: Sequence[Any],
    doings: tuple[Doing, ...],
    *,
    below: Sequence[Any],
    reports: tuple[Table, ...],
    today: date,
) -> ThingPage:
    """A group with who is in it, who was, its meetings and what it keeps."""
    now = [each for each in places if each.ends_on is None or each.ends_on >= today]
    was = [each for each in places if each not in now]
    chair = next((each for each in now if each.part == Part.CHAIR), None)
    return ThingPage(
        title=group.name,
        crumbs=(MEETINGS, Crumb(text=group.name)),
        lead=f"Ended {day(group.ended_on)}" if group.ended_on else f"Meets {how_often(group.meets)}",
        notice="" if chair or group.ended_on else "Nobody is in the chair, so nobody can approve minutes.",
        facts=(
            Fact(name="Remit", value=group.remit or "Not written yet"),
            Fact(name="Chair", value=_who(chair) if chair else "Nobody"),
            Fact(name="Reports to", value=_upward(group)),
            Fact(name="Groups that report to it", value=_below(below)),
            Fact(name="Quorum", value=quorum_words(quorum_of(group))),
        ),
        tables=(
            _members("Members", sorted(now, key=_rank), today, empty="Nobody is in this group yet."),
            *reports,
            Table(
                heading="Meetings",
                columns=columns("Meeting", "Place", "State"),
                rows=tuple(_meeting_row(each) for each in meetings),
                empty="No meeting that you may read.",
            ),
            *(_lines(kept, kind, heading) for kind, heading in _LINE_HEADINGS.items()),
            _members("Who was in it before", was, today, empty="Nobody has left it."),
            Table(
                heading="The chair, handed over",
                columns=columns("On", "From", "To", "What was handed over"),
                rows=rows(
                    [(day(each.on), each.before or "nobody", each.after, _handed(each)) for each in handovers]
                ),
                empty="The chair was never handed over in Heed.",
            ),
        ),
        beside=doings,
    )


def _rank(place: Any) -> tuple[int, str, str]:
    first = {Part.CHAIR: 0, Part.DEPUTY: 1}.get(place.part, 2)
    return first, place.membership.agency.name, place.membership.person.name


def _handed(row: Any) -> Content:
    return (
        joined([row.words, lines(main="", note="; ".join(row.open_matters))])
        if row.open_matters
        else row.words
    )


def _who(place: Any) -> str:
    return f"{place.membership.person.name}, {place.membership.agency.name}"


def _upward(group: Any) -> Content:
    if group.reports_to is None:
        return "Nobody"
    return link(group.reports_to.name, reverse("governance:group", args=[group.reports_to.public_id]))


def _below(groups: Sequence[Any]) -> Content:
    found = [link(each.name, reverse("governance:group", args=[each.public_id])) for each in groups]
    return joined([part for each in found for part in (", ", each)][1:]) if found else "None"


def _members(heading: str, places: Sequence[Any], today: date, *, empty: str) -> Table:
    cells = [
        (
            each.membership.agency.name,
            lines(
                main=each.membership.person.name,
                note=each.membership.post.title if each.membership.post else "",
            ),
            PART_NAMES[Part(each.part)],
            " ".join(filter(None, [f"since {day(each.starts_on)}", until(each.ends_on)])),
        )
        for each in places
    ]
    agencies = {each.membership.agency_id for each in places}
    lead = (
        f"{count(len(places), 'person', 'people')} from {count(len(agencies), 'agency', 'agencies')}"
        if places
        else ""
    )
    return Table(
        heading=heading,
        lead=lead,
        columns=columns("Agency", "Who", "Part", "When"),
        rows=rows(cells),
        empty=empty,
    )


def _lines(kept: Sequence[Any], kind: LineKind, heading: str) -> Table:
    cells = [
        (
            lines(main=each.title, note=each.words),
            each.who,
            day(each.on),
            "closed" if each.closed_on else "open",
        )
        for each in kept
        if each.kind == kind
    ]
    return Table(
        heading=heading,
        columns=columns("What", "Who", "When", "State"),
        rows=rows(cells),
        empty="Nothing is kept.",
    )


@dataclass(frozen=True, kw_only=True)
class ClosingPage:
    """What the partnership has agreed about closing and verifying, when it was changed, and the form to change it."""

    title: str
    crumbs: tuple[Crumb, ...]
    closes: str
    samples: str
    changed: tuple[str, ...]
    form: Any
    has_errors: bool = False


def closing_page(
    rules: Mapping[str, Any],
    groups: Mapping[str, str],
    kinds: Mapping[str, str],
    editions: Sequence[Any],
    form: Any,
) -> ClosingPage:
    """`rules` are those of meetings in force; `groups` and `kinds` what each is called."""
    closing = [kinds[each] for each in rules["close_in_groups"] if each in kinds]
    agreed = groups.get(rules["sample_group"], "")
    return ClosingPage(
        title="How actions are closed",
        crumbs=(MEETINGS, Crumb(text="How actions are closed")),
        closes=f"An action is closed only by a decision that one of these groups minutes: {', '.join(closing)}."
        if closing
        else "An action needs no group's decision: it is finished once it is verified and embedded.",
        samples=f"{agreed} agreed on {day(date.fromisoformat(rules['sample_on']))} to verification by sample. "
        "Whoever verifies says of how many they looked at how many, and how those were drawn."
        if agreed
        else "No group has agreed to verification by sample: whoever verifies looks at everything that was given.",
        changed=tuple(
            f"{each.made_by.name} changed this on {day(each.valid_from)}."
            for each, before in pairwise([*editions, None])
            if _agreed(each) != _agreed(before)
        ),
        form=form,
    )


def _agreed(edition: Any) -> list[Any]:
    """What an edition of the rules of meetings says of closing and sampling; other rules stand in it as well."""
    content = edition.content if edition else {}
    return [content.get(each) or None for each in ("close_in_groups", "sample_group", "sample_on")]
