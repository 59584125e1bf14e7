"""A rapid review: its steps, what each agency knows, and the letter to the Panel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from heed.kit.writing import Block, Document, Grid, Paragraph, Part, Points
from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, Fact, Row, details, lines, tag
from heed.platform.ui.things import Doing, Table, columns, link
from heed.platform.ui.wording import count, day, moment, words
from heed.reviews.models import AgencyAsked, Attachment, CaseDecision, CaseReferral, RapidReview, Review
from heed.reviews.parts import parts_for
from heed.reviews.presenters.attachments import attached_tables
from heed.reviews.presenters.clocks import clocks_table, how_far
from heed.reviews.presenters.decision import safety_notice
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.part import PartPage, front_door_words
from heed.reviews.queries.cases import FrontDoor
from heed.reviews.types import CATEGORIES, OUTCOMES, RAPID_STEPS, SAFETY, UNDECIDED, RapidStep

_CLOCKS = ("serious_incident_notification", "rapid_review", "agency_information")


def step_of(review: Review, row: RapidReview, asked: Sequence[AgencyAsked]) -> RapidStep:
    """How far it is, by its dates."""
    if row.closed_on:
        return RapidStep.CLOSED
    if row.replied_on:
        return RapidStep.REPLIED
    if row.sent_on:
        return RapidStep.SENT
    if row.met_on:
        return RapidStep.MET if review.decision in UNDECIDED else RapidStep.DECIDED
    if row.notified_on is None:
        return RapidStep.KNOWN
    return RapidStep.ASKED if asked else RapidStep.NOTIFIED


def rapid_page(
    actor: Actor,
    review: Review,
    row: RapidReview | None,
    asked: Sequence[AgencyAsked],
    clocks: Sequence[Any],
    answering: tuple[Doing, ...],
    running: tuple[Doing, ...],
    beside: tuple[Doing, ...],
    *,
    door: FrontDoor,
    today: date,
    letter: bool,
    attached: Sequence[Attachment] = (),
) -> PartPage:
    frame = review_frame(actor, review, current="rapid")
    mine = [each for each in clocks if each.key in _CLOCKS]
    links: list[Content] = []
    if letter and row is not None:
        words = "The letter to the Panel, drafted from this record (Word)"
        links.append(link(words, reverse("reviews:letter", args=[review.public_id])))
    findings = next((each for each in parts_for(actor, review) if each.key == "findings"), None)
    if row is not None and findings is not None:
        words = "What is learned at once: issued and followed under Findings"
        links.append(link(words, reverse(findings.url_name, args=[review.public_id])))
    return PartPage(
        title="Rapid review",
        crumbs=frame.crumbs,
        review=frame,
        lead=RAPID_STEPS[step_of(review, row, asked)] if row else "There is no rapid review of this case.",
        front_door=front_door_words(door),
        facts=tuple(_facts(review, row)) if row else (),
        doings=answering,
        beside=beside,
        notice=safety_notice([each for each in asked if each.safety]),
        after=running,
        tables=(
            *(() if row is None else (_asked_table(asked, clocks, today),)),
            *attached_tables(attached),
            *((clocks_table(mine, today=today, heading="Its clocks"),) if mine else ()),
        ),
        links=tuple(links),
    )


def _facts(review: Review, row: RapidReview) -> list[Fact]:
    notified = (
        f"{day(row.notified_on, none='Not yet')}{f', {row.their_reference}' if row.their_reference else ''}"
    )
    facts: list[tuple[str, Content]] = [
        ("Its reference", row.reference or review.reference),
        ("The council knew of it", day(row.aware_on)),
        ("The Panel was notified", notified),
        ("Met", lines(main=day(row.met_on), note=row.met_words) if row.met_on else "Not yet"),
        ("Decided", OUTCOMES[review.decision] if review.decision else "Not yet"),
        ("Sent to the Panel", day(row.sent_on, none="Not yet")),
        ("The Panel's reply", _reply(row)),
        ("Published", "A rapid review normally is not. What it taught is passed on at once."),
    ]
    if row.closed_on:
        facts.append(
            ("Closed: the criteria were not met", lines(main=day(row.closed_on), note=row.closed_why))
        )
    return [Fact(name=name, value=value) for name, value in facts]


def _reply(row: RapidReview) -> Content:
    if row.replied_on is None:
        return "Not yet"
    agrees = "agrees with the decision" if row.reply_agrees else "does not agree with the decision"
    return lines(main=f"{day(row.replied_on)}, {row.reply_by}: {agrees}", note=row.reply_words)


def _asked_table(asked: Sequence[AgencyAsked], clocks: Sequence[Any], today: date) -> Table:
    received = [each for each in asked if each.answered_at]
    return Table(
        heading="What each agency knows",
        lead=f"{len(received)} of {count(len(asked), 'agency', 'agencies')} answered." if asked else "",
        columns=columns("Agency", "How it stands", "Is any child unsafe now?", "What it knows"),
        rows=tuple(_asked(each, clocks, today) for each in asked),
        empty="No agency was asked yet.",
    )


def _asked(row: AgencyAsked, clocks: Sequence[Any], today: date) -> Row:
    clock = next(
        (each for each in clocks if each.key == "agency_information" and each.agency_id == row.agency_id),
        None,
    )
    safe: Content = SAFETY.get(row.safety, "")
    if row.who_acted:
        safe = lines(main=safe, note=", ".join(filter(None, [row.who_acted, row.acted_when])))
    told: Content = details(summary="What it knows", body=row.answer) if row.answer else ""
    return Row(cells=[row.agency.name, _stands(row, clock, today), safe, told])


def _stands(row: AgencyAsked, clock: Any, today: date) -> Content:
    due = clock.due_on if clock else None
    if row.answered_at:
        late = bool(due and row.answered_at.date() > due)
        by = row.answered_by.name if row.answered_by else ""
        return lines(
            main=tag(text="Received late" if late else "Received", tone="amber" if late else "green"),
            note=f"{moment(row.answered_at)}, {by}",
        )
    if due is None:
        return lines(main=tag(text="Asked", tone="amber"), note=day(row.asked_on))
    return lines(
        main=tag(text=how_far(due, today), tone="red" if due < today else "amber"),
        note=f"asked {day(row.asked_on)}, due {day(due)}",
    )


def letter_document(
    review: Review,
    row: RapidReview,
    referrals: Sequence[CaseReferral],
    asked: Sequence[AgencyAsked],
    decision: CaseDecision | None,
    *,
    partnership: str,
    today: date,
) -> Document:
    """The letter to the Panel as the record has it: nothing is made up, and what is missing says that it is."""
    children = dict.fromkeys(child for each in referrals for child in each.children)
    own = row.reference or review.reference
    return Document(
        title=f"Rapid review {own}",
        lead="To the Child Safeguarding Practice Review Panel. A draft from the record, to be read before it is sent.",
        facts=(
            ("From", partnership),
            ("Our reference", own),
            ("Your reference", row.their_reference or "none yet"),
            ("Date", f"{today:%-d %B %Y}"),
            ("Children", words(list(children)) or "none named"),
            ("Incident", review.incident_text or "no date"),
            ("The council knew of it", f"{row.aware_on:%-d %B %Y}"),
            ("Notified", f"{row.notified_on:%-d %B %Y}" if row.notified_on else "not yet"),
        ),
        parts=(
            Part("Is any child unsafe now?", [_safety(referrals, asked)]),
            Part(
                "What happened",
                [Paragraph(f"{CATEGORIES[each.category]}. {each.what_happened}") for each in referrals],
            ),
            Part("What agencies know", [_known(asked)]),
            Part(
                "What the meeting found", [Paragraph(row.met_words or "The meeting has not been held yet.")]
            ),
            Part("What is decided", _decided(review, decision)),
        ),
        foot=f"{partnership}, {own}. Contains information about children.",
        author=partnership,
    )


def _safety(referrals: Sequence[CaseReferral], asked: Sequence[AgencyAsked]) -> Block:
    questions: list[CaseReferral | AgencyAsked] = [*referrals, *(each for each in asked if each.safety)]
    said = [
        (
            each.agency.name,
            SAFETY.get(each.safety, "not answered"),
            ", ".join(filter(None, [each.who_acted, each.acted_when])),
        )
        for each in questions
    ]
    return Grid("Said by each agency", ["Agency", "Answer", "Who acted, when"], said, widths=(3, 4, 4))


def _known(asked: Sequence[AgencyAsked]) -> Block:
    told = [
        (each.agency.name, each.answer or "No answer was received by the date of this letter.")
        for each in asked
    ]
    return (
        Grid("By agency", ["Agency", "What it knows"], told, widths=(1, 3))
        if told
        else Paragraph("No agency was asked yet.")
    )


def _decided(review: Review, decision: CaseDecision | None) -> list[Block]:
    if decision is None:
        return [Paragraph("The safeguarding partners have not decided yet.")]
    what = OUTCOMES[decision.outcome] + (f": {decision.review_kind}" if decision.review_kind else "")
    blocks: list[Block] = [
        Paragraph(f"{what}.", strong=True),
        Paragraph(decision.reasons),
        Points([f"{each['question']}: {'yes' if each['met'] else 'no'}" for each in decision.criteria]),
        Paragraph(f"By {decision.guidance}."),
    ]
    if decision.dissent:
        blocks.append(Paragraph(f"Not everybody agreed: {decision.dissent}"))
    return blocks
