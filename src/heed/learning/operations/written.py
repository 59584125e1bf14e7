"""What is written here and not read from a document, put into the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from heed.learning.events import (
    EarlyLearningIssued,
    EarlyLearningTied,
    FindingExplained,
    FindingRegistered,
    QuestionsSaid,
    RecommendationRegistered,
)
from heed.learning.models import (
    Addressee,
    Behind,
    EarlyLearning,
    Finding,
    FindingLink,
    QuestionAnswered,
    Recommendation,
)
from heed.learning.operations.threads import set_threads
from heed.learning.queries import find_finding, find_recommendation
from heed.learning.queries.written import find_early_learning
from heed.learning.rules import BEHIND_LABELS
from heed.learning.types import FOLLOWERS, WHILE_WRITING, Delivery, PairsSaid, WhatLiesBehind
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision, take_references
from heed.platform.base.versions import take_version
from heed.platform.partnerships.models import Agency
from heed.platform.partnerships.queries import list_agencies
from heed.reviews.queries import find_review
from heed.reviews.queries.submissions import submission_rules
from heed.reviews.queries.terms import questions_by_ref

_NOTHING_SAID = PairsSaid({})


@transaction.atomic
def take_recommendations(actor: Actor, *, submission: Any, at: datetime) -> int:
    """What an agency recommends to itself, in a submission that was just signed off: in the register from then on,
    grouped by agency. Returns how many; what a kind of submission recommends to nobody makes none."""
    check_may(actor, Permission.SIGN_SUBMISSIONS)
    source = submission_rules().kinds[submission.kind].own
    given = submission.versions.order_by("number").last()
    if not source or given is None or submission.recommendations.for_everyone(because="once each").exists():
        return 0
    rows = _write(
        actor,
        submission.review,
        given.recommendations,
        at,
        source=source,
        asked=[submission.agency],
        submission=submission,
    )
    return len(rows)


_LONGEST_LABEL = 40
WRITTEN_KINDS = ("weakness", "good practice", "system", "conclusion", "other")
_MOST = 20_000


@transaction.atomic
def write_finding(
    actor: Actor,
    *,
    review_ref: str,
    kind: str,
    text: str,
    behind: WhatLiesBehind,
    questions: Sequence[str],
    led_to: Sequence[str] = (),
    at: datetime,
) -> Finding:
    """A finding of a review that is written here: its words stay as they are from then on. `questions` of the terms
    that it answers, and recommendations of the same review that it `led_to`, by public id."""
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    review, said = find_review(actor, review_ref), _words(text, "text", "Write what was found")
    if kind not in WRITTEN_KINDS:
        raise Invalid("Choose what kind it is.", fields={"kind": "Choose what kind it is"})
    asked = _questions(actor, review.pk, questions)
    rows = Recommendation.objects.visible_to(actor).filter(review=review, public_id__in=led_to)
    recommendations = list(rows)
    if len(recommendations) != len(set(led_to)):
        raise Invalid(
            "Choose recommendations of this review only.", fields={"led_to": "Choose from the list"}
        )
    everything = Finding.objects.for_everyone(because="numbering within one review").filter(review=review)
    [reference] = take_references(partnership_id=actor.partnership_id, name="FND", how_many=1)
    row: Finding = Finding.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id),
        reference=reference,
        review=review,
        position=(everything.aggregate(last=Max("position"))["last"] or 0) + 1,
        kind=kind,
        text=said,
        written_by_id=actor.person_id,
        registered_at=at,
    )
    Behind.objects.create(finding=row, said_by_id=actor.person_id, said_at=at, **_checked(behind))
    FindingLink.objects.bulk_create(
        FindingLink(finding=row, recommendation=each, why=f"said by {actor.name}") for each in recommendations
    )
    QuestionAnswered.objects.bulk_create(
        QuestionAnswered(question=each, finding=row, said_by_id=actor.person_id, said_at=at) for each in asked
    )
    happened = FindingRegistered(reference=reference)
    record(actor, happened, subject_kind="finding", subject_ref=row.public_id, at=at)
    return row


def _words(text: str, field: str, needed: str) -> str:
    said = text.strip()
    if not said or len(said) > _MOST:
        wrong = f"Use at most {_MOST:,} letters" if said else needed
        raise Invalid(f"{wrong}.", fields={field: wrong})
    return said


def _checked(behind: WhatLiesBehind) -> dict[str, Any]:
    said = {name: each.strip() if isinstance(each, str) else each for name, each in asdict(behind).items()}
    long = {name: f"Use at most {_MOST:,} letters" for name, each in said.items() if len(str(each)) > _MOST}
    if long:
        raise Invalid(f"{next(iter(long.values()))}.", fields=long)
    return said


def _questions(actor: Actor, review_id: int, refs: Sequence[str]) -> list[Any]:
    found = questions_by_ref(actor, review_id, refs)
    if len(found) != len(set(refs)):
        raise Invalid("Choose questions of this review.", fields={"questions": "Choose from the list"})
    return found


@transaction.atomic
def explain_finding(actor: Actor, *, ref: str, behind: WhatLiesBehind, version: int, at: datetime) -> Behind:
    """What lies behind a finding, one that was printed as well. `version` is the one that the person saw, 0 where
    nothing was said yet."""
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    row, said = find_finding(actor, ref), _checked(behind)
    kept = Behind.objects.filter(finding=row).select_related("said_by").first()

    def differ(now: Behind) -> Iterator[Difference]:
        for name, label in BEHIND_LABELS.items():
            theirs, yours = str(getattr(now, name)), str(said[name])
            yield Difference(name, label, theirs, yours, free=name != "hindsight")

    if kept is None:
        kept = Behind.objects.create(finding=row, said_by_id=actor.person_id, said_at=at, **said)
    elif take_version(
        kept,
        version=version,
        differences=differ,
        by=kept.said_by.name,
        said_by=actor.person_id,
        said_at=at,
        **said,
    ):
        _keep_earlier(actor, row, kept, said, at)
    else:
        return kept
    kept.refresh_from_db()
    happened = FindingExplained(reference=row.reference)
    record(actor, happened, subject_kind="finding", subject_ref=ref, at=at)
    return kept


def _keep_earlier(actor: Actor, row: Finding, kept: Behind, said: dict[str, Any], at: datetime) -> None:
    for name, label in BEHIND_LABELS.items():
        before = getattr(kept, name)
        if before and before != said[name]:
            keep_revision(
                partnership_id=row.partnership_id,
                subject_kind="finding",
                subject_ref=row.public_id,
                field=name,
                words=label if before is True else before,
                by=actor.name,
                at=at,
            )


@transaction.atomic
def write_recommendation(
    actor: Actor,
    *,
    review_ref: str,
    text: str,
    agencies: Sequence[str],
    label: str = "",
    questions: Sequence[str] = (),
    findings: Sequence[str] = (),
    beside: PairsSaid = _NOTHING_SAID,
    at: datetime,
) -> Recommendation:
    """What the review itself recommends, written here: in the register from then on, and followed like any other.
    `label` as it is to be printed, such as 1a; `beside` is what it is to earlier ones that ask the same."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    review, said = find_review(actor, review_ref), _words(text, "text", "Write what is recommended")
    asked, chosen = _agencies(actor, agencies), _questions(actor, review.pk, questions)
    from_ = list(Finding.objects.visible_to(actor).filter(review=review, public_id__in=findings))
    if len(from_) != len(set(findings)):
        raise Invalid("Choose findings of this review only.", fields={"findings": "Choose from the list"})
    printed = " ".join(label.split())
    if len(printed) > _LONGEST_LABEL:
        wrong = f"Use at most {_LONGEST_LABEL} letters"
        raise Invalid(f"{wrong}.", fields={"label": wrong})
    [row] = _write(actor, review, [said], at, label=printed, asked=asked)
    FindingLink.objects.bulk_create(
        FindingLink(finding=each, recommendation=row, why=f"said by {actor.name}") for each in from_
    )
    QuestionAnswered.objects.bulk_create(
        QuestionAnswered(question=each, recommendation=row, said_by_id=actor.person_id, said_at=at)
        for each in chosen
    )
    _keep_said(actor, row, beside, at)
    return row


