"""Putting recommendations and answers into the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from heed.learning.events import (
    RecommendationNamed,
    RecommendationRegistered,
    RecommendationWithdrawn,
    ResponseRegistered,
)
from heed.learning.models import Addressee, Recommendation, RecommendationPart, Response, Theme
from heed.learning.operations.threads import refresh_answers
from heed.learning.rules import spans_of_words
from heed.learning.types import FOLLOWERS, STAYS
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.batches import batches
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.ids import NEW, Kept
from heed.platform.base.operations import keep_revision, references_for
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.partnerships.queries import fold_name

Spans = list[list[int | None]]


@dataclass(frozen=True, slots=True)
class NewResponse:
    text: str
    agency_words: str
    agency_id: int | None
    spans: Spans
    kept: Kept = NEW
    stance: str = ""
    """One of `Stance`, where the words say it and a person has accepted that."""


@dataclass(frozen=True, slots=True)
class NewRecommendation:
    """A recommendation as accepted from a Reading. `addressees`: words and the agency they are taken to mean."""

    label: str
    kind: str
    text: str
    section: str
    theme: str
    source: str
    withheld: bool
    before_publication: bool
    parts: tuple[str, ...]
    addressees: tuple[tuple[str, int | None], ...]
    responses: tuple[NewResponse, ...]
    spans: Spans
    kept: Kept = NEW


@dataclass(frozen=True, slots=True)
class Registered:
    """What was made, in the order given: recommendations, answers (those to themes last), and themes by name."""

    recommendations: list[Recommendation]
    responses: list[Response]
    themes: dict[str, Theme]


@transaction.atomic
def register_recommendations(
    actor: Actor,
    *,
    review_id: int,
    scope_id: int,
    reading_id: int,
    recommendations: Sequence[NewRecommendation],
    theme_responses: Sequence[tuple[str, NewResponse]],
    at: datetime,
) -> Registered:
    """Put these into the register of a review, with their answers; one answer to a theme is kept once.

    Threads are not computed here: call `set_threads` when the actions are there too.
    """
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    names = [new.theme for new in recommendations] + [name for name, _ in theme_responses]
    themes = {
        name: Theme.objects.get_or_create(review_id=review_id, name=name)[0]
        for name in dict.fromkeys(filter(None, names))
    }
    references = references_for(
        partnership_id=actor.partnership_id, name="REC", kept=[new.kept for new in recommendations]
    )
    last = (
        Recommendation.objects.for_everyone(because="numbering within one review")
        .filter(review_id=review_id)
        .order_by("-position")
        .values_list("position", flat=True)
        .first()
        or 0
    )
    made = Recommendation.objects.bulk_create(
        Recommendation(
            **new.kept.as_field,
            partnership_id=actor.partnership_id,
            scope_id=scope_id,
            reference=reference,
            review_id=review_id,
            theme=themes.get(new.theme),
            position=last + order,
            label=new.label[:40],
            kind=new.kind[:40],
            text=new.text,
            section=new.section[:200],
            source=new.source[:80],
            withheld=new.withheld,
            before_publication=new.before_publication,
            reading_id=reading_id,
            spans=new.spans,
            registered_at=at,
        )
        for order, (reference, new) in enumerate(zip(references, recommendations, strict=True), start=1)
    )
    for follow in FOLLOWERS:
        follow(made)
    printed = made[0].reading.text if made and made[0].reading else ""
    RecommendationPart.objects.bulk_create(
        RecommendationPart(
            recommendation=row,
            position=position,
            text=text,
            spans=spans_of_words(printed, new.spans, text),
        )
        for row, new in zip(made, recommendations, strict=True)
        for position, text in enumerate(new.parts, start=1)
    )
    Addressee.objects.bulk_create(
        Addressee(recommendation=row, words=words[:200], agency_id=agency_id)
        for row, new in zip(made, recommendations, strict=True)
        for words, agency_id in new.addressees
    )
    answers = [
        (row, None, response)
        for row, new in zip(made, recommendations, strict=True)
        for response in new.responses
    ] + [(None, themes[name], response) for name, response in theme_responses]
    responses = Response.objects.bulk_create(
        Response(
            **new.kept.as_field,
            partnership_id=actor.partnership_id,
            scope_id=scope_id,
            recommendation=row,
            theme=theme,
            agency_id=new.agency_id,
            agency_words=new.agency_words[:200],
            stance=new.stance,
            text=new.text,
            position=position,
            reading_id=reading_id,
            spans=new.spans,
            registered_at=at,
        )
        for position, (row, theme, new) in enumerate(answers, start=1)
    )
    for row in made:
        record(
            actor,
            RecommendationRegistered(reference=row.reference),
            subject_kind="recommendation",
            subject_ref=row.public_id,
            at=at,
        )
    for response in responses:
        answered = response.recommendation.reference if response.recommendation else "a theme"
        record(
            actor,
            ResponseRegistered(answers=answered),
            subject_kind="response",
            subject_ref=response.public_id,
            at=at,
        )
    return Registered(recommendations=made, responses=responses, themes=themes)


@transaction.atomic
def add_answers(
    actor: Actor,
    *,
    recommendation: Recommendation,
    reading_id: int,
    answers: Sequence[NewResponse],
    at: datetime,
) -> list[Response]:
    """A new dated round of answers to a recommendation that is in the register. Call `set_threads` afterwards."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    if not answers:
        return []
    earlier = Response.objects.visible_to(actor).filter(recommendation=recommendation)
    last = earlier.aggregate(round=Max("round"), position=Max("position"))
    rows = Response.objects.bulk_create(
        Response(
            **new.kept.as_field,
            partnership_id=recommendation.partnership_id,
            scope_id=recommendation.scope_id,
            recommendation=recommendation,
            agency_id=new.agency_id,
            agency_words=new.agency_words[:200],
            stance=new.stance,
            text=new.text,
            round=(last["round"] or 0) + 1,
            position=(last["position"] or 0) + order,
            reading_id=reading_id,
            spans=new.spans,
            registered_at=at,
        )
        for order, new in enumerate(answers, start=1)
    )
    for row in rows:
        record(
            actor,
            ResponseRegistered(answers=recommendation.reference),
            subject_kind="response",
            subject_ref=row.public_id,
            at=at,
        )
    return rows


