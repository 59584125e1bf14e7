"""Putting what was accepted into the register, in one step: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from heed.intake.events import ImportAccepted
from heed.intake.models import Import, Proposal
from heed.intake.policies import check_decided, check_open, gives_day
from heed.intake.queries import find_import, list_proposals, statement_key
from heed.intake.rules import make_values, text_key
from heed.intake.types import (
    DECIDED_ALONE,
    ActionValues,
    Decision,
    ImportState,
    ProposalKind,
    ReviewChoice,
)
from heed.learning.operations import (
    NewFinding,
    NewRecommendation,
    NewResponse,
    add_answers,
    register_findings,
    register_recommendations,
)
from heed.learning.queries import findings_of_review, list_responses, recommendations_of_review
from heed.plans.operations import NewAction, register_actions
from heed.plans.queries import statements_of_review
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.ids import NEW, Kept
from heed.platform.partnerships.models import Agency
from heed.platform.partnerships.queries import agencies_by_name, fold_name
from heed.reviews.operations import add_document, register_review
from heed.reviews.operations.days import correct_day
from heed.reviews.queries import find_review, is_review
from heed.reviews.types import DaySaid

if TYPE_CHECKING:
    from heed.reviews.models import Review


@transaction.atomic
def accept_import(
    actor: Actor,
    *,
    ref: str,
    choice: ReviewChoice,
    at: datetime,
    matches: Mapping[str, str] | None = None,
) -> Review:
    """Register every accepted proposal under the chosen review, with threads computed.

    `matches` says which accepted recommendations are in the register already (proposal to recommendation,
    by public ids): their answers become a new round there, their actions serve it, and nothing is doubled.

    Refused while a recommendation is undecided, or neither one nor a finding is accepted; a finding that nobody
    decided on stays out. A second accept of the same import is refused, so that nothing comes in twice.
    """
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    row = find_import(actor, ref)
    reading_id = check_open(row)  # held from here on: nobody changes a proposal meanwhile
    proposals = list_proposals(row)
    check_decided(proposals)
    review = _review(actor, row, choice, at)
    Import.objects.visible_to(actor).filter(pk=row.pk).update(
        state=ImportState.ACCEPTED, accepted_at=at, review=review
    )
    add_document(
        actor, review=review, document_id=row.document_id, document_ref=row.document.public_id, at=at
    )
    review.refresh_from_db(fields=["scope"])
    accepted = _accepted(proposals)
    _register(actor, row, reading_id, review, accepted, _known(actor, review, matches or {}), at)
    return review


def _accepted(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The recommendations and findings somebody accepted, with all that belongs to them or to a theme and was not
    rejected."""
    asked = {
        each.pk for each in proposals if each.kind in DECIDED_ALONE and each.decision == Decision.ACCEPTED
    }
    return [
        each
        for each in proposals
        if each.pk in asked
        or (
            each.kind not in DECIDED_ALONE
            and each.decision != Decision.REJECTED
            and (each.parent_id is None or each.parent_id in asked)
        )
    ]


def _review(actor: Actor, row: Import, choice: ReviewChoice, at: datetime) -> Review:
    """The review that was chosen. A document that came in for a case with access of its own goes into that case,
    or becomes it; one that was in the register before makes the review again that went with it. A
    published review that had no day has that of its report from then on."""
    case_ref = row.document.scope.case_ref
    if case_ref and choice.review_ref != case_ref and (choice.review_ref or is_review(case_ref)):
        raise NotNow("This document came in for a case with access of its own. Put it under that review.")
    if choice.review_ref:
        review = find_review(actor, choice.review_ref)
        if gives_day(row, review, choice, on=localdate(at)) and actor.may(Permission.RUN_REVIEWS):
            return correct_day(
                actor,
                ref=review.public_id,
                said=DaySaid.PUBLISHED,
                words=choice.published_text,
                why="It had none, and its report was brought in",
                version=review.version,
                at=at,
            )
        return review
    return register_review(
        actor,
        name=choice.name,
        kind=choice.kind,
        area=choice.area,
        body=choice.body,
        published_text=choice.published_text,
        published_earliest=_day(choice.published_earliest),
        published_latest=_day(choice.published_latest),
        at=at,
        case_ref=case_ref,
        kept=_kept_review(row),
    )


def _kept_review(row: Import) -> Kept:
    gone = row.left.get("public_id", "")
    return Kept(gone, row.left["reference"]) if gone and not is_review(gone) else NEW


def _kept(proposal: Proposal) -> Kept:
    """What its record was called before; one that was said to be another's has no reference of its own."""
    own = proposal.record_reference or proposal.kind == ProposalKind.RESPONSE
    return Kept(proposal.record_ref, proposal.record_reference) if own else NEW


