"""Backups, and whether all is well: for those who look after Heed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.platform.http.requests import actor_of_request
from heed.platform.safekeeping.operations import ask_for_backup
from heed.platform.safekeeping.presenters import backups_page, doctor_page
from heed.platform.safekeeping.queries import backup_under_way, findings, last_good_backup, list_backups
from heed.platform.ui.frame import render


@require_safe
def backups(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    under_way = backup_under_way(actor)
    page = backups_page(
        list_backups(actor),
        last_good_backup(actor),
        under_way=under_way.step if under_way else "",
        at=timezone.now(),
    )
    return render(request, "safekeeping/backups.html", page)


@require_POST
def back_up_now(request: HttpRequest) -> HttpResponse:
    ask_for_backup(actor_of_request(request), at=timezone.now())
    messages.success(request, "Heed is backing everything up. You may go on working.")
    return redirect("safekeeping:backups")


@require_safe
def doctor(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = findings(actor_of_request(request), at=now)
    return render(request, "safekeeping/doctor.html", doctor_page(found, at=now))
