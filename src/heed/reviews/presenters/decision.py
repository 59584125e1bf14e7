"""A case as it was put forward, and everything that was recommended and decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.approvals.types import JointView
from heed.platform.ui.components import Content, Fact, Row, details, element, joined, lines, tag
from heed.platform.ui.things import Doing, Table, columns, link
from heed.platform.ui.wording import count, day, moment, words
from heed.reviews.models import AsksSafety, Attachment, CaseDecision, CaseReferral, Review
from heed.reviews.presenters.attachments import attached_tables
from heed.reviews.presenters.deciding import not_agreed, who_decides
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.part import PartPage, front_door_words
from heed.reviews.queries.cases import DECISION, Alike, FrontDoor, Told
from heed.reviews.types import CATEGORIES, OUTCOMES, SAFETY, UNDECIDED, Outcome


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the page of a case shows."""

    referrals: Sequence[CaseReferral]
    decisions: Sequence[CaseDecision]
    approvals: Mapping[str, JointView | None]
    alike: Sequence[Alike]
    related: Sequence[tuple[str, str, str]]
    """Name, address and why, of each review about the same child that the actor may see."""
    questions: Sequence[AsksSafety] = ()
    """Whatever came in, each with its answer to the first question."""
    told: Sequence[Told] = ()
    """What is told of the family, and of what happened in it before."""
    attached: Sequence[Attachment] = ()
    puts: bool = False
    """Whether the actor may put what was recommended to those who decide."""


def decision_page(
    actor: Actor,
    review: Review,
    case: CaseFacts,
    doings: tuple[Doing, ...],
    beside: tuple[Doing, ...],
    *,
    door: FrontDoor,
    today: date,
) -> PartPage:
    frame = review_frame(actor, review, current="decision")
    return PartPage(
        title="Referral and decision",
        crumbs=frame.crumbs,
        review=frame,
        lead=how_decided(review, case.referrals, today),
        notice=safety_notice(case.questions),
        front_door=front_door_words(door),
        facts=tuple(_facts(review, case.referrals)),
        after=doings,
        beside=beside,
        tables=tuple(_tables(review, case)),
    )


def how_decided(review: Review, referrals: Sequence[CaseReferral], today: date) -> str:
    """Where the decision about a case stands, in a sentence."""
    if review.decision not in UNDECIDED:
        kind = f": {review.kind}" if review.decision == Outcome.REVIEW else ""
        return f"Decided: {OUTCOMES[review.decision][:1].lower()}{OUTCOMES[review.decision][1:]}{kind}."
    if not referrals:
        return "Nobody has put this case forward in Heed."
    waited = count((today - referrals[0].referred_on).days, "day")
    if review.look_again_on:
        late = " That day has passed." if review.look_again_on < today else ""
        return f"Put off: look again on {day(review.look_again_on)}.{late} Undecided for {waited}."
    return f"Not decided yet. It has waited {waited}."


def safety_notice(questions: Sequence[AsksSafety]) -> Content:
    """Heads the case's page while nobody has said that no child is unsafe, or who acted and when."""
    waiting = [each for each in questions if each.is_open]
    if not waiting:
        return ""
    names = words([each.asked_of for each in waiting])
    return f"Is any child unsafe now, who acted, and when? Nobody has answered this yet for {names}. Answer it first."


def _facts(review: Review, referrals: Sequence[CaseReferral]) -> list[Fact]:
    children = dict.fromkeys(child for each in referrals for child in each.children)
    found = [
        Fact(name="Children", value=words(list(children)) or "None named"),
        Fact(name="Incident", value=review.incident_text or "No date"),
        Fact(name="Guidance in force when it was referred", value=review.guidance or "Not known"),
    ]
    for each in referrals:
        told = [
            each.what_happened,
            each.factors and f"May have played a part: {each.factors}",
            each.agencies_known
            and f"Agencies that know the family: {', '.join(each.agencies_known.split(chr(10)))}",
        ]
        value = joined([element("p", part) for part in told if part])
        found.append(
            Fact(
                name=f"{each.agency.name}, {day(each.referred_on)}: {CATEGORIES[each.category]}", value=value
            )
        )
    return found