def _known(actor: Actor, review: Review, matches: Mapping[str, str]) -> dict[str, Any]:
    """The recommendation of the register for each matched proposal; only ones of this review can be matched."""
    by_ref = {row.public_id: row for row in recommendations_of_review(actor, review.pk)}
    if any(wanted not in by_ref for wanted in matches.values()):
        raise Invalid("Choose recommendations of this review only.")
    return {proposal: by_ref[wanted] for proposal, wanted in matches.items()}


def _register(
    actor: Actor,
    row: Import,
    reading_id: int,
    review: Review,
    accepted: Sequence[Proposal],
    known: Mapping[str, Any],
    at: datetime,
) -> None:
    agencies = agencies_by_name(actor.partnership_id)
    asked = [each for each in accepted if each.kind == ProposalKind.RECOMMENDATION]
    answers = [each for each in accepted if each.kind == ProposalKind.RESPONSE]
    promised = [each for each in accepted if each.kind == ProposalKind.ACTION]
    new = [each for each in asked if each.public_id not in known]
    registered = register_recommendations(
        actor,
        review_id=review.pk,
        scope_id=review.scope_id,
        reading_id=reading_id,
        recommendations=[
            _recommendation(each, _answers_to(each, answers, agencies), agencies) for each in new
        ],
        theme_responses=[
            (each.theme, _response(each, agencies))
            for each in answers
            if each.parent_id is None and each.theme
        ],
        at=at,
    )
    rows = {each.pk: made for each, made in zip(new, registered.recommendations, strict=True)}
    became: list[tuple[Proposal, Any]] = [(each, rows[each.pk]) for each in new]
    in_order = [answer for each in new for answer in answers if answer.parent_id == each.pk]
    in_order += [each for each in answers if each.parent_id is None and each.theme]
    became += zip(in_order, registered.responses, strict=True)
    for each in asked:
        if each.public_id in known:
            rows[each.pk] = known[each.public_id]
            each.record_ref, each.record_reference = rows[each.pk].public_id, ""
            mine = [answer for answer in answers if answer.parent_id == each.pk]
            mine = _not_said(mine, list_responses(actor, rows[each.pk])) if mine else []
            added = add_answers(
                actor,
                recommendation=rows[each.pk],
                reading_id=reading_id,
                answers=[_response(answer, agencies) for answer in mine],
                at=at,
            )
            became += zip(mine, added, strict=True)
    of_review = recommendations_of_review(actor, review.pk)
    found = _actions(rows, of_review, promised, registered.themes, agencies)
    left = _not_there([each for each, _ in found], statements_of_review(actor, review.pk))
    actions = [each for _, each in left]
    registered_actions = register_actions(
        actor,
        review_id=review.pk,
        scope_id=review.scope_id,
        reading_id=reading_id,
        recommendation_ids=[each.pk for each in of_review],
        actions=actions,
        at=at,
    )
    became += zip([found[index][1] for index, _ in left], registered_actions, strict=True)
    there = {text_key(each.text) for each in findings_of_review(actor, review.pk)}
    findings = [
        each
        for each in accepted
        if each.kind == ProposalKind.FINDING and text_key(each.values["text"]) not in there
    ]
    registered_findings = register_findings(
        actor,
        review_id=review.pk,
        scope_id=review.scope_id,
        reading_id=reading_id,
        findings=[to_finding(each) for each in findings],
        recommendations=[rows[each.pk] for each in asked],
        at=at,
    )
    became += zip(findings, registered_findings, strict=True)
    remember_records(asked, became)
    record(
        actor,
        ImportAccepted(
            recommendations=len(asked),
            responses=len(answers),
            actions=len(actions),
            findings=len(findings),
        ),
        subject_kind="import",
        subject_ref=row.public_id,
        at=at,
    )


def remember_records(asked: Sequence[Proposal], became: Sequence[tuple[Proposal, Any]]) -> None:
    """Each proposal keeps which record it became, so that the record comes back under the same names."""
    for proposal, made in became:
        proposal.record_ref, proposal.record_reference = made.public_id, getattr(made, "reference", "")
    changed = {each.pk: each for each in [*asked, *(proposal for proposal, _ in became)]}
    Proposal.objects.bulk_update(changed.values(), ["record_ref", "record_reference"])


def _not_said(answers: Sequence[Proposal], there: Sequence[Any]) -> list[Proposal]:
    """The answers that the same agency did not give in these words in its last round."""
    last = {fold_name(row.agency_words): row.round for row in sorted(there, key=lambda row: row.round)}
    said = {
        (fold_name(row.agency_words), text_key(row.text))
        for row in there
        if row.round == last[fold_name(row.agency_words)]
    }
    keys = [(fold_name(each.values.get("agency") or ""), text_key(each.values["text"])) for each in answers]
    return [each for each, key in zip(answers, keys, strict=True) if key not in said]