def _keep_said(actor: Actor, row: Recommendation, beside: PairsSaid, at: datetime) -> None:
    for each in WHILE_WRITING if beside.answers else ():
        each.answers(actor, row.public_id, beside, at)


def _agencies(actor: Actor, refs: Sequence[str]) -> list[Agency]:
    known = {each.public_id: each for each in list_agencies(actor.partnership_id)}
    if not refs or set(refs) - set(known):
        raise Invalid("Choose at least one agency.", fields={"agencies": "Choose at least one agency"})
    return [known[ref] for ref in dict.fromkeys(refs)]


@transaction.atomic
def say_which_questions(
    actor: Actor,
    *,
    finding_ref: str = "",
    recommendation_ref: str = "",
    questions: Sequence[str],
    at: datetime,
) -> int:
    """Add questions of the review's terms that a finding or a recommendation answers. What was said before stays;
    returns how many are new."""
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    finding = find_finding(actor, finding_ref) if finding_ref else None
    about: Any = finding or find_recommendation(actor, recommendation_ref)
    asked = _questions(actor, about.review_id, questions)
    if not asked:
        raise Invalid("Choose at least one question.", fields={"questions": "Choose at least one question"})
    known = set(about.answers.values_list("question_id", flat=True))
    new = [each for each in asked if each.pk not in known]
    own = {"finding": about} if finding else {"recommendation": about}
    QuestionAnswered.objects.bulk_create(
        QuestionAnswered(question=each, said_by_id=actor.person_id, said_at=at, **own) for each in new
    )
    happened = QuestionsSaid(reference=about.reference, questions=len(new))
    kind = "finding" if finding else "recommendation"
    record(actor, happened, subject_kind=kind, subject_ref=about.public_id, at=at)
    return len(new)