def _tables(review: Review, case: CaseFacts) -> list[Table]:
    tables = [
        _family(review, case.told),
        Table(
            heading="Every decision, and what was recommended",
            lead="Nothing here is written over. A later decision takes the place of an earlier one, and both stay.",
            columns=columns("No.", "What", "Who decides", "How it stands"),
            rows=tuple(_decision(each, case) for each in case.decisions),
            empty="Nobody has recommended a decision yet.",
        ),
        Table(
            heading="Put forward by",
            columns=columns("Reference", "By", "Is any child unsafe now?", "Acknowledged"),
            rows=tuple(_referral(each) for each in case.referrals),
            empty="Nobody.",
        ),
    ]
    tables += attached_tables(case.attached, several=len(case.referrals) > 1)
    if case.related:
        rows = tuple(Row(cells=[link(name, href), why]) for name, href, why in case.related)
        tables.append(
            Table(heading="Other reviews of the same child", columns=columns("Review", "Because"), rows=rows)
        )
    if case.alike:
        rows = tuple(
            Row(
                cells=[
                    link(str(each.review), reverse("reviews:decision", args=[each.review.public_id])),
                    each.why,
                ]
            )
            for each in case.alike
        )
        lead = "Say at the side of this page how they belong together. Nothing is joined by itself."
        tables.append(
            Table(
                heading="May be the same case, or the same child",
                columns=columns("Case", "It"),
                rows=rows,
                lead=lead,
            )
        )
    return tables


def _family(review: Review, told: Sequence[Told]) -> Table:
    """Stands before what is recommended and decided: patterns are missed where nobody looks at what came before."""
    rows = [each for each in told if each.family or each.before]
    return Table(
        heading="The family, and what came before",
        key="family",
        lead="Of all its children, from every case that you may see and from agencies that were asked. Read it before "
        "a decision is recommended.",
        columns=columns("Told by", "Of", "The family", "What came before"),
        rows=tuple(
            Row(
                cells=[
                    lines(main=each.by, note=_whence(each, review)),
                    words(list(each.children)) or "The case",
                    _paragraphs(each.family) or "Not told",
                    _paragraphs(each.before) or "Not told",
                ]
            )
            for each in rows
        ),
        empty="Nobody has told yet who belongs to the family, or what happened in it before. Ask the agencies that "
        "know it before a decision is recommended.",
    )


def _whence(each: Told, review: Review) -> Content:
    if each.review.pk == review.pk:
        return day(each.on)
    there = link(each.review.reference, reverse("reviews:decision", args=[each.review.public_id]))
    return joined([f"{day(each.on)}, ", there])


def _paragraphs(said: str) -> Content:
    return joined([element("p", each) for each in said.splitlines() if each.strip()])


def _referral(row: CaseReferral) -> Row:
    if row.acknowledged_at and row.acknowledged_by:
        received: Content = f"{moment(row.acknowledged_at)}, {row.acknowledged_by.name}"
    else:
        received = tag(text="Not yet", tone="amber")
    safe: Content = SAFETY.get(row.safety, "")
    if row.who_acted:
        safe = lines(main=safe, note=f"{row.who_acted}, {row.acted_when}")
    if row.is_open:
        safe = joined([tag(text="Not answered", tone="red"), " ", safe])
    by = lines(main=f"{row.referred_by.name}, {row.agency.name}", note=day(row.referred_on))
    return Row(cells=[row.reference, by, safe, received])


def _decision(row: CaseDecision, case: CaseFacts) -> Row:
    newest = max(
        (each for each in case.decisions if each.stands_from),
        key=lambda each: (each.stands_from, each.number),
        default=None,
    )
    view = case.approvals.get(row.public_id)
    what = OUTCOMES[row.outcome] + (f": {row.review_kind}" if row.review_kind else "")
    said = [element("p", row.reasons)]
    if row.look_again_on:
        said.append(element("p", f"It waits for: {row.waits_for}. Look again on {day(row.look_again_on)}."))
    if row.dissent:
        said.append(element("p", element("strong", "Not everybody agreed: "), row.dissent))
    said.append(
        element(
            "ul",
            [element("li", f"{each['question']}: {'yes' if each['met'] else 'no'}") for each in row.criteria],
            class_="govuk-list govuk-list--bullet",
        )
    )
    said.append(element("p", f"Guidance: {row.guidance}", class_="heed-secondary"))
    main = joined(
        [
            lines(main=what, note=f"Recommended by {row.recommended_by.name}, {day(row.recommended_at)}"),
            details(summary="Reasons and criteria", body=joined(said)),
        ]
    )
    return Row(
        cells=[
            str(row.number),
            main,
            who_decides(DECISION, row.public_id, view, puts=case.puts),
            _stands(row, view, newest),
        ],
        muted=bool(row.stands_from) and row != newest,
    )


def _stands(row: CaseDecision, view: JointView | None, newest: CaseDecision | None) -> Content:
    if row.stands_from is None:
        return not_agreed(view)
    if row == newest:
        return lines(main=tag(text="Stands", tone="green"), note=f"since {day(row.stands_from)}")
    return lines(main=tag(text="Replaced", tone="neutral"), note=f"stood from {day(row.stands_from)}")
