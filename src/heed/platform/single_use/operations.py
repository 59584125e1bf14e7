"""Asking somebody without an account for one thing, and taking their answer."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_of_visitor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.single_use.events import LinkAnswered, LinkCodeMade, LinkMade, LinkOpened, LinkWithdrawn
from heed.platform.single_use.models import OneTask
from heed.platform.single_use.queries import (
    MOST_TRIES,
    find_open,
    find_task,
    hash_of_code,
    is_code,
    kind_of,
    may_make_code,
)

_LONGEST_WORDS = 4000


@transaction.atomic
def ask_by_link(
    actor: Actor,
    *,
    kind: str,
    subject_ref: str,
    asked_of: str,
    told_how: str,
    days: int,
    site: str,
    at: datetime,
) -> tuple[OneTask, str]:
    """Make a link for one person and one thing, and the code that goes with it. The code is returned once; it is
    empty where somebody else makes it (`make_code`).

    Bound to what the record is at this moment, by the SHA-256 of exactly what will be shown.
    """
    check_may(actor, Permission.ASK_BY_LINK)
    shown = kind_of(kind).show(actor, subject_ref)
    problems = {
        name: sentence
        for name, given, sentence in (
            ("asked_of", asked_of, "Enter who is asked"),
            ("told_how", told_how, "Enter how you tell them the code, such as “by phone”"),
        )
        if not given.strip()
    }
    if not 1 <= days <= 30:
        problems["days"] = "Enter a number of days from 1 to 30"
    if problems:
        raise Invalid("Something is missing.", fields=problems)
    kind_of(kind).may_be_asked(actor, subject_ref, asked_of)
    row = OneTask(
        partnership_id=actor.partnership_id,
        kind=kind,
        subject_ref=subject_ref,
        sha256=shown.sha256,
        asked_of=asked_of.strip()[:160],
        told_how=told_how.strip()[:120],
        made_by_id=actor.membership_id,
        made_at=at,
        expires_at=at + timedelta(days=days),
        site=site,
    )
    code = "" if kind_of(kind).code_by_another else _new_code()
    row.code_hash = hash_of_code(row, code) if code else ""
    row.save()
    record(actor, LinkMade(sha256=shown.sha256), subject_kind=kind, subject_ref=subject_ref, at=at)
    return row, code


@transaction.atomic
def make_code(actor: Actor, *, ref: str, at: datetime) -> tuple[OneTask, str]:
    """The code of a link that somebody else made, to be told to whoever is asked. It is returned once; made anew, the
    one before opens nothing."""
    check_may(actor, Permission.ASK_BY_LINK)
    row = find_task(actor, ref)
    if not may_make_code(actor, row, at=at):
        raise NotAllowed(
            "Whoever made a link does not make its code: somebody else of the team does, and only while it waits."
        )
    code = _new_code()
    OneTask.objects.filter(pk=row.pk, answered_at=None).update(
        code_hash=hash_of_code(row, code), code_by=actor.membership_id
    )
    record(actor, LinkCodeMade(), subject_kind=row.kind, subject_ref=row.subject_ref, at=at)
    row.refresh_from_db()
    return row, code


def _new_code() -> str:
    return f"{secrets.randbelow(10**8):08d}"


@transaction.atomic
def withdraw_link(actor: Actor, *, ref: str, at: datetime) -> OneTask:
    """The link opens nothing from now on."""
    check_may(actor, Permission.ASK_BY_LINK)
    row = find_task(actor, ref)
    if row.answered_at:
        raise NotNow("This link was answered meanwhile.")
    OneTask.objects.filter(pk=row.pk, answered_at=None).update(withdrawn_at=at)
    record(actor, LinkWithdrawn(), subject_kind=row.kind, subject_ref=row.subject_ref, at=at)
    return row


def give_code(*, token: str, code: str, at: datetime) -> OneTask:
    """The row, if this code is right. Five tries in all; a wrong one counts even though it is refused."""
    row = find_open(token, at=at).row
    if not row.code_hash:
        sentence = "No code was made yet. Somebody tells it to you by another way than the link came"
        raise Invalid(f"{sentence}.", fields={"code": sentence})
    if not is_code(row, code):
        left = MOST_TRIES - row.tries - 1
        raise Invalid(
            "That code is not right.",
            fields={
                "code": f"That code is not right. Tries left: {left}" if left > 0 else "That was the last try"
            },
        )
    with transaction.atomic():
        OneTask.objects.filter(pk=row.pk).update(opened_at=at, tries=0)
        record_of_visitor(
            row.partnership_id, LinkOpened(), subject_kind=row.kind, subject_ref=row.subject_ref, at=at
        )
    return row


@transaction.atomic
def answer_by_link(*, token: str, sha256: str, answer: str, words: str, at: datetime) -> OneTask:
    """Take the one answer. `sha256` is of what the person saw: if the record is another by now, there is no link."""
    found = find_open(token, at=at)
    row, kind = found.row, found.kind
    if sha256 != row.sha256 or row.opened_at is None:
        raise NotVisible
    problems = {}
    if answer not in dict(kind.answers):
        problems["answer"] = "Choose an answer"
    if kind.needs_words and not words.strip():
        problems["words"] = "Say what has been done"
    if problems:
        raise Invalid("Something is missing.", fields=problems)
    claimed = OneTask.objects.filter(pk=row.pk, answered_at=None, withdrawn_at=None).update(
        answered_at=at, answer=answer, words=words.strip()[:_LONGEST_WORDS]
    )
    if not claimed:
        raise NotVisible
    row.refresh_from_db()
    kind.taken(row, at)
    record_of_visitor(
        row.partnership_id,
        LinkAnswered(answer=answer, sha256=sha256),
        subject_kind=row.kind,
        subject_ref=row.subject_ref,
        at=at,
    )
    return row