@transaction.atomic
def issue_early_learning(
    actor: Actor,
    *,
    review_ref: str,
    text: str,
    spotted_on: date | None,
    audience: str,
    owner: str,
    agencies: Sequence[str],
    beside: PairsSaid = _NOTHING_SAID,
    at: datetime,
) -> EarlyLearning:
    """What was learned already, issued while the review goes on: asked of agencies like a recommendation, so that it
    is answered, planned and followed at once. `beside` is what it is to earlier ones that ask the same."""
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    review, said = find_review(actor, review_ref), _words(text, "text", "Write what was learned")
    today, wrong = timezone.localdate(at), {}
    if spotted_on is None or spotted_on > today:
        wrong["spotted_on"] = "Enter the day on which it was seen, which has been"
    if not audience.strip():
        wrong["audience"] = "Say who is to know of it"
    if not owner.strip():
        wrong["owner"] = "Say which post answers for it"
    if wrong or spotted_on is None:
        raise Invalid(f"{next(iter(wrong.values()))}.", fields=wrong)
    asked = _agencies(actor, agencies)
    [made] = _write(actor, review, [said], at, source=EARLY, kind="learning point", asked=asked)
    row: EarlyLearning = EarlyLearning.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id),
        review=review,
        recommendation=made,
        spotted_on=spotted_on,
        audience=audience.strip()[:300],
        owner=owner.strip()[:200],
        issued_by_id=actor.person_id,
        issued_at=at,
    )
    _keep_said(actor, made, beside, at)
    happened = EarlyLearningIssued(reference=made.reference)
    record(actor, happened, subject_kind="recommendation", subject_ref=made.public_id, at=at)
    return row


EARLY = "early learning"
"""The source of what was issued before its review ended."""


@transaction.atomic
def tie_early_learning(actor: Actor, *, ref: str, recommendation_ref: str, at: datetime) -> EarlyLearning:
    """The final recommendation of the same review that takes early learning up. Tied once."""
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    row, to = find_early_learning(actor, ref), find_recommendation(actor, recommendation_ref)
    if to.review_id != row.review_id or to.source == EARLY:
        wrong = "Choose a final recommendation of this review"
        raise Invalid(f"{wrong}.", fields={"recommendation_ref": wrong})
    free = EarlyLearning.objects.visible_to(actor).filter(pk=row.pk, tied_to__isnull=True)
    if not free.update(tied_to=to, tied_by_id=actor.person_id, tied_at=at, version=F("version") + 1):
        raise NotNow("It is tied to a recommendation already.")
    happened = EarlyLearningTied(reference=row.recommendation.reference, to=to.reference)
    record(actor, happened, subject_kind="recommendation", subject_ref=row.recommendation.public_id, at=at)
    return find_early_learning(actor, ref)


def _write(
    actor: Actor,
    review: Any,
    texts: Sequence[str],
    at: datetime,
    *,
    source: str = "",
    kind: str = "recommendation",
    label: str = "",
    asked: Sequence[Agency] = (),
    submission: Any = None,
) -> list[Recommendation]:
    """Recommendations of a review, at the end of its own, asked of these agencies."""
    everything = Recommendation.objects.for_everyone(because="numbering within one review")
    last = everything.filter(review=review).aggregate(last=Max("position"))["last"] or 0
    references = take_references(partnership_id=actor.partnership_id, name="REC", how_many=len(texts))
    scope = scope_for_new_rows(actor.partnership_id, review.public_id)
    made = Recommendation.objects.bulk_create(
        Recommendation(
            partnership_id=actor.partnership_id,
            scope=scope,
            reference=reference,
            review=review,
            position=last + order,
            label=label,
            kind=kind,
            text=text,
            source=source,
            submission=submission,
            written_by_id=actor.person_id,
            registered_at=at,
        )
        for order, (reference, text) in enumerate(zip(references, texts, strict=True), start=1)
    )
    Addressee.objects.bulk_create(
        Addressee(recommendation=row, words=agency.name[:200], agency=agency)
        for row in made
        for agency in asked
    )
    for follow in FOLLOWERS:
        follow(made)
    set_threads(actor, deliveries={row.pk: Delivery() for row in made})
    for row in made:
        happened = RecommendationRegistered(reference=row.reference)
        record(actor, happened, subject_kind="recommendation", subject_ref=row.public_id, at=at)
    return made
