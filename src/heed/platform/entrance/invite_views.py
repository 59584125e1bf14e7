"""Inviting people, and what an invited person opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from heed.platform.access.policies import check_may
from heed.platform.access.roles import ROLES, Permission, Role
from heed.platform.accounts.models import Person
from heed.platform.base.errors import Invalid
from heed.platform.entrance.forms import AcceptForm, InviteForm
from heed.platform.entrance.invitations import find_invitation, find_open_invitation, list_invitations
from heed.platform.entrance.letters import invitation_address
from heed.platform.entrance.models import Invitation
from heed.platform.entrance.operations.invitations import (
    accept_invitation,
    invite,
    send_again,
    withdraw_invitation,
)
from heed.platform.entrance.providers import provider_for
from heed.platform.http.middleware import public
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.frame import render

_MAIL = {
    Invitation.Mail.NONE: "not mailed: hand the link on yourself",
    Invitation.Mail.WAITING: "being mailed",
    Invitation.Mail.SENT: "mailed",
    Invitation.Mail.FAILED: "could not be mailed: hand the link on yourself",
}


@dataclass(frozen=True, kw_only=True)
class InvitationRow:
    ref: str
    email: str
    name: str
    agency: str
    roles: str
    invited: datetime
    by: str
    until: datetime
    over: bool
    mail: str


@dataclass(frozen=True, kw_only=True)
class InvitePage:
    title: str
    form: InviteForm


@dataclass(frozen=True, kw_only=True)
class InvitationsPage:
    title: str
    rows: tuple[InvitationRow, ...]


@dataclass(frozen=True, kw_only=True)
class InvitationPage:
    title: str
    row: InvitationRow
    link: str
    site: str


@dataclass(frozen=True, kw_only=True)
class AcceptPage:
    """`known` says that the address has an account: then signing in takes the place of choosing a password."""

    title: str
    partnership: str
    agency: str
    roles: str
    email: str
    known: bool
    signed_in: bool
    provider: str
    """The organisation whose own sign-in takes the place of a password; "" where a password is chosen."""
    sign_in: str
    form: AcceptForm


def site_of(request: HttpRequest) -> str:
    """How this person reached Heed: what the links that are made for them begin with."""
    return request.build_absolute_uri("/").rstrip("/")


@require_http_methods(["GET", "POST"])
def invite_somebody(request: HttpRequest) -> HttpResponse:
    """Invite somebody; then the link is shown, to be handed on."""
    actor = actor_of_request(request)
    check_may(actor, Permission.MANAGE_PEOPLE)
    agencies = [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]
    form = InviteForm(request.POST or None, agencies=agencies)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                row = invite(
                    actor,
                    email=given["email"],
                    name=given["name"],
                    agency_ref=given["agency"],
                    roles=form.roles_given(),
                    post=given["post"],
                    site=site_of(request),
                    at=timezone.now(),
                )
            except Invalid as refusal:
                for field, sentence in refusal.fields.items():
                    form.add_error(field, sentence)
            else:
                return redirect("invitation", ref=row.public_id)
    return render(
        request, "entrance/invite.html", InvitePage(title="Invite somebody", form=form), status=status
    )


@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Who has been invited and has not come yet."""
    now = timezone.now()
    rows = tuple(_row(each, now) for each in list_invitations(actor_of_request(request)))
    return render(request, "entrance/invitations.html", InvitationsPage(title="Open invitations", rows=rows))


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, ref: str) -> HttpResponse:
    """One invitation with its link; sending it again, and withdrawing it."""
    actor, now = actor_of_request(request), timezone.now()
    row = find_invitation(actor, ref)
    if request.method == "POST":
        if request.POST.get("do") == "withdraw":
            withdraw_invitation(actor, ref=ref, at=now)
            messages.success(request, f"The invitation to {row.email} is withdrawn. Its link opens nothing.")
            return redirect("invitations")
        send_again(actor, ref=ref, site=site_of(request), at=now)
        messages.success(request, "There is a new link. The one before opens nothing any more.")
        return redirect("invitation", ref=ref)
    usable = not (row.accepted_at or row.withdrawn_at or row.expires_at <= now)
    page = InvitationPage(
        title=f"Invitation to {row.name}",
        row=_row(row, now),
        link=(link := invitation_address(row) if usable else ""),
        site=urlsplit(link).netloc,
    )
    return render(request, "entrance/invitation.html", page)


@public
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """What an invited person opens: their name and a password, and they are in."""
    now = timezone.now()
    row = find_open_invitation(token, at=now)
    known = Person.objects.filter(email__iexact=row.email).first()
    provider = provider_for(row.email)
    mine = known is not None and request.user.is_authenticated and request.user.pk == known.pk
    form = AcceptForm(request.POST or None, initial={"name": row.name})
    status = 200
    if request.method == "POST" and (mine or form.is_valid()):
        try:
            membership = accept_invitation(
                token=token,
                name="" if mine else form.cleaned_data["name"],
                password=None if mine else form.cleaned_data["password"],
                signed_in=known if mine else None,
                at=now,
            )
        except Invalid as refusal:
            for field, sentence in refusal.fields.items():
                form.add_error(field, sentence)
            status = 422
        else:
            request.session["membership"] = membership.public_id
            if mine:
                return redirect("home")
            return _come_in(request, membership.person, membership.public_id)
    elif request.method == "POST":
        status = 422
    page = AcceptPage(
        title=f"Join {row.partnership.name}",
        partnership=row.partnership.name,
        agency=row.agency.name,
        roles=_roles(row),
        email=row.email,
        known=known is not None,
        signed_in=mine,
        provider=provider.name if provider else "",
        sign_in=f"{reverse('account_login')}?next={request.path}",
        form=form,
    )
    return render(request, "entrance/accept.html", page, status=status)


def _come_in(request: HttpRequest, person: Person, membership_ref: str) -> HttpResponse:
    """Signed in at once, by the same steps as with a password."""
    answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=reverse("home")))
    request.session["membership"] = membership_ref
    return answer


def _row(row: Invitation, now: datetime) -> InvitationRow:
    return InvitationRow(
        ref=row.public_id,
        email=row.email,
        name=row.name,
        agency=row.agency.name,
        roles=_roles(row),
        invited=row.invited_at,
        by=row.invited_by.name,
        until=row.expires_at,
        over=row.expires_at <= now,
        mail=_MAIL[Invitation.Mail(row.mail)] if settings.MAIL_SENT else _MAIL[Invitation.Mail.NONE],
    )


def _roles(row: Invitation) -> str:
    known = {role.value for role in Role}
    return ", ".join(ROLES[Role(each)].name for each in row.roles if each in known)