def _not_there(
    found: Sequence[NewAction], there: Sequence[tuple[str, str, int | None]]
) -> list[tuple[int, NewAction]]:
    """The actions with the recommendations that no action in these words serves yet, each with its place in `found`;
    those with none are left out."""
    served: dict[tuple[str, str], set[int | None]] = {}
    for text, stated, recommendation in there:
        served.setdefault((text_key(text), stated), set()).add(recommendation)
    new = []
    for index, each in enumerate(found):
        known = served.get((text_key(each.text), each.stated), set())
        left = tuple(pk for pk in each.recommendation_ids if pk not in known)
        if left or not known:
            new.append((index, replace(each, recommendation_ids=left)))
    return new


def _answers_to(
    proposal: Proposal, answers: Sequence[Proposal], agencies: dict[str, Agency]
) -> tuple[NewResponse, ...]:
    return tuple(_response(each, agencies) for each in answers if each.parent_id == proposal.pk)


def _recommendation(
    proposal: Proposal, responses: tuple[NewResponse, ...], agencies: dict[str, Agency]
) -> NewRecommendation:
    values = make_values(ProposalKind.RECOMMENDATION, proposal.values)
    return NewRecommendation(
        label=values.label,
        kind=values.kind,
        text=values.text,
        section=values.section,
        theme=values.theme,
        source=values.source,
        withheld=values.withheld,
        before_publication=values.before_publication,
        parts=values.parts,
        addressees=tuple((words, _agency_id(words, agencies)) for words in values.addressed_to),
        responses=responses,
        spans=proposal.spans,
        kept=_kept(proposal),
    )


def to_finding(proposal: Proposal) -> NewFinding:
    """What goes into the register of a proposed finding."""
    values = make_values(ProposalKind.FINDING, proposal.values)
    return NewFinding(
        label=values.label,
        kind=values.kind,
        text=values.text,
        section=values.section,
        spans=proposal.spans,
        kept=_kept(proposal),
    )


def _response(proposal: Proposal, agencies: dict[str, Agency]) -> NewResponse:
    values = make_values(ProposalKind.RESPONSE, proposal.values)
    return NewResponse(
        text=values.text,
        agency_words=values.agency,
        agency_id=_agency_id(values.agency, agencies),
        spans=proposal.spans,
        kept=_kept(proposal),
        stance=values.stance,
    )


def _agency_id(words: str, agencies: dict[str, Agency]) -> int | None:
    agency = agencies.get(fold_name(words))
    return agency.pk if agency else None


def _actions(
    rows: Mapping[int, Any],
    of_review: Sequence[Any],
    promised: Sequence[Proposal],
    themes: Mapping[str, Any],
    agencies: dict[str, Agency],
) -> list[tuple[NewAction, Proposal]]:
    """The accepted actions, each with the proposal that it came from; a statement repeated under several
    recommendations becomes one action for them all, and one made for a theme serves all the review's recommendations
    of that theme."""
    by_theme: dict[int | None, list[int]] = {}
    for each in of_review:
        by_theme.setdefault(each.theme_id, []).append(each.pk)
    gathered: dict[tuple[str, str, str], tuple[ActionValues, Proposal, dict[int, None], int | None]] = {}
    for proposal in promised:
        values: ActionValues = make_values(ProposalKind.ACTION, proposal.values)
        theme = themes.get(proposal.theme)
        if proposal.parent_id is not None and proposal.parent_id in rows:
            serves = [rows[proposal.parent_id].pk]
        elif theme is not None:
            serves = by_theme.get(theme.pk, [])
        else:
            continue
        _, _, recommendations, _ = gathered.setdefault(
            statement_key(proposal.values),
            (values, proposal, {}, theme.pk if theme and not proposal.parent_id else None),
        )
        recommendations.update(dict.fromkeys(serves))
    return [
        (
            NewAction(
                recommendation_ids=tuple(recommendations),
                theme_id=theme_id,
                text=values.text,
                stated=values.status,
                agency_words=values.agency,
                agency_id=_agency_id(values.agency, agencies),
                owner_words=values.owner,
                due_text=values.due_text,
                due_earliest=_day(values.due_earliest),
                due_latest=_day(values.due_latest),
                spans=proposal.spans,
                kept=_kept(proposal),
            ),
            proposal,
        )
        for values, proposal, recommendations, theme_id in gathered.values()
    ]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
