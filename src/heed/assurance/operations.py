"""Asking agencies for assurance and challenging them, replying, and saying what is made of the reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from heed.assurance.events import (
    AssuranceAsked,
    AssuranceCameBack,
    AssuranceEscalated,
    AssurancePassedOn,
    AssuranceReplied,
    AssuranceViewed,
    AssuranceWithdrawn,
)
from heed.assurance.models import Assurance, AssuranceEntry
from heed.assurance.policies import check_asks, check_replies, check_views, checked_day
from heed.assurance.queries import find_assurance
from heed.assurance.types import ANSWERS, GRADE_NAMES, KIND_NAMES, PREFIXES, Grade, Kind, State, Step
from heed.learning.queries import find_answer
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.queries import references_seen
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import take_references
from heed.platform.base.versions import hold, take_version
from heed.platform.partnerships.queries import agency_now, list_agencies
from heed.reviews.queries import find_review

_MOST = 20_000


@transaction.atomic
def ask_assurance(
    actor: Actor,
    *,
    kind: str,
    agencies: Sequence[str],
    topic: str,
    question: str,
    asked_for: str,
    review_ref: str,
    due_on: date | None,
    challenged: tuple[str, str] | None = None,
    at: datetime,
) -> list[Assurance]:
    """Ask each of these agencies the same by the day; a challenge is put to one or more in the same way.

    `challenged` is the answer that a challenge is about: the public ids of the recommendation and of the answer to it.
    It then stands in that recommendation's case, whatever `review_ref` says.

    `asked_for` is whose question or challenge it is, in words: the board, or an agency of it.
    """
    if kind not in KIND_NAMES:
        raise Invalid("Choose what it is.", fields={"kind": "Choose what it is"})
    check_asks(actor, kind)
    if challenged and kind != Kind.CHALLENGE:
        raise Invalid("Only a challenge is about an answer.", fields={"kind": "Choose a challenge"})
    wrong = {
        field: sentence
        for field, missing, sentence in (
            ("agencies", not agencies, "Choose at least one agency"),
            ("topic", not topic.strip(), "Enter what it is about"),
            ("question", not question.strip(), "Enter what is asked"),
            ("asked_for", not asked_for.strip(), "Enter whose question it is"),
        )
        if missing
    }
    if wrong:
        raise Invalid("Something is missing.", fields=wrong)
    due = checked_day(due_on, at=at)
    response, recommendation = find_answer(actor, *challenged) if challenged else (None, None)
    review = (
        recommendation.review if recommendation else find_review(actor, review_ref) if review_ref else None
    )
    known = {each.public_id: each for each in list_agencies(actor.partnership_id)}
    if set(agencies) - set(known):
        raise Invalid("Choose agencies of the partnership.", fields={"agencies": "Choose from the list"})
    scope = scope_for_new_rows(actor.partnership_id, review.public_id if review else "")
    wanted = list(dict.fromkeys(agencies))
    references = take_references(
        partnership_id=actor.partnership_id, name=PREFIXES[kind], how_many=len(wanted)
    )
    made = []
    for reference, ref in zip(references, wanted, strict=True):
        agency = agency_now(known[ref])
        if agency is None:
            raise NotNow(f"{known[ref].name} has ended, and nothing is said to have come after it.")
        row = Assurance.objects.create(
            partnership_id=actor.partnership_id,
            scope=scope,
            reference=reference,
            kind=kind,
            review=review,
            topic=" ".join(topic.split())[:200],
            question=question.strip(),
            asked_for=" ".join(asked_for.split())[:160],
            asked_by_id=actor.person_id,
            asked_at=at,
            agency=agency,
            to_as=known[ref].name,
            due_on=due,
            sent_with=references[0] if kind == Kind.LETTER else "",
            recommendation=recommendation,
            response=response,
        )
        _record(actor, AssuranceAsked(reference=reference, agency=agency.public_id), row, at)
        made.append(row)
    return made


@transaction.atomic
def reply_to_assurance(
    actor: Actor, *, ref: str, answer: str, words: str, restricted: str, at: datetime
) -> Assurance:
    """The agency's reply, signed by its lead; to a letter with yes or no. `restricted` is what is about single
    people. A reply is never changed; whoever is second is told that there is one."""
    row = find_assurance(actor, ref)
    check_replies(actor, row)
    letter = row.kind == Kind.LETTER
    wrong = {}
    if letter and answer not in ANSWERS:
        wrong["answer"] = "Choose yes or no"
    if not words.strip() and not (letter and answer == "yes"):
        wrong["words"] = "Enter your agency's reply" if not letter else "Say why not, and what happens next"
    if len(words) > _MOST or len(restricted) > _MOST:
        wrong["words"] = f"Use at most {_MOST} letters"
    if wrong:
        raise Invalid("The reply is not complete.", fields=wrong)
    said = answer if letter else ""
    _claim(actor, row, State.OPEN, state=State.REPLIED, answer=said)
    _write(actor, row, Step.REPLY, said, words, at, restricted=restricted)
    _record(actor, AssuranceReplied(reference=row.reference), row, at)
    return find_assurance(actor, ref)


@transaction.atomic
def view_reply(
    actor: Actor,
    *,
    ref: str,
    grade: str,
    words: str,
    effect: str,
    again_by: date | None,
    version: int,
    at: datetime,
) -> Assurance:
    """What the board makes of a reply: assured, partly or not, with a reason where not; of a challenge, its effect.

    `again_by`: ask the same agency again by that day, with the reason. `version` is the one that the person saw.
    """
    row = find_assurance(actor, ref)
    check_views(actor, row, at=at)
    if row.state == State.CLOSED and row.version == version:
        raise NotNow("Somebody has said already what is made of this reply. It stays as it is.")
    challenge = row.kind == Kind.CHALLENGE
    wrong = {}
    if grade not in GRADE_NAMES:
        wrong["grade"] = "Choose what you make of it"
    elif grade != Grade.ASSURED and not words.strip():
        wrong["words"] = "Say what is still missing"
    if challenge and not effect.strip():
        wrong["effect"] = "Say what the challenge has changed, or that nothing has changed yet"
    if wrong:
        raise Invalid("Something is missing.", fields=wrong)
    taken = take_version(
        row,
        version=version,
        among=Assurance.objects.visible_to(actor),
        differences=lambda now: [
            Difference(
                "grade",
                "What is made of it",
                GRADE_NAMES.get(now.grade, "Nothing yet"),
                GRADE_NAMES[grade],
                their_value=now.grade,
                your_value=grade,
                free=False,
            ),
            Difference("effect", "Effect", now.effect, effect),
        ],
        state=State.CLOSED,
        grade=grade,
        effect=effect.strip(),
    )
    if not taken:
        return find_assurance(actor, ref)
    _write(actor, row, Step.VIEW, grade, words, at)
    _record(actor, AssuranceViewed(reference=row.reference, grade=grade), row, at)
    if again_by is not None and grade != Grade.ASSURED:
        _ask_again(actor, row, words, again_by, at)
    return find_assurance(actor, ref)


def _ask_again(actor: Actor, row: Assurance, words: str, again_by: date, at: datetime) -> None:
    """A follow-up: the same agency, the same topic, and why the reply was not enough."""
    [again] = ask_assurance(
        actor,
        kind=row.kind,
        agencies=[row.agency.public_id],
        topic=row.topic,
        question=words,
        asked_for=row.asked_for,
        review_ref=row.review.public_id if row.review else "",
        due_on=again_by,
        at=at,
    )
    Assurance.objects.visible_to(actor).filter(pk=again.pk).update(
        follows=row.pk, recommendation=row.recommendation_id, response=row.response_id
    )


@transaction.atomic
def escalate_assurance(actor: Actor, *, ref: str, whom: str, words: str, at: datetime) -> AssuranceEntry:
    """Write down that something unanswered was taken further, and to whom."""
    row = find_assurance(actor, ref)
    check_asks(actor, row.kind)
    if row.state != State.OPEN:
        raise NotNow("It waits for no reply, so there is nothing to take further.")
    told = " ".join(whom.split())
    if not told or len(told) > 300:
        raise Invalid("Say to whom.", fields={"whom": "Enter to whom it was taken, in at most 300 letters"})
    entry = _write(actor, row, Step.ESCALATION, "", f"To {told}. {words.strip()}".strip(), at)
    _record(actor, AssuranceEscalated(reference=row.reference), row, at)
    return entry


@transaction.atomic
def withdraw_assurance(actor: Actor, *, ref: str, reason: str, at: datetime) -> Assurance:
    """Ask no more. It stays, with the reason."""
    row = find_assurance(actor, ref)
    check_asks(actor, row.kind)
    if not reason.strip():
        raise Invalid("Say why.", fields={"reason": "Enter the reason"})
    _claim(actor, row, State.OPEN, state=State.WITHDRAWN)
    _write(actor, row, Step.WITHDRAWAL, "", reason, at)
    _record(actor, AssuranceWithdrawn(reference=row.reference), row, at)
    return find_assurance(actor, ref)


@transaction.atomic
def pass_assurance(actor: Actor, *, was: int, agency_id: int, at: datetime) -> int:
    """What an agency was asked is asked of the one that came after it; `to_as` keeps the earlier name."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    everything = Assurance.objects.for_everyone(because="what an agency was asked goes where its work goes")
    rows = list(hold(everything.filter(partnership_id=actor.partnership_id, agency=was)).order_by("pk"))
    everything.filter(pk__in=[row.pk for row in rows]).update(agency=agency_id)
    for row in rows:
        _record(actor, AssurancePassedOn(reference=row.reference), row, at)
    return len(rows)


