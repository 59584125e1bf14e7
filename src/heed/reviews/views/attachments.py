"""Attaching files to what came in for a case, on the pages of those things, and giving them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.files.operations import path_of
from heed.platform.http.acting import Run, bound
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.things import Doing
from heed.platform.ui.wording import count
from heed.reviews.forms.attachments import AttachForm, TakeOutForm
from heed.reviews.operations.attachments import (
    GivenFile,
    attach_files,
    note_attachment_copied,
    take_attachment_out,
)
from heed.reviews.policies.attachments import attaches, check_takes_out
from heed.reviews.policies.submissions import can
from heed.reviews.queries.attachments import CameWith


def attaching_doings(
    request: HttpRequest, actor: Actor, things: Sequence[CameWith], found: Sequence[Any]
) -> tuple[Doing, ...]:
    """What this actor can do about files with these things, where `found` is attached to them."""
    doings = []
    for each in things:
        if attaches(actor, each):
            key, title = f"attach-{each.public_id}", f"Attach files to {each.reference}"
            form = bound(request, key, AttachForm)
            doings.append(Doing(key=key, title=title, button="Attach", form=form, files=True, folded=True))
    by_about = {each.reference: each for each in things}
    mine = [
        (each.public_id, each.file_name)
        for each in found
        if each.taken_out_at is None and can(lambda: check_takes_out(actor, each, by_about[each.about]))  # noqa: B023
    ]
    if mine:
        form = bound(request, "take_out", TakeOutForm, files=mine)
        lead = "Nobody is given it any more. That it was there, and why it went, stays."
        title = "Take a file out"
        doings.append(
            Doing(key="take_out", title=title, button="Take it out", form=form, lead=lead, folded=True)
        )
    return tuple(doings)


def attaching_runs(actor: Actor, review_ref: str, things: Sequence[CameWith]) -> dict[str, Run]:
    """What each of those forms does."""

    def attaching(about: str) -> Run:
        def run(given: dict[str, Any]) -> str:
            files = given_files(given["attached"])
            made = attach_files(actor, review_ref=review_ref, about=about, files=files, at=clock.now())
            return f"{count(len(made), 'file')} attached to {about}."

        return run

    def take_out(given: dict[str, Any]) -> str:
        take_attachment_out(actor, ref=given["which"], why=given["why"], at=clock.now())
        return "Taken out. Nobody is given it any more."

    return {
        **{f"attach-{each.public_id}": attaching(each.reference) for each in things},
        "take_out": take_out,
    }


def given_files(uploads: Sequence[Any]) -> list[GivenFile]:
    """What was chosen in a form, as operations are told it."""
    return [(each.name, each.chunks()) for each in uploads]


@require_safe
def attachment(request: HttpRequest, ref: str) -> HttpResponseBase:
    """A file as it came in, to be saved."""
    found = note_attachment_copied(actor_of_request(request), ref=ref, at=clock.now())
    return FileResponse(
        path_of(found.file).open("rb"),
        as_attachment=True,
        filename=found.file_name,
        content_type="application/octet-stream",
    )
