"""Saving and forgetting views, keeping templates, and noting what was taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import Max

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.versions import hold, take_version
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import store_file
from heed.platform.registers.events import (
    RegisterDownloaded,
    TemplateEnded,
    TemplateKept,
    TemplateTaken,
    ViewForgotten,
    ViewSaved,
)
from heed.platform.registers.models import ExportTemplate, ExportTemplateVersion, SavedView
from heed.platform.registers.queries import (
    find_template,
    find_template_version,
    find_view_to_forget,
    list_templates,
)
from heed.platform.registers.templates import Checked
from heed.platform.registers.types import Register

_NOT_KEPT = frozenset({"page", "download", "chosen", "of"})


@transaction.atomic
def save_view(
    actor: Actor, *, register: str, name: str, query: str, shared: bool, version: int = 0, at: datetime
) -> SavedView:
    """Keep what an address asks for under a name. A view that has this name already is replaced only where
    `version` is its own; otherwise `ChangedMeanwhile` with both (0: the person knew of none)."""
    check_may(actor, Permission.READ_REGISTER)
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > 80:
        raise Invalid("Give the view a name of at most 80 letters.", fields={"name": "Enter a name"})
    kept = urlencode([pair for pair in parse_qsl(query) if pair[0] not in _NOT_KEPT])
    if len(kept) > 1000:
        raise Invalid("This view asks for too much to be saved. Take some filters out.")
    row, made = SavedView.objects.get_or_create(
        partnership_id=actor.partnership_id,
        owner_id=actor.person_id,
        register=register,
        name=wanted,
        defaults={"query": kept, "shared": shared},
    )
    if not made:
        taken = take_version(
            row,
            version=version,
            differences=lambda now: _differences(now, kept, shared),
            by="You",
            query=kept,
            shared=shared,
        )
        row.refresh_from_db()
        if not taken:
            return row
    record(
        actor,
        ViewSaved(register=register, shared=shared),
        subject_kind="view",
        subject_ref=row.public_id,
        at=at,
    )
    return row


def _differences(now: SavedView, query: str, shared: bool) -> list[Difference]:
    return [
        Difference(
            "query",
            "What the view of this name shows",
            _asks_for(now.query),
            _asks_for(query),
            their_value=now.query,
            your_value=query,
            free=False,
        ),
        Difference(
            "shared",
            "Shared with the partnership",
            "Yes" if now.shared else "No",
            "Yes" if shared else "No",
            their_value="yes" if now.shared else "",
            your_value="yes" if shared else "",
            free=False,
        ),
    ]


def _asks_for(query: str) -> str:
    """An address's question in words: "agency: police, state: registered"."""
    return ", ".join(f"{name}: {value}" for name, value in parse_qsl(query)) or "Everything"


@transaction.atomic
def forget_view(actor: Actor, *, ref: str, at: datetime) -> str:
    """Remove a view of one's own, or, for whoever keeps them, a shared one; returns the register that it was of."""
    row = find_view_to_forget(actor, ref)
    row.delete()
    record(actor, ViewForgotten(register=row.register), subject_kind="view", subject_ref=ref, at=at)
    return row.register


def keep_template(
    actor: Actor, *, register: Register, name: str, file_name: str, chunks: Iterable[bytes], at: datetime
) -> ExportTemplate:
    """A new template for a register. The file is looked at before it is kept: whatever is wrong with it is named,
    and nothing of it stays."""
    check_may(actor, Permission.KEEP_TEMPLATES)
    words = " ".join(name.split())
    if not words or len(words) > 80:
        raise Invalid("Give the template a name.", fields={"name": "Give it a name of at most 80 letters"})
    if any(each.name.casefold() == words.casefold() for each in list_templates(actor, register.key)):
        raise Invalid(
            "There is a template of this name already.",
            fields={"name": "There is one of this name: open it, and send a new version"},
        )
    asked = Checked(register, file_name)
    file = store_file(chunks=chunks, at=at, check=asked.check)
    with transaction.atomic():
        row = ExportTemplate.objects.create(
            partnership_id=actor.partnership_id, register=register.key, name=words
        )
        _add_version(actor, row, file, asked, at)
        return row


def add_template_version(
    actor: Actor, *, ref: str, register: Register, file_name: str, chunks: Iterable[bytes], at: datetime
) -> ExportTemplate:
    """A newer file for a template, looked at as the first was. From now on it is the one that is filled."""
    check_may(actor, Permission.KEEP_TEMPLATES)
    find_template(actor, ref)
    asked = Checked(register, file_name)
    file = store_file(chunks=chunks, at=at, check=asked.check)
    with transaction.atomic():
        row: ExportTemplate = hold(ExportTemplate.objects.filter(pk=find_template(actor, ref).pk)).get()
        if row.ended_at is not None:
            raise NotNow("This template is not offered any more. Send the file as a new one.")
        _add_version(actor, row, file, asked, at)
        return row


def _add_version(actor: Actor, row: ExportTemplate, file: StoredFile, asked: Checked, at: datetime) -> None:
    last = row.versions.aggregate(last=Max("number"))["last"] or 0
    ExportTemplateVersion.objects.create(
        template=row,
        number=last + 1,
        file=file,
        file_name=asked.file_name[:200],
        form=asked.form,
        sha256=file.sha256,
        asks_for=asked.asks_for,
        added_by_id=actor.person_id,
        added_at=at,
    )
    happened = TemplateKept(register=row.register, number=last + 1, form=asked.form)
    record(actor, happened, subject_kind="template", subject_ref=row.public_id, at=at)


@transaction.atomic
def end_template(actor: Actor, *, ref: str, at: datetime) -> ExportTemplate:
    """Offer a template no more. Its versions stay to be read."""
    check_may(actor, Permission.KEEP_TEMPLATES)
    row = find_template(actor, ref)
    if not ExportTemplate.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at):
        raise NotNow("This template is not offered any more already.")
    record(actor, TemplateEnded(register=row.register), subject_kind="template", subject_ref=ref, at=at)
    return row


@transaction.atomic
def note_template_taken(actor: Actor, *, ref: str, number: int, at: datetime) -> ExportTemplateVersion:
    """Write down that this actor takes a version of a template away."""
    check_may(actor, Permission.KEEP_TEMPLATES)
    version = find_template_version(actor, ref, number)
    happened = TemplateTaken(register=version.template.register, number=number)
    record_read(actor, happened, subject_kind="template", subject_ref=ref, at=at)
    return version


@transaction.atomic
def note_download(
    actor: Actor, *, register: str, form: str, kind: str, refs: Sequence[str], at: datetime
) -> None:
    """Write down that this actor takes these rows away, by public id."""
    record_read(
        actor,
        RegisterDownloaded(register=register, form=form, rows=len(refs)),
        subject_kind="register",
        subject_ref=register,
        at=at,
        shown={kind: refs},
    )
