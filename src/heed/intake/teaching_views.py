"""Teaching the reader a partnership's own words, and seeing what a new reading would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.intake.comparing import Change, compare_readings
from heed.intake.operations import ask_again
from heed.intake.queries import AGAIN_JOB, find_import
from heed.intake.teach import RULES_NAME, Teachable, teachables
from heed.library.queries import find_reading, newest_reading
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.drafts.forms import OpenForm
from heed.platform.http.requests import actor_of_request
from heed.platform.jobs.queries import find_job
from heed.platform.rules.operations import make_edition
from heed.platform.rules.queries import find_edition, list_editions
from heed.platform.ui.components import DraftShown
from heed.platform.ui.frame import render
from heed.platform.ui.wording import day

_MOST_WORDS = 60
_LONGEST = 80


@dataclass(frozen=True, kw_only=True)
class WordsField:
    path: str
    name: str
    hint: str
    typed: str
    error: str


@dataclass(frozen=True, kw_only=True)
class EditionLine:
    number: int
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class WordsPage:
    title: str
    fields: tuple[WordsField, ...]
    after: int
    draft: DraftShown
    editions: tuple[EditionLine, ...]


@require_http_methods(["GET", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """The partnership's own words for headings, labels and columns; each change is a new edition."""
    actor = actor_of_request(request)
    check_may(actor, Permission.CHANGE_RULES)
    edition = find_edition(actor, RULES_NAME, on=clock.today())
    open_form = OpenForm(request, "words", title="Words the reader knows")
    typed = {
        each.path: open_form.text(each.path, "\n".join(edition.content.get(each.path, [])))
        for each in teachables()
    }
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = {each.path: request.POST.get(each.path, "") for each in teachables()}
        content = {path: _lines(text) for path, text in typed.items() if _lines(text)}
        errors = {path: _error(lines) for path, lines in content.items() if _error(lines)}
        if not errors:
            made = make_edition(
                actor,
                name=RULES_NAME,
                content=content,
                after=_number(request.POST.get("after", "")),
                source="",
                labels={each.path: each.name for each in teachables()},
                at=clock.now(),
            )
            messages.success(
                request, f"Saved as edition {made.number}. The next document is read with these words."
            )
            return redirect("intake:words")
    page = WordsPage(
        title="Words the reader knows",
        fields=tuple(_field(each, typed[each.path], errors.get(each.path, "")) for each in teachables()),
        after=_number(request.POST["after"])
        if "after" in request.POST
        else open_form.version(edition.number, "after"),
        draft=open_form.shown,
        editions=tuple(
            EditionLine(number=each.number, by=each.made_by.name, at=each.made_at)
            for each in list_editions(actor, RULES_NAME)
        ),
    )
    return render(request, "intake/words.html", page, status=422 if errors else 200)


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


def _error(lines: list[str]) -> str:
    if len(lines) > _MOST_WORDS:
        return f"Enter at most {_MOST_WORDS} lines"
    if any(len(line) > _LONGEST for line in lines):
        return f"Enter at most {_LONGEST} letters on a line"
    return ""


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else -1


def _field(each: Teachable, typed: str, error: str) -> WordsField:
    return WordsField(
        path=each.path, name=each.name, hint=f"For example: {each.example}", typed=typed, error=error
    )


@require_POST
def again(request: HttpRequest, ref: str) -> HttpResponse:
    ask_again(actor_of_request(request), ref=ref, at=clock.now())
    return redirect("intake:compare", ref=ref)


@dataclass(frozen=True, kw_only=True)
class ComparePage:
    title: str
    name: str
    about_two: bool
    waiting: str
    error: str
    before: str
    now: str
    changes: tuple[Change, ...]
    again: str
    back: str


@require_safe
def compare(request: HttpRequest, ref: str) -> HttpResponse:
    """What the newest reading finds otherwise than the one that the register was made from."""
    actor = actor_of_request(request)
    row = find_import(actor, ref)
    wanted = request.GET.get("with", "")
    newest = find_reading(actor, wanted) if wanted else newest_reading(row.document)
    job = find_job(actor, kind=AGAIN_JOB, subject_ref=ref)
    other = bool(wanted)
    first, second = (newest, row.reading) if other else (row.reading, newest)
    changes = compare_readings(first.found, second.found) if first and second else []
    note_shown("document", [each.document.public_id for each in (first, second) if each])
    page = ComparePage(
        title="What is different" if other else "What a new reading would change",
        about_two=other,
        name=str(row.document),
        waiting=job.step if job and job.state in ("waiting", "running") else "",
        error=job.error if job else "",
        before=_name(first, other),
        now=_name(second, other),
        changes=tuple(changes),
        again=reverse("intake:again", args=[ref]),
        back=reverse("library:document", args=[row.document.public_id]),
    )
    return render(request, "intake/compare.html", page)


def _name(reading: Any, other: bool) -> str:
    """A reading by its document where two documents are compared, by its reader where two readings of one are."""
    if reading is None:
        return ""
    if not other:
        return str(reading.reader)
    return f"{reading.document.name}, brought in {day(reading.document.brought_in_at)}"
