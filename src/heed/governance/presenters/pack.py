"""A pack as a document: the same words are the page, the Word file and the PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.assurance.presenters import PLURALS, asked_of, state_of
from heed.governance.presenters.words import (
    evidence_words,
    figure,
    figures_of_actions,
    how_came,
    purpose_name,
    title_of,
    when,
)
from heed.governance.queries.groups import quorum_of
from heed.governance.queries.minutes import words_of_decision
from heed.governance.queries.pack import Pack
from heed.governance.queries.plan import Listed
from heed.governance.rules import quorum_words
from heed.governance.types import PART_NAMES, LineKind
from heed.governance.types import Part as GroupPart
from heed.kit.writing import Block, Document, Grid, Link, Paragraph, Part, Points
from heed.plans.presenters import action_in_short
from heed.platform.ui.wording import count, day, words

_WIDTHS = (2, 8, 4, 3, 3)


def pack_document(pack: Pack) -> Document:
    """The whole pack."""
    meeting = pack.meeting
    return Document(
        title=f"Pack for {title_of(meeting)}",
        lead=f"{meeting.reference} · {when(meeting)}",
        facts=[
            ("Place", meeting.place or "Not said yet"),
            ("Made for", pack.made_for),
            ("Quorum", quorum_words(quorum_of(meeting))),
        ],
        parts=[
            _agenda(pack),
            *(part for at, each in enumerate(pack.items, 1) for part in _item(pack, at, each)),
        ],
        foot=f"{meeting.reference}. Made for {pack.made_for}",
        author=meeting.group.name,
    )


def _agenda(pack: Pack) -> Part:
    rows = [
        (str(at), each.title, words(sorted({purpose_name(paper.purpose) for paper in each.papers.all()})))
        for at, each in enumerate(pack.items, 1)
    ]
    return Part("Agenda", [Grid("Agenda", ["Number", "Point", "Papers"], rows, (2, 10, 5))])


def _item(pack: Pack, at: int, item: Any) -> Iterator[Part]:
    """A point of the agenda: what is said about it, what Heed puts there, and cover sheets of its papers."""
    blocks: list[Block] = [Paragraph(each) for each in _lines(item.words)]
    if item.review:
        blocks.append(
            Paragraph(Link(str(item.review), reverse("reviews:review", args=[item.review.public_id])))
        )
    fill = _FILLS.get(item.part)
    filled = list(fill(pack)) if fill else []
    blocks += [each for each in filled if not isinstance(each, Part)]
    if not blocks and not filled and not item.papers.all():
        blocks.append(Paragraph("Nothing was sent in for this point."))
    yield Part(f"{at}. {item.title}", blocks)
    yield from (each for each in filled if isinstance(each, Part))
    for paper in item.papers.all():
        yield _cover(pack, paper)


def _cover(pack: Pack, paper: Any) -> Part:
    rows = [
        ("Brought", purpose_name(paper.purpose).lower()),
        ("By", ", ".join(filter(None, [paper.author, paper.agency.name if paper.agency else ""]))),
        ("The group is asked", paper.asks),
        ("In short", paper.summary),
    ]
    if paper.file:
        href = reverse("governance:paper_file", args=[pack.meeting.public_id, paper.public_id])
        rows.append(("File", Link(paper.file_name, href)))
    shown = [row for row in rows if row[1]]
    return Part(
        f"Paper: {paper.title}",
        [Grid(f"Cover sheet: {paper.title}", ["What", "Words"], shown, (1, 4))],
        level=2,
    )


Filled = Iterator[Block | Part]


def _attendance(pack: Pack) -> Filled:
    rows = [
        (
            each.agency.name if each.agency else "",
            f"{each.name}\n{each.post}".strip(),
            _part(each),
            how_came(each),
        )
        for each in pack.attendees
    ]
    if rows:
        yield Grid("Expected", ["Agency", "Who", "Part", "Came"], rows, (4, 5, 2, 3))
    else:
        yield Paragraph("Nobody is in this group on the day. Put people into it on the group's page.")
    for each in pack.missed:
        yield Paragraph(
            f"Nobody came for {each.agency} at the last {each.times} meetings, since {day(each.since)}.",
            strong=True,
        )


def _part(attendee: Any) -> str:
    return PART_NAMES.get(GroupPart(attendee.part), "") if attendee.part else "In attendance"


def _interests(pack: Pack) -> Filled:
    declared = [f"{each.name}: {each.interest}" for each in pack.attendees if each.interest]
    yield Points(declared) if declared else Paragraph("Members say at the meeting what interest they have.")


def _minutes(pack: Pack) -> Filled:
    if pack.before is None:
        yield Paragraph("This is the group's first meeting in Heed.")
        return
    href = reverse("governance:minutes", args=[pack.before.public_id])
    version = pack.before_minutes
    approved = version is not None and version.approved_at is not None
    state = f"approved by {version.approved_by}" if version and approved else "to be approved by this meeting"
    yield Paragraph(Link(f"The meeting of {when(pack.before)}, {state}", href))
    for heading, group in groupby(pack.before_lines, key=lambda each: each.heading):
        lines = [line for each in group for line in _lines(each.words)]
        yield Part(heading, [Paragraph(line) for line in lines], level=2)


def _matters(pack: Pack) -> Filled:
    decided = [words_of_decision(each) for each in pack.before_decisions]
    if decided:
        yield Paragraph("Decided at the last meeting. Say what has come of it.")
        yield Points(decided)
    else:
        yield Paragraph("Nothing was decided at the last meeting.")


def _actions(pack: Pack) -> Filled:
    plan = pack.plan
    late = {"due": "open", "before": pack.on.isoformat()}
    yield from _listed(pack, plan.overdue, "Overdue", "Nothing is overdue.", **late)
    soon = {
        "due": "open",
        "after": (pack.on - timedelta(days=1)).isoformat(),
        "before": (pack.stretch.until + timedelta(days=1)).isoformat(),
    }
    yield from _listed(pack, plan.due, "Due soon", "Nothing is due soon.", **soon)
    yield from _listed(
        pack,
        plan.waiting,
        "Reported complete, waiting to be verified",
        "Nothing waits to be verified.",
        due="to_verify",
    )
    if plan.escalated.rows:
        yield from _listed(
            pack,
            plan.escalated,
            "Escalated to this group at their review date",
            "",
            told=pack.meeting.group.public_id,
        )
    yield from _listed(
        pack,
        plan.moves,
        "Another date is asked for",
        "Nobody asks for another date.",
        state="extension_requested",
    )
    yield from _listed(
        pack,
        plan.to_close,
        "Verified, waiting for a group to close it",
        "Nothing waits to be closed.",
        due="to_close",
    )
    since = {
        "due": "closed" if pack.stretch.by_group else "verified",
        "after": pack.stretch.since.isoformat() if pack.stretch.since else "",
        "before": (pack.on + timedelta(days=1)).isoformat(),
    }
    yield from _listed(
        pack, plan.closed, "Closed since the last meeting", "Nothing was closed since.", **since
    )
    columns = ["Agency", "Actions", "Reported", "Verified", "Overdue", "Unanswered"]
    rows = [
        (
            each.name,
            *figures_of_actions(each, pack.on, agency=each.ref),
            figure(each.unanswered, reverse("learning:list"), agency=each.ref, how_far="unanswered"),
        )
        for each in pack.agencies
    ]
    grid = Grid("Exceptions by agency", columns, rows, (5, 2, 2, 2, 2, 2), (1, 2, 3, 4, 5))
    yield Part("Exceptions by agency", [grid] if rows else [Paragraph("No agency is behind.")], level=2)


def _listed(pack: Pack, listed: Listed, heading: str, empty: str, **narrowed: str) -> Iterator[Part]:
    """One table of actions; `narrowed` is how the register shows all of them, where it can."""
    blocks: list[Block] = []
    if listed.rows:
        rows = [_action(each, pack) for each in listed.rows]
        blocks.append(Grid(heading, ["Reference", "Action", "Who", "By", "State"], rows, _WIDTHS))
    register = reverse("plans:list")
    if listed.total and narrowed:
        every = f"{register}?{urlencode({key: value for key, value in narrowed.items() if value})}"
        blocks.append(Paragraph(Link(f"{count(listed.total, 'action')} in the register", every)))
    elif listed.total > len(listed.rows):
        blocks.append(
            Paragraph(f"{count(listed.total - len(listed.rows), 'more')} in the register of actions.")
        )
    title = f"{heading} ({listed.total})" if listed.total else heading
    yield Part(title, blocks or [Paragraph(empty)], level=2)


def _action(row: Any, pack: Pack) -> tuple[Any, ...]:
    shown = action_in_short(row, today=pack.on)
    who = "\n".join(filter(None, [shown.who, shown.owner])) or "Nobody named"
    by = "\n".join(filter(None, [shown.by, shown.late, _moved(row)]))
    shows = [f"Evidence: {evidence_words(each)}" for each in pack.evidence.get(row.pk, ())]
    said = "\n".join(filter(None, [shown.text, shown.review, *shows]))
    return (Link(shown.reference, shown.href), said, who, by, shown.state.text)


def _moved(row: Any) -> str:
    """The first date, where it is another one, with how often it was moved."""
    if not row.moves:
        return ""
    return f"first {day(row.first_due)}, moved {'once' if row.moves == 1 else f'{row.moves} times'}"


def _reviews(pack: Pack) -> Filled:
    rows = [
        (
            Link(f"{each.name} ({each.reference})", reverse("reviews:review", args=[each.ref])),
            "\n".join(
                filter(
                    None,
                    [
                        f"{each.kind[:1].upper()}{each.kind[1:]} · {each.stage}",
                        _stood(each),
                        *_clocks(each, pack.on),
                    ],
                )
            ),
            figure(each.recommendations, reverse("learning:list"), review=each.ref),
            *figures_of_actions(each, pack.on, review=each.ref),
        )
        for each in pack.reviews
    ]
    columns = [
        "Review",
        "Kind, stage and clocks",
        "Recommendations",
        "Actions",
        "Reported",
        "Verified",
        "Overdue",
    ]
    if rows:
        yield Grid("Reviews with something open", columns, rows, (5, 5, 3, 2, 2, 2, 2), (2, 3, 4, 5, 6))
    else:
        yield Paragraph("No review has anything open.")


MOST_CLOCKS = 4
"""Of one review that are said one by one."""


def _clocks(review: Any, on: date) -> Iterator[str]:
    """ "Decision: by 3 Mar 2025, 12 days late", the first due first."""
    for each in review.clocks[:MOST_CLOCKS]:
        name = f"{each.name}, {each.who}" if each.who else each.name
        late = f", {count((on - each.due_on).days, 'day')} late" if each.due_on and each.due_on < on else ""
        yield f"{name}: by {day(each.due_on)}{late}" if each.due_on else f"{name}: paused"
    if len(review.clocks) > MOST_CLOCKS:
        yield f"and {count(len(review.clocks) - MOST_CLOCKS, 'more clock')}"


def _stood(review: Any) -> str:
    return (
        f"published {day(review.published_on)}, {count(review.days, 'day')} ago"
        if review.days is not None
        else ""
    )


def _assurance(pack: Pack) -> Filled:
    for kind, plural in PLURALS.items():
        rows = [
            (
                Link(each.reference, reverse("assurance:one", args=[each.public_id])),
                "\n".join(filter(None, [each.topic, f"Effect: {each.effect}" if each.effect else ""])),
                f"{each.asked_for} to {asked_of(each)}",
                f"by {day(each.due_on)}",
                state_of(each, pack.on)[0],
            )
            for each in pack.assurance
            if each.kind == kind
        ]
        if rows:
            grid = Grid(plural, ["Reference", "About", "From and to", "Due", "State"], rows, _WIDTHS)
            yield Part(f"{plural} ({len(rows)})", [grid], level=2)
    if not pack.assurance:
        yield Paragraph("No challenge, letter or request for assurance waits for an answer.")


def _titled(line: Any) -> str:
    of = f"For {line.strategy.title}" if line.strategy else ""
    return "\n".join(filter(None, [line.title, of, line.words]))


def _kept(kind: LineKind, caption: str, columns: Sequence[str], empty: str) -> Callable[[Pack], Filled]:
    def fill(pack: Pack) -> Filled:
        rows = [(_titled(each), each.who, day(each.on)) for each in pack.lines if each.kind == kind]
        yield Grid(caption, columns, rows, (8, 4, 3)) if rows else Paragraph(empty)

    return fill


_FILLS: dict[str, Callable[[Pack], Filled]] = {
    "attendance": _attendance,
    "interests": _interests,
    "minutes": _minutes,
    "matters": _matters,
    "actions": _actions,
    "reviews": _reviews,
    "assurance": _assurance,
    "letters": _kept(LineKind.LETTER, "Letters", ["Letter", "From or to", "Of"], "There is no letter."),
    "risks": _kept(
        LineKind.RISK, "Risks", ["Risk", "Looked after by", "Looked at again"], "No risk is kept."
    ),
    "coming": _kept(LineKind.COMING, "Forward plan", ["What", "Brought by", "From"], "Nothing is planned."),
}


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
