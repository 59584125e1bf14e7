"""Commenting on records, and following them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.platform.audit_log.noting import note_shown
from heed.platform.audit_log.records import RECORDS, address_of_record
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.http.requests import actor_of_request, version_of
from heed.platform.notices.discussed import find_discussed
from heed.platform.notices.operations import (
    edit_comment,
    follow_record,
    leave_record,
    withdraw_comment,
    write_comment,
)
from heed.platform.notices.panels import Comments, comments_shown
from heed.platform.notices.queries.comments import earlier_words, find_own_comment
from heed.platform.ui.components import Crumb, Problem
from heed.platform.ui.frame import render
from heed.platform.ui.wording import moment


@dataclass(frozen=True, kw_only=True)
class CommentsPage:
    title: str
    crumbs: tuple[Crumb, ...]
    data: Comments
    problems: tuple[Problem, ...]


@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """The comments on a record by themselves, and where a comment is sent to."""
    actor = actor_of_request(request)
    row = find_discussed(actor, kind, ref)
    typed, error = "", ""
    chosen: tuple[str, ...] = ()
    if request.method == "POST":
        typed, chosen = request.POST.get("text", ""), tuple(request.POST.getlist("mention"))
        try:
            write_comment(actor, kind=kind, ref=ref, text=typed, mention=chosen, at=clock.now())
        except Invalid as refusal:
            error = refusal.fields.get("text", refusal.sentence)
        else:
            messages.success(request, "Your comment is there, and those concerned are told.")
            return redirect(f"{address_of_record(kind, ref)}#comments")
    label = RECORDS[kind].labels(actor, [ref]).get(ref, "")
    page = CommentsPage(
        title=f"Comments on {label}",
        crumbs=(Crumb(text=label, href=address_of_record(kind, ref)), Crumb(text="Comments")),
        data=comments_shown(actor, kind, row, typed=typed, chosen=chosen, error=error),
        problems=(Problem(text=error, field_id="id_text"),) if error else (),
    )
    return render(request, "notices/comments.html", page, status=422 if error else 200)


@dataclass(frozen=True, kw_only=True)
class EditPage:
    title: str
    crumbs: tuple[Crumb, ...]
    ref: str
    text: str
    version: int
    error: str
    problems: tuple[Problem, ...]


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """Change one's own comment."""
    actor = actor_of_request(request)
    found = find_own_comment(actor, ref)
    back = f"{address_of_record(found.subject_kind, found.subject_ref)}#comments"
    text, error = found.text, ""
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            edit_comment(actor, ref=ref, text=text, version=version_of(request), at=clock.now())
        except Invalid as refusal:
            error = refusal.fields.get("text", refusal.sentence)
        else:
            messages.success(request, "Changed. What it said before is kept.")
            return redirect(back)
    page = EditPage(
        title="Change your comment",
        crumbs=(Crumb(text="The record", href=back), Crumb(text="Change your comment")),
        ref=ref,
        text=text,
        version=found.version,
        error=error,
        problems=(Problem(text=error, field_id="id_text"),) if error else (),
    )
    return render(request, "notices/edit_comment.html", page, status=422 if error else 200)


@dataclass(frozen=True, kw_only=True)
class EarlierPage:
    """What a comment says and said, each time with when and until when; `words` under their heading."""

    title: str
    crumbs: tuple[Crumb, ...]
    lead: str
    said: tuple[tuple[str, str], ...]


@require_safe
def earlier(request: HttpRequest, ref: str) -> HttpResponse:
    """What a comment said before it was changed."""
    found, kept = earlier_words(actor_of_request(request), ref)
    note_shown("comment", [ref])
    back = f"{address_of_record(found.subject_kind, found.subject_ref)}#comments"
    page = EarlierPage(
        title="Earlier words of a comment",
        crumbs=(Crumb(text="The record", href=back), Crumb(text="Earlier words")),
        lead=f"By {found.author.name}, {moment(found.written_at)}",
        said=(
            ("Now", found.text),
            *((f"Until {moment(each.until)}", each.words) for each in kept),
        ),
    )
    return render(request, "notices/earlier_words.html", page)


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take one's own comment back."""
    found = withdraw_comment(actor_of_request(request), ref=ref, at=clock.now())
    messages.success(request, "Withdrawn. Only you can still read it.")
    return redirect(f"{address_of_record(found.subject_kind, found.subject_ref)}#comments")


@require_POST
def follow(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Follow a record, or stop."""
    actor, at = actor_of_request(request), clock.now()
    if request.POST.get("do") == "leave":
        leave_record(actor, kind=kind, ref=ref, at=at)
        messages.success(request, "You follow this no more.")
    else:
        follow_record(actor, kind=kind, ref=ref, at=at)
        messages.success(request, "You follow this: you are told when somebody comments.")
    address = address_of_record(kind, ref)
    if not address:
        raise NotVisible
    return redirect(f"{address}#comments")
