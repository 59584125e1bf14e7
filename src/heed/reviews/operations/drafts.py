"""A review's report on its way to acceptance: sent as a draft, passed at its gates, challenged and answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from heed.kit.reading.process import call_in_process
from heed.kit.reading.types import Unreadable
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Invalid, NotNow, NotVisible
from heed.platform.base.versions import hold
from heed.platform.files.checking import check_harmless
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import store_file
from heed.reviews.events import ReviewMoved
from heed.reviews.events.drafts import (
    DraftChallengeAnswered,
    DraftChallenged,
    DraftFileTaken,
    DraftGateDecided,
    DraftSent,
)
from heed.reviews.models import DraftChallenge, DraftGate, ReportDraft, Review
from heed.reviews.operations.clocks import end_clock, start_clock
from heed.reviews.operations.stages import enter_stage
from heed.reviews.policies.drafts import (
    check_answers,
    check_challenges,
    check_decides,
    check_sends,
)
from heed.reviews.policies.stages import check_free
from heed.reviews.queries.drafts import (
    DRAFT_CLOCK,
    about_gate,
    acceptance_of,
    draft_rules,
    drafts_of,
    find_challenge,
    find_draft,
    is_put,
    is_sender_excluded,
    newest,
)
from heed.reviews.queries.frameworks import in_force_words, standards_on
from heed.reviews.queries.reviews import find_review
from heed.reviews.rules.days import past_day, refuse, words_of
from heed.reviews.types import ReviewState
from heed.reviews.types.drafts import ANSWERED, GATE_OUTCOMES, GateOutcome

_PARAGRAPHS = "heed.kit.reading.paragraphs.paragraphs"
_LONGEST_NAME = 200


def send_draft(
    actor: Actor,
    *,
    review_ref: str,
    file: tuple[str, Iterable[bytes]] | None,
    note: str,
    last_seen: int,
    at: datetime,
) -> ReportDraft:
    """Send a version of the report to its first gate: nobody has agreed to its words yet, whatever was said of an
    earlier one. `last_seen` is the newest version that the person saw, 0 where there was none. The first moves the
    review to drafting. `Invalid` for a file that is harmful, cannot be read, or was sent before."""
    review = find_review(actor, review_ref)
    check_sends(actor, review, drafts_of(actor, review))
    name, stored, words = _kept(file, at)
    with transaction.atomic():
        review = _held(actor, review_ref)
        before = drafts_of(actor, review)
        check_sends(actor, review, before)
        _check_follows(actor, before, stored, last_seen)
        made: ReportDraft = ReportDraft.objects.create(
            partnership_id=review.partnership_id,
            scope=scope_for_new_rows(review.partnership_id, review.public_id),
            review=review,
            number=last_seen + 1,
            file=stored,
            file_name=name,
            words=words,
            note=words_of(note, field="note", needed=""),
            sent_by_id=actor.person_id,
            sent_for=actor.agency_name,
            sent_at=at,
        )
        _to_drafting(actor, review, at)
        if before:
            _stop_clock(before[-1], at, f"Version {made.number} was sent")
        _start_clock(made, at)
        _record(actor, DraftSent(number=made.number, sha256=stored.sha256), review, at)
    return made


def _kept(file: tuple[str, Iterable[bytes]] | None, at: datetime) -> tuple[str, StoredFile, str]:
    """The file under its name, and its paragraphs: outside the transaction that makes the row, for both are slow."""
    if file is None:
        raise Invalid("Choose the file.", fields={"file": "Choose the file with the draft"})
    name, chunks = file

    def check(path: Path) -> None:
        check_harmless(path, name=name)
        said.extend(_read(path, name))

    said: list[str] = []
    stored = store_file(chunks=chunks, at=at, check=check)
    return name[-_LONGEST_NAME:], stored, "\n".join(said)


def _read(path: Path, name: str) -> list[str]:
    try:
        found: list[str] = call_in_process(_PARAGRAPHS, path.read_bytes(), name)
    except Unreadable as reason:
        said = f"“{name}” was not taken. {reason.message}"
        raise Invalid(said, fields={"file": said}) from reason
    return found


def _check_follows(actor: Actor, before: list[ReportDraft], stored: StoredFile, last_seen: int) -> None:
    last = newest(before)
    if last is None:
        if last_seen:
            raise NotVisible
        return
    if last.number != last_seen:
        raise NotNow(
            f"{last.sent_by} sent version {last.number} meanwhile. Look at it before you send another."
        )
    if is_put(acceptance_of(actor, last)):
        raise NotNow(
            f"Version {last.number} is with those who accept it. Take that back first, with the reason."
        )
    same = next((each for each in before if each.file_id == stored.pk), None)
    if same is not None and not (same == last and is_sender_excluded(last)):
        said = f"This is version {same.number}, byte for byte. Choose the file that you changed"
        raise Invalid(f"{said}.", fields={"file": said})


def _to_drafting(actor: Actor, review: Review, at: datetime) -> None:
    today = timezone.localdate(at)
    check_free(actor, review, ReviewState.DRAFTING, today)
    if review.state != ReviewState.DRAFTING:
        why = "A draft of its report was sent"
        enter_stage(review, ReviewState.DRAFTING, on=today, why=why, person_id=actor.person_id, at=at)
        _record(actor, ReviewMoved(state=ReviewState.DRAFTING.value), review, at)


@transaction.atomic
def decide_gate(
    actor: Actor,
    *,
    review_ref: str,
    number: int,
    gate: str,
    outcome: str,
    met: Collection[str],
    unmet: str,
    words: str,
    meeting: str,
    held_on: date | None,
    at: datetime,
) -> DraftGate:
    """Write down what was decided about a version at the gate that it waits at: on which day, where, and which of the
    standards it meets. Passed, it goes to the next gate; a standard that is not met needs the reason (`unmet`). Sent
    back, with words that say why, it goes no further. `number` and `gate` are those that the person saw."""
    review = _held(actor, review_ref)
    drafts, draft = drafts_of(actor, review), find_draft(actor, review_ref, number)
    rules = draft_rules()
    if gate not in rules.gates:
        raise NotVisible
    check_decides(actor, draft, rules.gates[gate], drafts)
    day = past_day(
        held_on,
        today=timezone.localdate(at),
        field="held_on",
        what="the day on which it was decided",
        since=timezone.localdate(draft.sent_at),
        since_what="the day the draft was sent",
    )
    today = timezone.localdate(at)
    asked = standards_on(review.partnership_id, today)
    if set(met) - set(asked):
        raise NotNow(
            "The standards have changed since this page was opened. Look at them again before you say."
        )
    points = [{"key": key, "ask": ask, "met": key in met} for key, ask in asked.items()]
    refuse(_wrong(outcome, points, unmet, words, meeting))
    try:
        with transaction.atomic():
            made: DraftGate = DraftGate.objects.create(
                draft=draft,
                key=gate,
                name=rules.gates[gate].name,
                outcome=outcome,
                points=points,
                unmet=words_of(unmet, field="unmet", needed=""),
                words=words_of(words, field="words", needed=""),
                meeting=words_of(meeting, field="meeting", needed="Say where it was decided", most=200),
                framework=in_force_words(review.partnership_id, today),
                held_on=day,
                kept_by_id=actor.person_id,
                kept_for=actor.agency_name,
                kept_at=at,
            )
    except IntegrityError as first:
        raise NotNow("Somebody else has just said what was decided at this gate.") from first
    _stop_clock(draft, at, GATE_OUTCOMES[outcome])
    if outcome == GateOutcome.PASSED:
        _start_clock(find_draft(actor, review_ref, number), at)
    _record(actor, DraftGateDecided(number=number, gate=gate, outcome=outcome), review, at)
    return made


def _wrong(
    outcome: str, points: list[dict[str, object]], unmet: str, words: str, meeting: str
) -> dict[str, str]:
    wrong = {}
    if outcome not in GATE_OUTCOMES:
        wrong["outcome"] = "Choose what was decided"
    if outcome == GateOutcome.SENT_BACK and not words.strip():
        wrong["words"] = "Say why it is sent back: whoever writes the next version reads it"
    missing = [str(each["ask"]) for each in points if not each["met"]]
    if outcome == GateOutcome.PASSED and missing and not unmet.strip():
        wrong["unmet"] = f"Not met: {missing[0]}. Say why it goes on nevertheless, or send it back"
    if not meeting.strip():
        wrong["meeting"] = "Say where it was decided: which meeting, or by whom in writing"
    return wrong


@transaction.atomic
def challenge_draft(
    actor: Actor, *, review_ref: str, number: int, place: str, words: str, at: datetime
) -> DraftChallenge:
    """Challenge what a version says. It has to be answered before the report is accepted. `number` is the version
    that the person read."""
    review = _held(actor, review_ref)
    last = check_challenges(actor, drafts_of(actor, review))
    draft = find_draft(actor, review_ref, number)
    if draft != last:
        raise NotNow(f"Version {last.number} was sent meanwhile. Look whether it still says that.")
    said = words_of(words, field="words", needed="Say what you challenge, and why")
    every = DraftChallenge.objects.visible_to(actor).filter(review=review)
    made: DraftChallenge = DraftChallenge.objects.create(
        partnership_id=review.partnership_id,
        scope=scope_for_new_rows(review.partnership_id, review.public_id),
        review=review,
        draft=draft,
        number=(every.aggregate(last=Max("number"))["last"] or 0) + 1,
        place=words_of(place, field="place", needed="", most=200),
        words=said,
        said_by_id=actor.person_id,
        said_for=actor.agency_name,
        said_at=at,
    )
    _record(actor, DraftChallenged(number=number, challenge=made.number), review, at)
    return made


@transaction.atomic
def answer_challenge(actor: Actor, *, ref: str, outcome: str, answer: str, at: datetime) -> DraftChallenge:
    """Answer a challenge, once: what becomes of it in the report, and why."""
    row = find_challenge(actor, ref)
    review = _held(actor, row.review.public_id)
    row = find_challenge(actor, ref)
    check_answers(actor, row, drafts_of(actor, review))
    wrong = {}
    if outcome not in ANSWERED:
        wrong["outcome"] = "Choose what becomes of it"
    if not answer.strip():
        wrong["answer"] = "Give the answer, in words"
    refuse(wrong)
    waiting = DraftChallenge.objects.visible_to(actor).filter(pk=row.pk, answered_at__isnull=True)
    waiting.update(
        outcome=outcome,
        answer=words_of(answer, field="answer", needed=""),
        answered_by_id=actor.person_id,
        answered_at=at,
        version=F("version") + 1,
    )
    _record(actor, DraftChallengeAnswered(challenge=row.number, outcome=outcome), review, at)
    return find_challenge(actor, ref)


def note_draft_taken(actor: Actor, *, review_ref: str, number: int, at: datetime) -> ReportDraft:
    """Write down that this actor took a copy of a version, and give it."""
    draft = find_draft(actor, review_ref, number)
    record_read(actor, DraftFileTaken(number=number), subject_kind="review", subject_ref=review_ref, at=at)
    return draft


def _held(actor: Actor, ref: str) -> Review:
    """The review, held, so that two who act on its drafts at once come one after the other."""
    review = find_review(actor, ref)
    list(hold(Review.objects.visible_to(actor).filter(pk=review.pk)).values_list("pk"))
    return find_review(actor, ref)


def _start_clock(draft: ReportDraft, at: datetime) -> None:
    start_clock(draft.review, DRAFT_CLOCK, starts_on=timezone.localdate(at), about=about_gate(draft))


def _stop_clock(draft: ReportDraft, at: datetime, words: str) -> None:
    """That of the gate which the draft waited at when it was found."""
    end_clock(
        draft.review, DRAFT_CLOCK, ended_on=timezone.localdate(at), words=words, about=about_gate(draft)
    )


def _record(actor: Actor, happened: object, review: Review, at: datetime) -> None:
    record(actor, happened, subject_kind="review", subject_ref=review.public_id, at=at)
