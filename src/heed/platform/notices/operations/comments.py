"""Commenting on a record, following it, and telling whoever is mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.audit_log.records import RECORDS, address_of_record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import take_version
from heed.platform.notices.discussed import DISCUSSED, find_discussed
from heed.platform.notices.events import (
    CommentEdited,
    CommentWithdrawn,
    CommentWritten,
    RecordFollowed,
    RecordLeft,
)
from heed.platform.notices.models import Comment, Follow, Notice
from heed.platform.notices.queries.comments import (
    MayBeTold,
    find_own_comment,
    followers,
    mentions_in,
    who_may_be_told,
)
from heed.platform.notices.rules import local_day

LONGEST = 4000
_REFERENCE = re.compile(r"[A-Z]{2,6}-\d[\d-]*")


@transaction.atomic
def write_comment(
    actor: Actor, *, kind: str, ref: str, text: str, mention: Iterable[str] = (), at: datetime
) -> Comment:
    """Say something about a record. Whoever is mentioned, by "@" and their name or by `mention` (public ids), is told,
    and so is whoever follows it; nobody can be told who may not see it. Whoever comments follows."""
    row = find_discussed(actor, kind, ref)
    words = _checked(text)
    scope = scope_for_new_rows(actor.partnership_id, DISCUSSED[kind].case_of(row))
    people = who_may_be_told(actor, scope, on=local_day(at))
    told = _mentioned(words, people, mention)
    comment = Comment.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope,
        subject_kind=kind,
        subject_ref=ref,
        author_id=actor.person_id,
        text=words,
        written_at=at,
    )
    comment.mentioned.set(told)
    following = set(followers(actor, kind, ref).values_list("person_id", flat=True))
    also = {each.person_id for each in people} & following - told
    _tell(actor, comment, {"mention": told, "comment": also}, at)
    Follow.objects.get_or_create(
        partnership_id=actor.partnership_id,
        person_id=actor.person_id,
        subject_kind=kind,
        subject_ref=ref,
        defaults={"since": at},
    )
    record(
        actor,
        CommentWritten(mentioned=len(told), told=len(told | also)),
        subject_kind=kind,
        subject_ref=ref,
        at=at,
    )
    return comment


@transaction.atomic
def edit_comment(actor: Actor, *, ref: str, text: str, version: int, at: datetime) -> Comment:
    """Change one's own words; what they were is kept. Whoever is mentioned anew is told."""
    comment = find_own_comment(actor, ref)
    find_discussed(actor, comment.subject_kind, comment.subject_ref)
    words, before = _checked(text), comment.text
    people = who_may_be_told(actor, comment.scope, on=local_day(at))
    told = _mentioned(words, people, ())
    if words == before:
        return comment
    written = take_version(
        comment,
        version=version,
        among=Comment.objects.visible_to(actor),
        differences=lambda now: [Difference(name="text", label="Comment", theirs=now.text, yours=words)],
        by=actor.name,
        text=words,
        edited_at=at,
    )
    if not written:
        return comment
    keep_revision(
        partnership_id=actor.partnership_id,
        subject_kind="comment",
        subject_ref=comment.public_id,
        field="text",
        words=before,
        by=actor.name,
        at=at,
    )
    known = set(comment.mentioned.values_list("pk", flat=True))
    comment.mentioned.add(*told)
    _tell(actor, comment, {"mention": told - known}, at)
    record(
        actor,
        CommentEdited(mentioned=len(told - known)),
        subject_kind=comment.subject_kind,
        subject_ref=comment.subject_ref,
        at=at,
    )
    comment.refresh_from_db(from_queryset=Comment.objects.visible_to(actor))
    return comment


@transaction.atomic
def withdraw_comment(actor: Actor, *, ref: str, at: datetime) -> Comment:
    """Take one's own words back: they are gone for everybody else, and nobody is sent to them any more."""
    comment = find_own_comment(actor, ref)
    rows = Comment.objects.visible_to(actor).filter(pk=comment.pk, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=at):
        raise NotNow("It has been withdrawn already.")
    record(
        actor,
        CommentWithdrawn(),
        subject_kind=comment.subject_kind,
        subject_ref=comment.subject_ref,
        at=at,
    )
    comment.withdrawn_at = at
    return comment


@transaction.atomic
def follow_record(actor: Actor, *, kind: str, ref: str, at: datetime) -> None:
    """Be told when somebody comments on a record."""
    find_discussed(actor, kind, ref)
    Follow.objects.get_or_create(
        partnership_id=actor.partnership_id,
        person_id=actor.person_id,
        subject_kind=kind,
        subject_ref=ref,
        defaults={"since": at},
    )
    record(actor, RecordFollowed(), subject_kind=kind, subject_ref=ref, at=at)


@transaction.atomic
def leave_record(actor: Actor, *, kind: str, ref: str, at: datetime) -> None:
    """Be told no more."""
    find_discussed(actor, kind, ref)
    followers(actor, kind, ref).filter(person_id=actor.person_id).delete()
    record(actor, RecordLeft(), subject_kind=kind, subject_ref=ref, at=at)


def _checked(text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise Invalid("Write your comment.", fields={"text": "Write your comment"})
    if len(words) > LONGEST:
        sentence = f"A comment has at most {LONGEST:,} characters; this one has {len(words):,}"
        raise Invalid(f"{sentence}.", fields={"text": sentence})
    return words


def _mentioned(words: str, people: list[MayBeTold], mention: Iterable[str]) -> set[int]:
    """Whom to tell, or `Invalid`. Of a name that is not among them nothing is said but that: they may not see the
    record, or there may be nobody of that name."""
    told, unknown = mentions_in(words, people)
    by_ref = {each.ref: each.person_id for each in people}
    chosen = set(mention)
    if unknown or not chosen <= set(by_ref):
        who = f"“{unknown[0]}”" if unknown else "one of those chosen"
        sentence = f"Nobody who can see this is called {who}. Choose from the list, or leave out the @"
        raise Invalid(f"{sentence}.", fields={"text": sentence})
    return told | {by_ref[each] for each in chosen}


def _tell(actor: Actor, comment: Comment, whom: dict[str, set[int]], at: datetime) -> None:
    kind, ref = comment.subject_kind, comment.subject_ref
    label = RECORDS[kind].labels(actor, [ref]).get(ref, "") if kind in RECORDS else ""
    Notice.objects.bulk_create(
        Notice(
            partnership_id=actor.partnership_id,
            scope_id=comment.scope_id,
            person_id=person_id,
            kind=why,
            subject_kind=kind,
            subject_ref=ref,
            reference=label if _REFERENCE.fullmatch(label) else "",
            href=f"{address_of_record(kind, ref)}#comments",
            by_id=actor.person_id,
            at=at,
        )
        for why, people in whom.items()
        for person_id in sorted(people)
    )
