"""Handing a case over, as both sides' pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, Crumb, Fact, Row, element, joined, lines, tag
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link
from heed.platform.ui.wording import count, day, words
from heed.reviews.models import CaseHandover, OfferedCase, Review
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.part import front_door_words
from heed.reviews.presenters.work import WorkPage
from heed.reviews.queries.cases import FrontDoor
from heed.reviews.queries.handovers import passing_files
from heed.reviews.types import CATEGORIES
from heed.reviews.types.handovers import HandoverState

PART = "handover"

_Tone = Literal["neutral", "teal", "amber", "red", "green"]

_SAID: dict[HandoverState, tuple[str, _Tone]] = {
    HandoverState.OFFERED: ("Offered, not answered yet", "amber"),
    HandoverState.RECEIVED: ("Received", "green"),
    HandoverState.DECLINED: ("Not taken", "red"),
    HandoverState.TAKEN_BACK: ("Taken back", "neutral"),
}


def handover_page(
    actor: Actor,
    review: Review,
    found: Sequence[CaseHandover],
    came: OfferedCase | None,
    doings: tuple[Doing, ...],
) -> WorkPage:
    """Where a case came from, and where it went or was offered."""
    tables = []
    if came is not None:
        tables.append(_came_table(came))
    tables.append(
        Table(
            heading="Handed over",
            lead="Whatever the case holds stays here. Its referrals, what was decided and the files that were chosen "
            "pass; agencies’ reports, the chronology and who takes part do not.",
            columns=columns("To", "Why", "What passes", "How it stands"),
            rows=tuple(_given(each) for each in found),
            empty="It was not handed over to anybody.",
        )
    )
    return WorkPage(
        review=review_frame(actor, review, current=PART),
        title="Handing over",
        crumbs=(),
        tables=tuple(tables),
        beside=doings,
        aside="A case is handed over by the partnership’s manager or one of the safeguarding partners.",
    )


def _came_table(row: OfferedCase) -> Table:
    return Table(
        heading="Where it came from",
        columns=columns("From", "Why", "What stayed there", "Received"),
        rows=(
            Row(
                cells=[
                    lines(main=row.from_name, note=f"{row.their_reference} there"),
                    row.why,
                    row.stays or "Nothing was said",
                    f"{row.answered_by}, {day(row.answered_on)}",
                ]
            ),
        ),
    )


def _given(row: CaseHandover) -> Row:
    files = [each.file_name for each in passing_files(row)]
    passes = f"Its referrals and what was decided{f', and {words(files)}' if files else ''}"
    return Row(
        cells=[
            lines(main=row.to_name, note=f"{row.offered_by}, {day(row.offered_on)}"),
            row.why,
            lines(main=passes, note=f"Stays here: {row.stays}" if row.stays else ""),
            _stands(row),
        ]
    )


def _stands(row: CaseHandover) -> Content:
    text, tone = _SAID[HandoverState(row.state)]
    said = [f"{row.answered_by}, {day(row.answered_on)}" if row.answered_on else "", row.answer]
    if row.their_reference:
        said.insert(0, f"{row.their_reference} there")
    return lines(main=tag(text=text, tone=tone), note=". ".join(filter(None, said)))


def offered_page(found: Sequence[OfferedCase]) -> ThingPage:
    """What other partnerships offer."""
    return ThingPage(
        title="Cases that others hand over",
        crumbs=(
            Crumb(text="Case referrals", href=reverse("reviews:referrals")),
            Crumb(text="Cases that others hand over"),
        ),
        lead="Another partnership that works in this Heed offers a case. Once you take it, it is a case of yours, with "
        "its own clock; there it is closed, and stays to be read.",
        tables=(
            Table(
                heading="Offered to you",
                columns=columns("Case", "From", "How it stands"),
                rows=tuple(_offered(each) for each in found),
                empty="Nobody has offered a case.",
            ),
        ),
    )


def _offered(row: OfferedCase) -> Row:
    named = link(f"{row.their_reference} there", reverse("reviews:offered_case", args=[row.public_id]))
    text, tone = _SAID[HandoverState(row.state)]
    return Row(cells=[named, lines(main=row.from_name, note=day(row.offered_on)), tag(text=text, tone=tone)])


@dataclass(frozen=True, kw_only=True)
class OfferedCasePage(ThingPage):
    """A case that is offered: above what can be done, where a concern about a child goes."""

    front_door: Content


def _family(papers: dict[str, Any]) -> list[tuple[str, str]]:
    return [("The family", papers.get("family", "")), ("What came before", papers.get("before", ""))]


def offered_case_page(row: OfferedCase, doings: tuple[Doing, ...], *, door: FrontDoor) -> OfferedCasePage:
    """A case that another partnership offers, with what passes."""
    papers = row.papers
    text, tone = _SAID[HandoverState(row.state)]
    said = [
        f"{row.answered_by or row.from_name}, {day(row.answered_on)}" if row.answered_on else "",
        row.answer,
    ]
    facts = [
        ("How it stands", lines(main=tag(text=text, tone=tone), note=". ".join(filter(None, said)))),
        ("From", f"{row.from_name}, {day(row.offered_on)}"),
        ("Why", row.why),
        ("Children", words(papers["children"]) or "None named"),
        ("What kind of case", CATEGORIES[papers["category"]]),
        ("Incident", papers["incident"] or "No date"),
        ("What happened", joined([element("p", each) for each in papers["told"]])),
        *((name, said) for name, said in _family(papers) if said),
        ("Decided there", joined([element("p", each) for each in papers["decided"]]) or "Nothing yet"),
        ("Files that pass", count(row.files, "file") if row.files else "None"),
        ("What stays there", row.stays or "Nothing was said"),
    ]
    if row.review:
        here = reverse("reviews:review", args=[row.review.public_id])
        facts.insert(1, ("Here", link(row.review.reference, here)))
    return OfferedCasePage(
        title=f"{row.their_reference} of {row.from_name}",
        crumbs=(
            Crumb(text="Case referrals", href=reverse("reviews:referrals")),
            Crumb(text="Cases that others hand over", href=reverse("reviews:offered")),
            Crumb(text=row.their_reference),
        ),
        facts=tuple(Fact(name=name, value=value) for name, value in facts),
        beside=doings,
        front_door=front_door_words(door),
    )
