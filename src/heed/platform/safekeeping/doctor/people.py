"""Those who must be there and be sure who they are: workers, and administrators with a second factor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from heed.platform.access.roles import ROLES, Permission
from heed.platform.jobs.schedule import last_worker_seen, workers_alive
from heed.platform.partnerships.models import Membership
from heed.platform.safekeeping.doctor.types import Finding, State


def workers(at: datetime) -> Sequence[Finding]:
    alive = workers_alive(at=at)
    if alive:
        many = "A worker does" if alive == 1 else f"{alive} workers do"
        return [Finding("workers", State.WELL, f"{many} the background work.")]
    last = last_worker_seen()
    since = f"; the last one was heard of {timezone.localtime(last):%-d %B %Y %H:%M}" if last else ""
    return [
        Finding(
            "workers",
            State.WRONG,
            f"No worker runs{since}: documents are not read and no backups are made.",
            "heed serve starts one; on a machine of its own, heed work",
        )
    ]


def second_factor(at: datetime) -> Sequence[Finding]:
    """Whether everybody who looks after Heed or adds people signs in with more than a password."""
    if not apps.is_installed("allauth.mfa"):
        return [Finding("second factor", State.LOOK, "This version asks for a password only.", "")]
    strong = {role.value for role, each in ROLES.items() if Permission.MANAGE_PEOPLE in each.may}
    today = timezone.localdate(at)
    in_force = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today, person__is_active=True
    )
    people = {each.person_id for each in in_force if strong & set(each.roles)}
    with_factor = set(
        apps.get_app_config("mfa")
        .get_model("Authenticator")
        ._base_manager.filter(user_id__in=people)
        .exclude(type="recovery_codes")
        .values_list("user_id", flat=True)
    )
    without = len(people - with_factor)
    if without:
        who = "1 person who adds people has" if without == 1 else f"{without} people who add people have"
        return [
            Finding(
                "second factor",
                State.WRONG,
                f"{who} a password only.",
                "Ask each to add an app or a passkey under Your sign-in.",
            )
        ]
    return [Finding("second factor", State.WELL, "Everybody who adds people has a second factor.")]
