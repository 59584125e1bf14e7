"""Writing a review's terms of reference, version by version, and keeping who approved them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import ChangedMeanwhile, Difference, NotNow
from heed.platform.base.versions import hold
from heed.platform.partnerships.queries import list_agencies
from heed.reviews.events.terms import TermsApproved, TermsWithdrawn, TermsWritten
from heed.reviews.models import Question, Review, Terms, TermsQuestion
from heed.reviews.queries import find_review
from heed.reviews.queries.terms import standard_questions, terms_of_review
from heed.reviews.rules.days import past_day, refuse, words_of
from heed.reviews.types.terms import NewTerms

_MOST = 60
"""Questions in one version."""


@transaction.atomic
def write_terms(actor: Actor, *, review_ref: str, terms: NewTerms, after: int, at: datetime) -> Terms:
    """A new version. `after` is the number of the one that the person saw, 0 where there was none: of two at once the
    second sees what the first wrote. Questions worded as before stay the same questions."""
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, review_ref)
    list(hold(Review.objects.visible_to(actor).filter(pk=review.pk)).values_list("pk"))
    texts, first, last = _checked(actor, terms)
    newest = next(iter(terms_of_review(actor, review.pk, withdrawn=True)), None)
    if newest is not None and newest.number != after:
        before = "\n".join(each.question.text for each in newest.asks.all() if not each.question.key)
        mine = "\n".join(terms.own)
        if before == mine:
            return newest
        differing = Difference("own", "Questions of this case", before, mine)
        raise ChangedMeanwhile(
            differences=[differing], version=newest.number, sent_as="after", by=newest.written_by.name
        )
    scope = scope_for_new_rows(actor.partnership_id, review.public_id)
    row: Terms = Terms.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope,
        review=review,
        number=(newest.number if newest else 0) + 1,
        period_from=first,
        period_to=last,
        words=terms.words.strip(),
        written_by_id=actor.person_id,
        written_at=at,
    )
    row.agencies.set(
        [each for each in list_agencies(actor.partnership_id) if each.public_id in terms.agencies]
    )
    known = {each.text: each for each in Question.objects.visible_to(actor).filter(review=review)}
    asked = [
        known.get(text)
        or Question.objects.create(
            partnership_id=actor.partnership_id, scope=scope, review=review, text=text, key=key
        )
        for text, key in texts
    ]
    TermsQuestion.objects.bulk_create(
        TermsQuestion(terms=row, question=question, position=position)
        for position, question in enumerate(asked, start=1)
    )
    happened = TermsWritten(number=row.number, questions=len(asked))
    record(actor, happened, subject_kind="review", subject_ref=review_ref, at=at)
    return row


def _checked(actor: Actor, terms: NewTerms) -> tuple[list[tuple[str, str]], date, date]:
    """The questions in order, standard ones first, each once, and the period; refused with all that is wrong."""
    known = {each.public_id for each in list_agencies(actor.partnership_id)}
    standard = standard_questions()
    wrong = {}
    if terms.period_from is None:
        wrong["period_from"] = "Enter the first day that the review looks at"
    if terms.period_to is None:
        wrong["period_to"] = "Enter the last day that the review looks at"
    elif terms.period_from and terms.period_to < terms.period_from:
        wrong["period_to"] = "The period ends before it begins"
    if not terms.agencies or set(terms.agencies) - known:
        wrong["agencies"] = "Choose the agencies that it looks at"
    if set(terms.standard) - set(standard):
        wrong["standard"] = "Choose from the list"
    own = [each.strip() for each in terms.own if each.strip()]
    if not own and not terms.standard:
        wrong["own"] = "Ask at least one question"
    if len(own) > _MOST or any(len(each) > 1000 for each in own):
        wrong["own"] = f"Use at most {_MOST} questions, each of at most 1,000 letters"
    refuse(wrong)
    texts = {standard[key]: key for key in standard if key in terms.standard}
    asked = list({**texts, **{each: "" for each in own if each not in texts}}.items())
    return asked, terms.period_from or date.min, terms.period_to or date.max


@transaction.atomic
def approve_terms(
    actor: Actor, *, review_ref: str, number: int, approved_on: date | None, approved_by: str, at: datetime
) -> Terms:
    """Keep which body approved the newest version, and when: it is in force from then on."""
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, review_ref)
    newest = next(iter(terms_of_review(actor, review.pk)), None)
    if newest is None or newest.number != number:
        raise NotNow(
            "Another version was written meanwhile. Read that one before you keep that it was approved."
        )
    on = past_day(
        approved_on,
        today=timezone.localdate(at),
        field="approved_on",
        what="the day",
        since=timezone.localdate(newest.written_at),
        since_what="it was written",
    )
    body = words_of(approved_by, field="approved_by", needed="Say who approved it", most=200)
    waiting = Terms.objects.visible_to(actor).filter(
        pk=newest.pk, approved_on__isnull=True, withdrawn_at__isnull=True
    )
    if not waiting.update(approved_on=on, approved_by=body, version=F("version") + 1):
        raise NotNow("It was approved already.")
    record(actor, TermsApproved(number=number), subject_kind="review", subject_ref=review_ref, at=at)
    return next(iter(terms_of_review(actor, review.pk)))


@transaction.atomic
def withdraw_terms(actor: Actor, *, review_ref: str, number: int, why: str, at: datetime) -> None:
    """Withdraw the newest version, which nobody has approved: the one before stands again. What it asked, and why it
    was withdrawn, stays to be read."""
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, review_ref)
    newest = next(iter(terms_of_review(actor, review.pk)), None)
    if newest is None or newest.number != number:
        raise NotNow("Another version was written meanwhile. Read that one before you withdraw anything.")
    reason = words_of(why, field="why", needed="Say why it is withdrawn", most=300)
    open_ = Terms.objects.visible_to(actor).filter(
        pk=newest.pk, approved_on__isnull=True, withdrawn_at__isnull=True
    )
    taken = {"withdrawn_at": at, "withdrawn_by": actor.person_id, "withdrawn_why": reason}
    if not open_.update(**taken, version=F("version") + 1):
        raise NotNow("It was approved, so it stands. Write a new version instead.")
    record(actor, TermsWithdrawn(number=number), subject_kind="review", subject_ref=review_ref, at=at)
