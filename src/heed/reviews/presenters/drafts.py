"""The drafts of a review's report as pages show them: the gates, the versions, the challenges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from heed.platform.access.roles import ROLES, Permission, Role
from heed.platform.access.types import Actor
from heed.platform.approvals.types import JointView, State
from heed.platform.ui.components import Content, Fact, Row, details, element, joined, lines, link_button, tag
from heed.platform.ui.panels import Panel
from heed.platform.ui.things import Doing, Table, columns, link
from heed.platform.ui.wording import count, day, moment, words
from heed.reviews.models import DraftChallenge, DraftGate, ReportDraft, Review
from heed.reviews.parts import Ahead
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.work import Reading, WorkPage
from heed.reviews.queries.cases import clocks_of
from heed.reviews.queries.drafts import (
    DRAFT_CLOCK,
    about_gate,
    acceptance_of,
    challenges_of,
    drafts_of,
    gates_for,
    is_sender_excluded,
    newest,
    sent_back,
    state_of,
    waits_at,
)
from heed.reviews.types import ReviewState
from heed.reviews.types.drafts import ANSWERED, DraftState, Gate, GateOutcome

PART = "drafts"

_TONES = {
    DraftState.WAITING: "amber",
    DraftState.SENT_BACK: "red",
    DraftState.ACCEPTED: "green",
    DraftState.REPLACED: "neutral",
}


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What the page of a review's drafts shows."""

    drafts: Sequence[ReportDraft]
    challenges: Sequence[DraftChallenge]
    acceptance: JointView | None

    @property
    def last(self) -> ReportDraft | None:
        return newest(self.drafts)

    @property
    def open_(self) -> list[DraftChallenge]:
        return [each for each in self.challenges if each.answered_at is None]


def draft_facts(actor: Actor, review: Review) -> DraftFacts:
    """Everything that is known of a review's drafts."""
    drafts = drafts_of(actor, review)
    last = newest(drafts)
    acceptance = acceptance_of(actor, last) if last else None
    return DraftFacts(drafts, challenges_of(actor, review), acceptance)


def drafts_page(
    actor: Actor,
    review: Review,
    facts: DraftFacts,
    doings: tuple[Doing, ...],
    panels: tuple[Panel, ...],
    *,
    put_href: str,
    why_not: str,
) -> WorkPage:
    """Where the report is, what was decided about it at each gate, its versions and its challenges."""
    last = facts.last
    tables = [*_gates_table(review, facts), _versions_table(review, facts.drafts)]
    if last:
        tables.append(_challenges_table(facts.challenges))
    put = (link_button(text="Put it to those who accept it", href=put_href),) if put_href else ()
    return WorkPage(
        review=review_frame(actor, review, current=PART),
        title="Drafts",
        crumbs=(),
        lead=where_it_is(review, facts),
        notice=_notice(facts) or why_not,
        actions=put,
        tables=tuple(tables),
        panels=panels,
        beside=doings,
        links=(link("Framework documents and their standards", reverse("reviews:frameworks")),),
        aside="Drafts are sent by those who run the review. Whoever may read them may challenge what they say.",
    )


def where_it_is(review: Review, facts: DraftFacts) -> str:
    """Where the report is, in a sentence."""
    last = facts.last
    if last is None:
        names = words([each.name for each in gates_for(review)])
        return f"No draft of the report was sent yet. Each version goes through: {names}."
    if last.accepted_on:
        return f"Version {last.number} was accepted on {day(last.accepted_on)}. It is published later, or withheld."
    if back := sent_back(last):
        return f"Version {last.number} was sent back at “{back.name}”. Another version is needed."
    waiting = f" {count(len(facts.open_), 'challenge')} without an answer." if facts.open_ else ""
    return f"Version {last.number} waits at: {waits_at(last).name}.{waiting}"


def _notice(facts: DraftFacts) -> str:
    last = facts.last
    if last is None or last.accepted_on:
        return ""
    if is_sender_excluded(last):
        return "Whoever sent this version is excluded from the case now. Somebody else sends another, or it again."
    view = facts.acceptance
    if view is not None and view.state == State.REFUSED:
        return "Not everybody agrees to this version: what they said stands below. Send another version."
    return ""


