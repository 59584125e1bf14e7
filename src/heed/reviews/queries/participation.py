"""Who takes part in a review, for the few who may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.db.models import Prefetch, QuerySet

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.rules.queries import rules_of
from heed.platform.ui.wording import day
from heed.reviews.models import FamilyRequest, Participant, ParticipantContact, ParticipantQuestion
from heed.reviews.types.participation import Binding, Entry


def participation_rules() -> Mapping[str, Any]:
    """`rules/participation.yaml`."""
    return rules_of("participation")


def names_of(group: str) -> dict[str, str]:
    """The names of contacts, outcomes, stages or requests by key."""
    found = participation_rules()[group].items()
    return {key: each["name"] if isinstance(each, dict) else each for key, each in found}


def _with_context(rows: QuerySet[Any]) -> QuerySet[Any]:
    seen = {"because": "of a participant whom the actor sees"}
    questions = ParticipantQuestion.objects.for_everyone(**seen).select_related("answered_by")
    requests = FamilyRequest.objects.for_everyone(**seen)
    contacts = ParticipantContact.objects.select_related("kept_by")
    return rows.select_related("agency", "told_by", "review", "review__scope").prefetch_related(
        Prefetch("contacts", contacts), Prefetch("questions", questions), Prefetch("requests", requests)
    )


def participants_of(actor: Actor, review_id: int) -> list[Participant]:
    """Everybody who takes part in a review or was offered to: for those whose role sees names."""
    check_may(actor, Permission.SEE_PARTICIPATION)
    rows = Participant.objects.visible_to(actor).filter(review_id=review_id)
    return list(_with_context(rows).order_by("part", "pk"))


def find_participant(actor: Actor, ref: str) -> Participant:
    """The one with this public id, or `NotVisible`."""
    row = _with_context(Participant.objects.visible_to(actor).filter(public_id=ref)).first()
    if row is None:
        raise NotVisible
    check_may(actor, Permission.SEE_PARTICIPATION)
    return row  # type: ignore[no-any-return]


def find_question(actor: Actor, ref: str) -> ParticipantQuestion:
    """The question with this public id, or `NotVisible`."""
    check_may(actor, Permission.SEE_PARTICIPATION)
    rows = ParticipantQuestion.objects.visible_to(actor).select_related("participant")
    row = rows.filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def find_request(actor: Actor, ref: str) -> FamilyRequest:
    """The request with this public id, or `NotVisible`."""
    check_may(actor, Permission.SEE_PARTICIPATION)
    row = FamilyRequest.objects.visible_to(actor).select_related("participant").filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def unanswered(actor: Actor, review_id: int) -> int:
    """How many questions of those who take part have no answer yet: none may at the final draft."""
    check_may(actor, Permission.READ_REGISTER)
    rows = ParticipantQuestion.objects.visible_to(actor).filter(participant__review_id=review_id)
    return int(rows.filter(answered_on__isnull=True).count())


def binding_requests(actor: Actor, review_id: int) -> list[Binding]:
    """What the family asked for that publication must heed, without names: for whoever publishes."""
    check_may(actor, Permission.READ_REGISTER)
    rows = FamilyRequest.objects.visible_to(actor).filter(
        participant__review_id=review_id, ended_on__isnull=True
    )
    return [Binding(each.kind, each.words, each.days_from, each.days_to) for each in rows.order_by("pk")]


def labels_of_participants(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """The references of these, for those who may see them, by public id."""
    if not actor.may(Permission.SEE_PARTICIPATION):
        return {}
    rows = Participant.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "reference"))


def _rows(model: Any, case_ref: str, path: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(**{path: case_ref})


def participant_rows(case_ref: str) -> QuerySet[Any]:
    """Those who take part in a case."""
    return _rows(Participant, case_ref, "review__public_id")


def participant_question_rows(case_ref: str) -> QuerySet[Any]:
    """Their questions."""
    return _rows(ParticipantQuestion, case_ref, "participant__review__public_id")


def family_request_rows(case_ref: str) -> QuerySet[Any]:
    """What the family asks for."""
    return _rows(FamilyRequest, case_ref, "participant__review__public_id")


def entries_of(row: Participant) -> list[Entry]:
    """What is kept of somebody who takes part and can be put right: contacts, questions and requests. What somebody saw
    of each is in its mark."""
    kinds, outcomes, stages = names_of("contacts"), names_of("outcomes"), names_of("stages")
    found = [
        (
            "contact",
            each.pk,
            each.words,
            ", ".join(
                filter(
                    None,
                    [
                        day(each.on),
                        kinds[each.kind],
                        outcomes[each.outcome].lower(),
                        stages.get(each.stage, ""),
                    ],
                )
            )
            + (f": {each.words}" if each.words else ""),
            False,
        )
        for each in row.contacts.all()
    ]
    found += [
        ("question", each.pk, each.text, f"{day(each.asked_on)}, asked: {each.text}", bool(each.answered_on))
        for each in row.questions.all()
    ]
    found += [
        ("request", each.pk, each.words, f"{day(each.asked_on)}, asks for: {each.words}", bool(each.ended_on))
        for each in row.requests.all()
    ]
    return [
        Entry(kind, pk, f"{kind}:{pk}:{sha256(shown.encode()).hexdigest()[:12]}", words, shown, settled)
        for kind, pk, words, shown, settled in found
    ]
