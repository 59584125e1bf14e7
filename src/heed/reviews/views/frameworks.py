"""The register of framework documents."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from heed.library.queries import DocumentFilter, filter_documents
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reviews.forms.frameworks import FrameworkForm, WithdrawFrameworkForm
from heed.reviews.operations.frameworks import keep_framework, withdraw_framework
from heed.reviews.presenters.frameworks import frameworks_page
from heed.reviews.queries.frameworks import list_frameworks

_MOST_DOCUMENTS = 200


@require_http_methods(["GET", "POST"])
def frameworks(request: HttpRequest) -> HttpResponse:
    """Every edition of every framework document, and keeping another."""
    actor = actor_of_request(request)
    if request.method == "POST":
        check_may(actor, Permission.CHANGE_RULES)
    found = list_frameworks(actor)
    documents = {
        each.public_id: str(each) for each in filter_documents(actor, DocumentFilter())[:_MOST_DOCUMENTS]
    }
    doings = _doings(request, found, documents) if actor.may(Permission.CHANGE_RULES) else ()

    def keep(given: dict[str, Any]) -> str:
        row = keep_framework(actor, **given, at=clock.now())
        return f"Kept: {row}. Steps on its days name it from now on."

    def withdraw(given: dict[str, Any]) -> str:
        withdraw_framework(actor, ref=given["which"], reason=given["reason"], at=clock.now())
        return "Withdrawn. It stays on record with your reason."

    if done := carry_out(request, doings, {"keep": keep, "withdraw": withdraw}):
        return done
    page = frameworks_page(found, documents, doings, today=clock.today())
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, found: list[Any], documents: dict[str, str]) -> tuple[Doing, ...]:
    form = bound(request, "keep", FrameworkForm, documents=documents.items())
    doings = [Doing(key="keep", title="Keep an edition", button="Keep it", form=form)]
    if found:
        named = [(each.public_id, str(each)) for each in found]
        form = bound(request, "withdraw", WithdrawFrameworkForm, frameworks=named)
        doings.append(
            Doing(
                key="withdraw", title="One was kept by mistake", button="Withdraw it", form=form, folded=True
            )
        )
    return tuple(doings)