def _gates_table(review: Review, facts: DraftFacts) -> list[Table]:
    last = facts.last
    if last is None:
        return []
    decided = {each.key: each for each in last.gates.all()}
    waits = waits_at(last)
    return [
        Table(
            heading=f"Version {last.number} at its gates",
            lead="In this order. A new version begins with the first: nobody has agreed to its words yet.",
            columns=columns("Gate", "What was decided", "Standards"),
            rows=tuple(
                _gate(gate, decided.get(gate.key), waits=gate == waits and not sent_back(last), facts=facts)
                for gate in gates_for(review)
            ),
        )
    ]


def _gate(gate: Gate, row: DraftGate | None, *, waits: bool, facts: DraftFacts) -> Row:
    last = facts.last
    if row is not None:
        return Row(cells=[lines(main=row.name, note=gate.does), _decided(row), _standards(row)])
    who = words([ROLES[Role(each)].name for each in sorted(gate.by)]) if gate.by else "each partner, by name"
    stands: Content = "Not yet"
    if gate.decision and last and last.accepted_on:
        stands = joined([tag(text="Accepted", tone="green"), f" {day(last.accepted_on)}"])
    elif waits:
        stands = lines(main=tag(text="Waits here", tone="amber"), note=f"Said by: {who}")
    return Row(cells=[lines(main=gate.name, note=gate.does), stands, ""])


def _decided(row: DraftGate) -> Content:
    passed = row.outcome == GateOutcome.PASSED
    mark = tag(text="Agreed" if passed else "Sent back", tone="green" if passed else "red")
    where = f"{day(row.held_on)}, {row.meeting}. Written down by {row.kept_by}, {row.kept_for}."
    said = element("p", f"“{row.words}”") if row.words else ""
    return joined([lines(main=mark, note=where), said])


def _standards(row: DraftGate) -> Content:
    missing = [each["ask"] for each in row.points if not each["met"]]
    met = len(row.points) - len(missing)
    why = [
        element("p", each) for each in (row.unmet, row.framework and f"Held against: {row.framework}") if each
    ]
    listed = element(
        "ul",
        [element("li", f"{each['ask']}: {'yes' if each['met'] else 'no'}") for each in row.points],
        class_="govuk-list govuk-list--bullet",
    )
    return details(summary=f"{met} of {len(row.points)} met", body=joined([*why, listed]))


def _versions_table(review: Review, drafts: Sequence[ReportDraft]) -> Table:
    return Table(
        heading="Versions",
        columns=columns("Version", "Sent", "How it stands", "What changed"),
        rows=tuple(_version(review, each, drafts) for each in reversed(drafts)),
        empty="None yet. Send the first draft beside this, as a file; it stays exactly as it was sent.",
    )


def _version(review: Review, draft: ReportDraft, drafts: Sequence[ReportDraft]) -> Row:
    state = state_of(draft, drafts)
    href = reverse("reviews:draft", args=[review.public_id, draft.number])
    earlier = draft.number - 1
    changes: Content = "The first"
    if earlier:
        beside = reverse("reviews:draft_changes", args=[review.public_id, earlier, draft.number])
        changes = link(f"Beside version {earlier}", beside)
    return Row(
        cells=[
            lines(main=link(f"Version {draft.number}", href), note=draft.file_name),
            lines(main=moment(draft.sent_at), note=f"{draft.sent_by}, {draft.sent_for}"),
            tag(text=state_words(draft, state), tone=_TONES[state]),  # type: ignore[arg-type]  # one of the tones
            changes,
        ],
        muted=state == DraftState.REPLACED,
    )


def state_words(draft: ReportDraft, state: DraftState) -> str:
    """Where a version is, as one would say it."""
    match state:
        case DraftState.ACCEPTED:
            return f"Accepted {day(draft.accepted_on)}"
        case DraftState.REPLACED:
            return "Replaced"
        case DraftState.SENT_BACK:
            return "Sent back"
    return f"Waits: {waits_at(draft).name}"