@transaction.atomic
def name_recommendation(
    actor: Actor, *, ref: str, short_name: str, version: int, at: datetime
) -> Recommendation:
    """Give a recommendation a short name of our own; its words stay as they were printed.

    `version` is the one the person saw: where somebody saved since, `ChangedMeanwhile` with both names.
    """
    check_may(actor, Permission.NAME_RECORDS)
    from heed.learning.queries import find_recommendation

    row = find_recommendation(actor, ref)
    wanted = " ".join(short_name.split())
    if len(wanted) > 120:
        raise Invalid(
            "The short name is too long.", fields={"short_name": "Use at most 120 letters, spaces included"}
        )
    if row.short_name == wanted:
        return row
    taken = take_version(
        row,
        version=version,
        among=Recommendation.objects.visible_to(actor),
        differences=lambda now: [Difference("short_name", "Short name", now.short_name, wanted)],
        by=last_changed_by("recommendation", row.public_id),
        short_name=wanted,
    )
    if not taken:
        return find_recommendation(actor, ref)
    keep_revision(
        partnership_id=row.partnership_id,
        subject_kind="recommendation",
        subject_ref=row.public_id,
        field="short_name",
        words=row.short_name,
        by=actor.name,
        at=at,
    )
    record(
        actor,
        RecommendationNamed(reference=row.reference),
        subject_kind="recommendation",
        subject_ref=row.public_id,
        at=at,
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def keep_theme(actor: Actor, *, review_id: int, name: str, at: datetime) -> int:
    """The key of a review's theme of this name, which is made where the review has none."""
    check_may(actor, Permission.PLAN_ACTIONS)
    words = " ".join(name.split())
    if not words or len(words) > 200:
        raise Invalid("Use at most 200 letters for a theme.", fields={"theme": "Use at most 200 letters"})
    return Theme.objects.get_or_create(review_id=review_id, name=words)[0].pk


@transaction.atomic
def withdraw_recommendations(actor: Actor, *, reading_id: int, at: datetime) -> int:
    """Take a Reading's recommendations and answers out of the register; returns how many recommendations.

    Refused when one of them was named, or is answered by another document. Their actions must be gone.
    """
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    rows = Recommendation.objects.visible_to(actor).filter(reading_id=reading_id)
    answers = Response.objects.visible_to(actor).filter(reading_id=reading_id)
    if rows.exclude(short_name="").exists() or rows.filter(version__gt=1).exists():
        raise NotNow("Somebody has named a recommendation of this document, so it stays in the register.")
    if (
        Response.objects.visible_to(actor)
        .filter(recommendation__in=rows)
        .exclude(reading_id=reading_id)
        .exists()
    ):
        raise NotNow("Another document answers a recommendation of this one, so it stays in the register.")
    if rows.filter(requests__isnull=False).exists():
        raise NotNow(
            "An agency was asked about a recommendation of this document, so it stays in the register."
        )
    if answers.filter(judgements__isnull=False).exists():
        raise NotNow("An answer of this document was judged, so it stays in the register.")
    if rows.filter(actions__isnull=False).exists():
        raise NotNow(
            "Another document has actions for a recommendation of this one, so it stays in the register."
        )
    if rows.filter(Q(answers__isnull=False) | Q(began_as__isnull=False)).exists():
        raise NotNow(
            "Somebody has said which question a recommendation of this document answers, or which early learning it "
            "takes up, so it stays in the register."
        )
    keys = list(rows.values_list("pk", flat=True))
    if why := next(filter(None, (stays(keys) for stays in STAYS)), ""):
        raise NotNow(why)
    gone = list(rows)
    answered = set(answers.filter(recommendation__isnull=False).values_list("recommendation_id", flat=True))
    themes = set(answers.filter(theme__isnull=False).values_list("theme_id", flat=True))
    answered |= set(
        Recommendation.objects.visible_to(actor).filter(theme__in=themes).values_list("pk", flat=True)
    )
    answers.delete()
    for row in gone:
        record(
            actor,
            RecommendationWithdrawn(reference=row.reference),
            subject_kind="recommendation",
            subject_ref=row.public_id,
            at=at,
        )
    themes |= {row.theme_id for row in gone if row.theme_id}
    rows.delete()
    unused = {"recommendations__isnull": True, "responses__isnull": True, "actions__isnull": True}
    Theme.objects.filter(pk__in=themes, **unused).delete()
    refresh_answers(actor, recommendation_ids=answered - {row.pk for row in gone})
    return len(gone)


@transaction.atomic
def assign_agency(
    actor: Actor,
    *,
    names: Set[str] = frozenset(),
    was: int | None = None,
    since: datetime | None = None,
    agency_id: int,
    at: datetime,
) -> int:
    """Say which agency addressees and answers mean: those of the agency they `was` (of none, where that is None),
    with one of these folded names and registered `since`, where such are given. Their words stay. Returns how many;
    `agencies` records the event."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    mine, answers = Recommendation.objects.visible_to(actor), Response.objects.visible_to(actor)
    if since:
        mine, answers = mine.filter(registered_at__gte=since), answers.filter(registered_at__gte=since)
    addressees, answers = (
        Addressee.objects.filter(recommendation__in=mine, agency=was),
        answers.filter(agency=was),
    )
    if was is None or names:
        addressees = addressees.filter(pk__in=[row.pk for row in addressees if fold_name(row.words) in names])
        answers = answers.filter(pk__in=[row.pk for row in answers if fold_name(row.agency_words) in names])
    return int(addressees.update(agency_id=agency_id)) + int(answers.update(agency_id=agency_id))


@transaction.atomic
def addressed_come_back(
    actor: Actor,
    *,
    was: int,
    agency_id: int,
    held: Mapping[str, Sequence[Sequence[int]]],
    since: datetime,
    at: datetime,
) -> list[str]:
    """Addressees and answers that passed from the agency that `was` to another are its own again; those that were
    given to a third one since stay there. Nothing that is done with them stands against it."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    answers = Response.objects.for_everyone(because="what passed to another agency comes back from it")
    for key, rows in (("addressees", Addressee.objects.all()), ("answers", answers)):
        for some in batches([pk for pk, *_ in held[key]]):
            rows.filter(agency=agency_id, pk__in=some).update(agency_id=was)
    return []