@transaction.atomic
def assurance_comes_back(
    actor: Actor,
    *,
    was: int,
    agency_id: int,
    held: Mapping[str, Sequence[Sequence[int]]],
    since: datetime,
    at: datetime,
) -> list[str]:
    """Undo such a passing. Returns the references of those that were worked on since ("" for one that the actor may
    not see); where there is one, nothing is done."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    versions = {pk: version for pk, version, *_ in held["assurance"]}
    everything = Assurance.objects.for_everyone(because="what an agency was asked comes back with its work")
    rows = list(hold(everything.filter(partnership_id=actor.partnership_id, pk__in=versions)).order_by("pk"))
    if worked_on := [row for row in rows if row.version != versions[row.pk] or row.agency_id != agency_id]:
        return references_seen(actor, worked_on)
    everything.filter(pk__in=versions).update(agency=was)
    for row in rows:
        _record(actor, AssuranceCameBack(reference=row.reference), row, at)
    return []


def _claim(actor: Actor, row: Assurance, waiting: State, **changes: object) -> None:
    """Take it from one state to another; whoever is second is told what it is now."""
    mine = Assurance.objects.visible_to(actor).filter(pk=row.pk, state=waiting)
    if not mine.update(version=F("version") + 1, **changes):
        now = find_assurance(actor, row.public_id)
        last = now.entries.all().last()
        who = f" by {last.written_by}" if last else ""
        raise NotNow(f"It was answered or settled meanwhile{who}. Load the page again to see it.")


def _write(
    actor: Actor, row: Assurance, step: Step, said: str, words: str, at: datetime, *, restricted: str = ""
) -> AssuranceEntry:
    return AssuranceEntry.objects.create(
        assurance=row,
        step=step,
        said=said,
        words=words.strip(),
        restricted=restricted.strip(),
        written_by_id=actor.person_id,
        written_for=actor.agency_name,
        written_at=at,
    )


def _record(actor: Actor, happened: object, row: Assurance, at: datetime) -> None:
    record(actor, happened, subject_kind="assurance", subject_ref=row.public_id, at=at)
