"""Asking by a link, and what the person who is asked opens."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.entrance.invite_views import site_of
from heed.platform.http.middleware import public
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.single_use.operations import (
    answer_by_link,
    ask_by_link,
    give_code,
    make_code,
    withdraw_link,
)
from heed.platform.single_use.queries import Open, address_of, find_open, kind_of, token
from heed.platform.single_use.types import ShownByLink
from heed.platform.ui.components import Choice, Problem
from heed.platform.ui.frame import render


@dataclass(frozen=True, kw_only=True)
class AskPage:
    """`link` and `code` are shown in the one answer that made them."""

    title: str
    kind: str
    ref: str
    back: str
    shown: ShownByLink
    typed: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    link: str = ""
    code: str = ""

    @property
    def wrong(self) -> tuple[Problem, ...]:
        """What is wrong, each with its field, for the head of the page."""
        return tuple(Problem(text=text, field_id=f"id_{name}") for name, text in self.problems.items())


@dataclass(frozen=True, kw_only=True)
class MadeCodePage:
    """A code, in the one answer that made it."""

    title: str
    back: str
    code: str
    asked_of: str
    told_how: str


@dataclass(frozen=True, kw_only=True)
class CodePage:
    title: str
    partnership: str
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    title: str
    partnership: str
    asked_of: str
    question: str
    shown: ShownByLink
    file_href: str
    answers: tuple[Choice, ...]
    needs_words: bool
    typed: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def wrong(self) -> tuple[Problem, ...]:
        """What is wrong, each with its field, for the head of the page."""
        return tuple(Problem(text=text, field_id=f"id_{name}") for name, text in self.problems.items())


@dataclass(frozen=True, kw_only=True)
class DonePage:
    title: str
    answer: str
    sha256: str


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Ask somebody without an account; afterwards the link and the code are shown, once."""
    actor = actor_of_request(request)
    found = kind_of(kind)
    shown = found.show(actor, ref)
    check_may(actor, Permission.ASK_BY_LINK)
    page = AskPage(
        title=found.title,
        kind=kind,
        ref=ref,
        back=reverse(found.page, args=[ref]),
        shown=shown,
        typed={name: request.POST.get(name, "") for name in ("asked_of", "told_how", "days")},
    )
    if request.method == "GET":
        return render(request, "single_use/ask.html", page)
    try:
        row, code = ask_by_link(
            actor,
            kind=kind,
            subject_ref=ref,
            asked_of=page.typed["asked_of"],
            told_how=page.typed["told_how"],
            days=number_of(request, "days") or 0,
            site=site_of(request),
            at=timezone.now(),
        )
    except Invalid as refusal:
        problems = {"problems": refusal.fields}
        return render(request, "single_use/ask.html", AskPage(**{**vars(page), **problems}), status=422)
    link = address_of(row, reverse("single_use:open", args=[token(row)]))
    made = {"link": link, "code": _in_two(code)}
    return render(request, "single_use/ask.html", AskPage(**{**vars(page), **made}))


@require_POST
def code(request: HttpRequest, ref: str) -> HttpResponse:
    """The code of a link that somebody else made, shown once."""
    row, made = make_code(actor_of_request(request), ref=ref, at=timezone.now())
    page = MadeCodePage(
        title=f"The code for {row.asked_of}",
        back=reverse(kind_of(row.kind).page, args=[row.subject_ref]),
        code=_in_two(made),
        asked_of=row.asked_of,
        told_how=row.told_how,
    )
    return render(request, "single_use/made_code.html", page)


def _in_two(code: str) -> str:
    return f"{code[:4]} {code[4:]}".strip()


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """A link that is no longer wanted."""
    row = withdraw_link(actor_of_request(request), ref=ref, at=timezone.now())
    return redirect(kind_of(row.kind).page, row.subject_ref)


@public
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """First the code, and nothing is shown before it; then the one thing, and its answer."""
    now = timezone.now()
    found = find_open(token, at=now)
    if not _is_open(request, found):
        return _code(request, token, found)
    typed = {name: request.POST.get(name, "") for name in ("answer", "words")}
    page = _task_page(token, found, typed)
    if request.method == "GET":
        return render(request, "single_use/task.html", page)
    try:
        answer_by_link(token=token, sha256=request.POST.get("sha256", ""), at=now, **typed)
    except Invalid as refusal:
        problems = {"problems": refusal.fields}
        return render(request, "single_use/task.html", TaskPage(**{**vars(page), **problems}), status=422)
    request.session.pop(_key(found), None)
    done = DonePage(
        title="Thank you",
        answer=dict(found.kind.answers)[typed["answer"]],
        sha256=found.row.sha256,
    )
    return render(request, "single_use/done.html", done)


@public
@require_safe
def link_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file of the one thing, to be saved, once the code was given."""
    found = find_open(token, at=timezone.now())
    if not _is_open(request, found) or found.shown.file is None:
        raise NotVisible
    response = FileResponse(
        found.shown.file.open("rb"),
        as_attachment=True,
        filename=found.shown.file_name,
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _code(request: HttpRequest, token: str, found: Open) -> HttpResponse:
    page = CodePage(title="A code, please", partnership=found.row.partnership.name)
    if request.method == "GET":
        return render(request, "single_use/code.html", page)
    try:
        give_code(token=token, code=request.POST.get("code", "")[:40], at=timezone.now())
    except Invalid as refusal:
        problem = CodePage(title=page.title, partnership=page.partnership, problem=refusal.fields["code"])
        return render(request, "single_use/code.html", problem, status=422)
    request.session[_key(found)] = found.row.nonce
    return redirect("single_use:open", token=token)


def _key(found: Open) -> str:
    return f"single_use_{found.row.public_id}"


def _is_open(request: HttpRequest, found: Open) -> bool:
    """Whether the code was given in this browser."""
    return bool(request.session.get(_key(found)) == found.row.nonce)


def _task_page(token: str, found: Open, typed: dict[str, str]) -> TaskPage:
    return TaskPage(
        title=found.kind.question,
        partnership=found.row.partnership.name,
        asked_of=found.row.asked_of,
        question=found.kind.question,
        shown=found.shown,
        file_href=reverse("single_use:file", args=[token]) if found.shown.file else "",
        answers=tuple(Choice(value=value, text=text) for value, text in found.kind.answers),
        needs_words=found.kind.needs_words,
        typed=typed,
    )
