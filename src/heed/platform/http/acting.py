"""One way for pages with several forms to carry out what is sent to it and to show what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed
from heed.platform.ui.things import Doing

Run = Callable[[dict[str, Any]], str]
"""From what was typed to a sentence that says what was done."""


def carry_out(request: HttpRequest, doings: Sequence[Doing], runs: Mapping[str, Run]) -> HttpResponse | None:
    """Do what was sent and go back to the page; None where the page is to be shown, with what is wrong on it."""
    if request.method != "POST":
        return None
    asked = next((each for each in doings if each.key == request.POST.get("do", "")), None)
    if asked is None:
        raise NotAllowed("That cannot be done here, or not by you. Load the page again to see what can.")
    try:
        said = run_form(asked.form, runs[asked.key])
    except ChangedMeanwhile as refusal:
        raise named_as_sent(refusal, asked.key) from refusal
    if said is None:
        return None
    messages.success(request, said)
    return redirect(request.path)


def named_as_sent(refusal: ChangedMeanwhile, key: str) -> ChangedMeanwhile:
    """The same refusal with the names that this form's fields have on the page, where they begin with `key`."""
    return ChangedMeanwhile(
        differences=[
            replace(each, name=f"{key}-{each.name}" if each.name else "") for each in refusal.differences
        ],
        version=refusal.version,
        sent_as=f"{key}-{refusal.sent_as}",
        by=refusal.by,
    )


def run_form(form: Form, run: Run) -> str | None:
    """Run with what was typed; None where something is wrong, which then stands in the form."""
    if not form.is_valid():
        return None
    try:
        return run(form.cleaned_data)
    except Invalid as refusal:
        put_into(form, refusal)
        return None


def put_into(form: Form, refusal: Invalid) -> None:
    """A refusal's sentences, each at its field where the form has it."""
    placed = {name: text for name, text in refusal.fields.items() if name in form.fields}
    for name, text in placed.items():
        for each in text.splitlines():  # several sentences about one field stand on a line each
            form.add_error(name, each)
    if not placed:
        form.add_error(None, refusal.sentence)


def bound(request: HttpRequest, key: str, kind: type[Form], **more: Any) -> Form:
    """The form of one thing to do: filled with what was sent if that is what was asked for."""
    sent = request.method == "POST" and request.POST.get("do", key) == key
    data, files = (request.POST, request.FILES) if sent else (None, None)
    return kind(data, files, prefix=key, **more)