def _challenges_table(challenges: Sequence[DraftChallenge]) -> Table:
    return Table(
        heading="Challenges",
        lead="Each stays as it was said, and has an answer before the report is accepted.",
        columns=columns("No.", "What is challenged", "By", "Answer"),
        rows=tuple(_challenge(each) for each in challenges),
        empty="Nobody has challenged the report yet.",
    )


def _challenge(row: DraftChallenge) -> Row:
    answer: Content = tag(text="No answer yet", tone="amber")
    if row.answered_at:
        by = f"{row.answered_by}, {day(row.answered_at)}"
        answer = joined([lines(main=ANSWERED[row.outcome], note=by), element("p", row.answer)])
    where = ", ".join(filter(None, [f"Version {row.draft.number}", row.place]))
    return Row(
        cells=[
            str(row.number),
            lines(main=row.words, note=where),
            lines(main=str(row.said_by), note=f"{row.said_for}, {day(row.said_at)}"),
            answer,
        ]
    )


def draft_page(actor: Actor, draft: ReportDraft, drafts: Sequence[ReportDraft]) -> WorkPage:
    """One version, to be read as it was sent."""
    review, state = draft.review, state_of(draft, drafts)
    others = [
        link(
            f"Beside version {each.number}",
            reverse("reviews:draft_changes", args=[review.public_id, *sorted((each.number, draft.number))]),
        )
        for each in drafts
        if each != draft
    ]
    return WorkPage(
        review=review_frame(actor, review, current=PART, title=f"Version {draft.number}"),
        title=f"Draft report, version {draft.number}",
        crumbs=(),
        lead=f"Sent by {draft.sent_by}, {draft.sent_for}, {moment(draft.sent_at)}.",
        state=tag(text=state_words(draft, state), tone=_TONES[state]),  # type: ignore[arg-type]  # one of the tones
        actions=(
            link_button(
                text="Take the file",
                href=reverse("reviews:draft_file", args=[review.public_id, draft.number]),
            ),
        ),
        facts=(
            Fact(name="File", value=draft.file_name),
            Fact(name="SHA-256", value=element("code", draft.file.sha256, class_="heed-hash")),
            Fact(name="What is different in it", value=draft.note or "Nothing was said"),
        ),
        readings=(Reading(heading="Its words", words=draft.words),),
        links=(
            link("All drafts and their gates", reverse("reviews:drafts", args=[review.public_id])),
            *others,
        ),
        aside="What was decided about it, and challenges, stand on the page of all drafts.",
    )


def ahead_of_drafts(actor: Actor, review: Review) -> Iterator[Ahead]:
    """The report on its way to acceptance: what is to be done, and who is waited for."""
    if review.state != ReviewState.DRAFTING or not actor.may(Permission.READ_DRAFTS):
        return
    here, facts = reverse("reviews:drafts", args=[review.public_id]), draft_facts(actor, review)
    last = facts.last
    if last and facts.open_:
        said = f"Answer {count(len(facts.open_), 'challenge')} to the draft"
        yield Ahead(kind="next", words=said, href=here, on=_due(actor, review, last))
    if last is None or sent_back(last):
        yield Ahead(
            kind="next", words=f"Send {'another' if last else 'the first'} draft of the report", href=here
        )
        return
    due = _due(actor, review, last)
    gate = waits_at(last)
    if not gate.decision:
        said = f"{gate.name}: version {last.number} of the report"
        yield Ahead(kind="waits", words=said, href=here, on=due)
    elif facts.acceptance is None and facts.open_:
        yield Ahead(kind="blocked", words="Accepting the report waits for answers to challenges", href=here)
    elif facts.acceptance is None:
        yield Ahead(kind="next", words="Put the report to those who accept it", href=here, on=due)
    else:
        for seat in facts.acceptance.waits_for:
            yield Ahead(
                kind="waits", words=f"{seat.agency or seat.name} to accept the report", href=here, on=due
            )


def _due(actor: Actor, review: Review, draft: ReportDraft) -> date | None:
    mine: list[Any] = [
        each
        for each in clocks_of(actor, review)
        if each.key == DRAFT_CLOCK and each.about == about_gate(draft) and each.ended_on is None
    ]
    return mine[0].due_on if mine else None
