"""Keeping drafts, throwing them away, and holding a form whose session had ended."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.drafts.events import DraftBegun, DraftDiscarded
from heed.platform.drafts.models import Draft, HeldForm
from heed.platform.drafts.named import FormNamed
from heed.platform.drafts.queries import addresses_there, of_excluded
from heed.platform.drafts.rules import keeping

Fields = Mapping[str, list[str]]


@transaction.atomic
def save_draft(actor: Actor, *, named: FormNamed, fields: Fields, at: datetime) -> Draft:
    """Keep the newest state of one of the actor's own forms. Only that it was begun is an event. Of what they may not
    see, or may no longer, nothing is kept."""
    _check_own(actor, named)
    if not addresses_there(actor, [named.address]):
        raise NotVisible
    _check_size(fields)
    draft, made = Draft.objects.update_or_create(
        person_id=actor.person_id,
        partnership_id=actor.partnership_id,
        form=named.form,
        subject=named.subject,
        defaults={
            "fields": dict(fields),
            "saved_at": at,
            "address": named.address[:500],
            "title": named.title[:120],
        },
    )
    if made:
        record(
            actor,
            DraftBegun(form=named.form),
            subject_kind="draft",
            subject_ref=named.subject or named.form,
            at=at,
        )
    return draft


@transaction.atomic
def discard_draft(actor: Actor, *, named: FormNamed, saved: bool = False, at: datetime) -> None:
    """Erase one of the actor's own drafts: because its form was `saved`, which is an event of its own, or because it
    is not wanted."""
    _check_own(actor, named)
    mine = Draft.objects.filter(
        person_id=actor.person_id,
        partnership_id=actor.partnership_id,
        form=named.form,
        subject=named.subject,
    )
    gone, _ = mine.delete()
    if gone and not saved:
        record(
            actor,
            DraftDiscarded(form=named.form),
            subject_kind="draft",
            subject_ref=named.subject or named.form,
            at=at,
        )


def hold_form(*, named: FormNamed, fields: Fields, at: datetime) -> str:
    """Keep a form that arrived after its session had ended; returns the token that claims it. `named` was signed
    for the person who had the form open, so nobody can have things held who never had one."""
    _check_size(fields)
    token = secrets.token_urlsafe(32)
    HeldForm.objects.create(
        token=token,
        person_ref=named.person_ref,
        partnership_id=named.partnership_id,
        form=named.form,
        subject=named.subject,
        address=named.address[:500],
        title=named.title[:120],
        fields=dict(fields),
        held_at=at,
    )
    return token


@transaction.atomic
def claim_held(actor: Actor, *, token: str, at: datetime) -> Draft | None:
    """Make a draft of what was held under this token, if it was this person's, is not too old, and is about something
    that they may still see; else drop it."""
    held = HeldForm.objects.filter(token=token).first()
    if held is None:
        return None
    held.delete()
    mine = (held.person_ref, held.partnership_id) == (actor.person_ref, actor.partnership_id)
    if not mine or held.held_at < _too_old(at) or not addresses_there(actor, [held.address]):
        return None
    named = FormNamed(held.person_ref, held.partnership_id, held.form, held.subject, held.address, held.title)
    return save_draft(actor, named=named, fields=held.fields, at=held.held_at)


def forget_old(*, at: datetime) -> int:
    """Erase what is older than the rule says. Returns how many."""
    drafts, _ = Draft.objects.filter(saved_at__lt=at - timedelta(days=keeping().days)).delete()
    held, _ = HeldForm.objects.filter(held_at__lt=_too_old(at)).delete()
    return drafts + held


def forget_of_excluded(actor: Actor, *, case_ref: str) -> None:
    """Erase what somebody had typed about a case that they are now kept from. Others, to whom a case is only closed,
    find theirs again when it opens."""
    drafts, held = of_excluded(actor.partnership_id, case_ref, on=clock.today())
    Draft.objects.filter(pk__in=[each.pk for each in drafts]).delete()
    HeldForm.objects.filter(pk__in=[each.pk for each in held]).delete()


def _check_own(actor: Actor, named: FormNamed) -> None:
    if (named.person_ref, named.partnership_id) != (actor.person_ref, actor.partnership_id):
        raise NotVisible


def _too_old(at: datetime) -> datetime:
    return at - timedelta(minutes=keeping().held_minutes)


def _check_size(fields: Fields) -> None:
    if len(json.dumps(dict(fields))) > keeping().most_bytes:
        raise Invalid("This is too much for a draft. Save the form itself.")
