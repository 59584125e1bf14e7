"""Which roles must have a second factor: a partnership asks more than Heed is shipped with, never less."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from heed.platform.access.policies import check_may
from heed.platform.access.roles import ROLES, Permission, Role
from heed.platform.entrance.queries import RULES_NAME, get_factor_rule
from heed.platform.http.requests import actor_of_request, version_of
from heed.platform.rules.operations import make_edition
from heed.platform.ui.components import Choice
from heed.platform.ui.frame import render


@dataclass(frozen=True, kw_only=True)
class SignInRulesPage:
    """`asked` are the roles that must have one today; `may_change` whether this person may ask more."""

    title: str
    everybody: bool
    asked: tuple[str, ...]
    choices: tuple[Choice, ...]
    chosen: tuple[str, ...]
    edition: int
    may_change: bool


@require_http_methods(["GET", "POST"])
def sign_in_rules(request: HttpRequest) -> HttpResponse:
    """See who must have a second factor, and ask it of more."""
    actor, at = actor_of_request(request), timezone.now()
    check_may(actor, Permission.MANAGE_PEOPLE)
    if request.method == "POST":
        known = {role.value for role in Role}
        content = {
            "everybody": request.POST.get("everybody") == "on",
            "roles": sorted(known & set(request.POST.getlist("roles"))),
        }
        after = version_of(request) - 1  # forms count versions from one, editions from none
        make_edition(actor, name=RULES_NAME, content=content, after=after, source="", at=at)
        messages.success(request, "Saved. Whoever needs a second factor now is asked at their next click.")
        return redirect("sign_in_rules")
    rule = get_factor_rule(actor, on=timezone.localdate())
    page = SignInRulesPage(
        title="Who needs a second factor",
        everybody=rule.everybody,
        asked=tuple(ROLES[role].name for role in Role if role in rule.roles),
        choices=tuple(Choice(value=role.value, text=ROLES[role].name.capitalize()) for role in Role),
        chosen=tuple(sorted(rule.roles)),
        edition=rule.edition,
        may_change=actor.may(Permission.CHANGE_RULES),
    )
    return render(request, "entrance/sign_in_rules.html", page)
