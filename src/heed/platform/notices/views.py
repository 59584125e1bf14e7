"""What a person was told, how they want to be, their calendars, and the days of reminders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.records import RECORDS
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.entrance.invite_views import site_of
from heed.platform.http.middleware import public
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.notices.limits import may_fetch, note_miss
from heed.platform.notices.operations import choose_digest, end_feed, fetch_feed, make_feed, mark_read
from heed.platform.notices.operations.reminders import DIGEST, change_reminders, fields_of
from heed.platform.notices.pages import NoticesPage, notice_row, rule_page, rules_page, settings_page
from heed.platform.notices.queries.told import get_choice, own_feeds, own_groups, own_notices
from heed.platform.notices.rules import get_reminders, written
from heed.platform.ui.frame import render
from heed.platform.ui.wording import count

ON_A_PAGE = 50


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Everything that this person was told, the newest first."""
    actor, today = actor_of_request(request), clock.today()
    rows = own_notices(actor)
    total, unread = rows.count(), rows.filter(read_at__isnull=True).count()
    page = number_of(request, "page") or 1
    found = list(rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE])
    labels = _labels(actor, found)
    shown = [notice_row(each, labels, today=today) for each in found]
    answer = NoticesPage(
        title="Your notices",
        lead=f"{count(unread, 'notice')} not read, of {total}" if total else "",
        rows=tuple(each for each in shown if each is not None),
        unread=unread,
        page=page,
        pages=max(1, -(-total // ON_A_PAGE)),
    )
    return render(request, "notices/list.html", answer)


def _labels(actor: Actor, found: list[Any]) -> dict[tuple[str, str], str]:
    refs: dict[str, list[str]] = {}
    for each in found:
        if each.subject_kind in RECORDS:
            refs.setdefault(each.subject_kind, []).append(each.subject_ref)
    return {
        (kind, ref): label
        for kind, some in refs.items()
        for ref, label in RECORDS[kind].labels(actor, some).items()
    }


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark notices as read, or one of them as unread again."""
    actor = actor_of_request(request)
    refs = tuple(request.POST.getlist("ref")) or None
    mark_read(actor, refs=refs, read=request.POST.get("as") != "unread", at=clock.now())
    return redirect("notices:list")


@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """How often a digest comes, and the addresses of one's calendars."""
    actor = actor_of_request(request)
    if request.method == "POST":
        choose_digest(actor, often=request.POST.get("often", ""), at=clock.now())
        messages.success(request, "Saved.")
        return redirect("notices:settings")
    return render(request, "notices/settings.html", _settings(actor))


def _settings(actor: Actor, **more: Any) -> Any:
    return settings_page(
        actor, get_choice(actor), own_feeds(actor), own_groups(actor, on=clock.today()), **more
    )


@require_POST
def make_calendar(request: HttpRequest) -> HttpResponse:
    """A new secret address; it is shown in this answer and never again."""
    actor = actor_of_request(request)
    row, secret = make_feed(actor, group_ref=request.POST.get("group", ""), at=clock.now())
    address = f"{site_of(request)}{reverse('notices:feed', args=[secret])}"
    name = row.group.name if row.group else "What needs you"
    return render(request, "notices/settings.html", _settings(actor, address=address, address_of=name))


@require_POST
def end_calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """End a calendar's address."""
    end_feed(actor_of_request(request), ref=ref, at=clock.now())
    messages.success(request, "The address has ended. Calendars that used it get nothing any more.")
    return redirect("notices:settings")


@public
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A calendar by its secret address: no session is asked for, and the address opens nothing else."""
    if not may_fetch(request, secret):
        return _too_often()
    try:
        text = fetch_feed(secret=secret, at=clock.now())
    except NotVisible:
        note_miss(request)
        raise
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="heed.ics"'
    return answer


def _too_often() -> HttpResponse:
    return HttpResponse(
        "This calendar is asked for too often. Try again in some minutes.",
        status=429,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": "600"},
    )


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """When people are reminded of what."""
    actor = actor_of_request(request)
    return render(request, "notices/rules.html", rules_page(actor, get_reminders(actor, on=clock.today())))


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, kind: str) -> HttpResponse:
    """The days of one kind, for those who may change rules."""
    actor, problems = actor_of_request(request), {}
    check_may(actor, Permission.CHANGE_RULES)
    if kind != DIGEST and kind not in written()["kinds"]:
        raise NotVisible
    if request.method == "POST":
        typed = {name: request.POST.get(f"{kind}.{name}", "")[:200] for name in fields_of(kind)}
        after = number_of(request, "after", least=0) or 0
        try:
            change_reminders(actor, kind=kind, typed=typed, after=after, at=clock.now())
        except Invalid as refusal:
            problems = refusal.fields
        else:
            messages.success(request, "Saved. It counts from today.")
            return redirect("notices:rules")
    reminders = get_reminders(actor, on=clock.today())
    sent = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    page = rule_page(kind, reminders, typed=sent if problems else None, problems=problems)
    return render(request, "notices/rule.html", page, status=422 if problems else 200)
