"""Who decides what: read, confirmed and changed by the partnership itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heed.platform.access.decisions import Edition, decides_words
from heed.platform.access.policies import check_may
from heed.platform.access.roles import ROLES, Permission
from heed.platform.access.types import Actor
from heed.platform.approvals import operations as do
from heed.platform.approvals.forms import EditionForm, PartnersForm
from heed.platform.approvals.rights import NAME, Rights, agencies_of_partners, agencies_to_choose, rights_of
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.http.acting import run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.rules.queries import list_editions
from heed.platform.ui.frame import render
from heed.platform.ui.wording import day, moment, words


@dataclass(frozen=True, kw_only=True)
class EditionCard:
    key: str
    name: str
    begins: str
    decides: str
    source: str
    confirmed: str
    in_force: bool
    change_href: str


@dataclass(frozen=True, kw_only=True)
class WhoDecidesPage:
    """`after` is the partnership's edition of these rules; `made` the editions that there were, newest first."""

    title: str
    lead: str
    decisions: tuple[str, ...]
    editions: tuple[EditionCard, ...]
    partners: tuple[tuple[str, str], ...]
    made: tuple[str, ...]
    after: int
    may_change: bool


@dataclass(frozen=True, kw_only=True)
class ChangePage:
    title: str
    lead: str
    form: Any
    button: str


@require_http_methods(["GET", "POST"])
def who_decides(request: HttpRequest) -> HttpResponse:
    """Who decides what by each edition of guidance; those who may confirm an edition here."""
    actor = actor_of_request(request)
    if request.method == "POST":
        begins_on = _begins(request.POST.get("edition", ""))
        do.confirm_who_decides(actor, begins_on=begins_on, after=_after(request), at=clock.now())
        messages.success(request, "Confirmed in your name.")
        return redirect("approvals:who_decides")
    rights = rights_of(actor)
    page = WhoDecidesPage(
        title="Who decides what",
        lead=_lead(actor, rights),
        decisions=tuple(rights.rules.decisions.values()),
        editions=tuple(_card(each, rights) for each in reversed(rights.rules.editions)),
        partners=tuple(
            (partner.name, words([each.name for each in agencies]))
            for partner, agencies in agencies_of_partners(actor, on=clock.today())
        ),
        made=tuple(
            f"Edition {row.number}, by {row.made_by.name}, {moment(row.made_at)}"
            for row in list_editions(actor, NAME)
        ),
        after=rights.number,
        may_change=actor.may(Permission.SAY_WHO_DECIDES),
    )
    return render(request, "approvals/who_decides.html", page)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, begins: str = "") -> HttpResponse:
    """Change who decides by one edition of guidance, or add an edition."""
    actor = actor_of_request(request)
    check_may(actor, Permission.SAY_WHO_DECIDES)
    rights = rights_of(actor)
    old = next((each for each in rights.rules.editions if each.begins_on.isoformat() == begins), None)
    if begins and old is None:
        raise NotVisible
    roles = [
        (role.value, each.name.capitalize()) for role, each in ROLES.items() if role not in rights.rules.never
    ]
    form = EditionForm(request.POST or None, roles=roles, initial=_initial(old, rights))

    def save(typed: dict[str, Any]) -> str:
        together = typed.pop("together") == "yes"
        instead_of = old.begins_on if old else None
        do.say_who_decides(actor, instead_of=instead_of, together=together, **typed, at=clock.now())
        return "Saved. Nobody has confirmed it against its source yet."

    if request.method == "POST" and (said := run_form(form, save)):
        messages.success(request, said)
        return redirect("approvals:who_decides")
    page = ChangePage(
        title="Change who decides" if old else "Add an edition of guidance",
        lead=old.name if old else "It counts from its first day until the next edition begins.",
        form=form,
        button="Save",
    )
    return render(request, "approvals/change_who_decides.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def partners(request: HttpRequest) -> HttpResponse:
    """Say which agency each safeguarding partner is."""
    actor = actor_of_request(request)
    check_may(actor, Permission.SAY_WHO_DECIDES)
    rights = rights_of(actor)
    found = agencies_of_partners(actor, on=clock.today())
    form = PartnersForm(
        request.POST or None,
        partners=[
            (
                partner.code,
                partner.name[:1].upper() + partner.name[1:],
                agencies_to_choose(actor, partner, rights.chosen.get(partner.code, ())),
            )
            for partner, _ in found
        ],
        initial={
            "after": rights.number,
            **{
                partner.code: rights.chosen.get(partner.code) or [each.public_id for each in now]
                for partner, now in found
            },
        },
    )

    def save(typed: dict[str, Any]) -> str:
        do.name_partners(actor, after=typed.pop("after"), agencies=typed, at=clock.now())
        return "Saved. What is put to the partners from now on goes to these agencies."

    if request.method == "POST" and (said := run_form(form, save)):
        messages.success(request, said)
        return redirect("approvals:who_decides")
    page = ChangePage(
        title="The safeguarding partners",
        lead="Which agency is which partner. Choose an agency that came before as well, for decisions of its time.",
        form=form,
        button="Save",
    )
    return render(request, "approvals/change_who_decides.html", page, status=422 if form.errors else 200)


def _lead(actor: Actor, rights: Rights) -> str:
    waiting = sum(not each.confirmed_by for each in rights.rules.editions)
    confirmed = (
        "Each edition was confirmed against its source by a person."
        if not waiting
        else "What nobody has confirmed against its source says so."
    )
    whose = f"as {actor.partnership_name} has it" if rights.number else "as Heed is shipped"
    two = "What is published takes two people: where one alone decides, a second one approves the same bytes."
    return f"Who decides about a review, {whose}. {confirmed} {two}"


def _card(edition: Edition, rights: Rights) -> EditionCard:
    begun = [each for each in rights.rules.editions if each.begins_on <= clock.today()]
    key = edition.begins_on.isoformat()
    on = f", {day(edition.confirmed_on)}" if edition.confirmed_on else ""
    return EditionCard(
        key=key,
        name=edition.name,
        begins=day(edition.begins_on),
        decides=decides_words(edition.by, together=edition.together),
        source=edition.source,
        confirmed=f"Confirmed by {edition.confirmed_by}{on}" if edition.confirmed_by else "",
        in_force=bool(begun) and edition == begun[-1],
        change_href=reverse("approvals:change_who_decides", args=[key]),
    )


def _initial(old: Edition | None, rights: Rights) -> dict[str, Any]:
    if old is None:
        return {"after": rights.number}
    return {
        "name": old.name,
        "begins_on": old.begins_on,
        "by": [role.value for role in old.by],
        "together": "yes" if old.together else "no",
        "source": old.source,
        "after": rights.number,
    }


def _begins(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise NotVisible from None


def _after(request: HttpRequest) -> int:
    """The edition that the form was made from."""
    typed = request.POST.get("after", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
