"""Signing in before the house rules: how its events happen, and where its operations differ and why."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from heed.platform.access.roles import Role
from heed.platform.accounts.models import Person
from heed.platform.entrance.letters import INVITATION, PASSWORD
from heed.platform.entrance.links import token_of
from heed.platform.entrance.models import Invitation, PasswordLink
from heed.platform.entrance.operations.factors import note_factor_added, note_factor_removed, reissue_factors
from heed.platform.entrance.operations.invitations import (
    accept_invitation,
    invite,
    send_again,
    withdraw_invitation,
)
from heed.platform.entrance.operations.passwords import choose_password, make_password_link
from heed.platform.entrance.operations.providers import come_in_by_provider
from heed.platform.entrance.operations.sessions import end_sessions_of
from heed.platform.entrance.providers import Provider, VouchedFor
from heed.platform.single_use.models import OneTask
from heed.platform.single_use.operations import (
    answer_by_link,
    ask_by_link,
    give_code,
    make_code,
    withdraw_link,
)
from heed.platform.single_use.queries import token
from tests.cast import AT, Cast, Register, client_of

A_PROVIDER = Provider(
    "westmere", "Westmere Council", "https://login.example", "heed", "", ("westmere.example",)
)


def an_invitation(cast: Cast) -> Invitation:
    return invite(
        cast.manager,
        email="nell.newby@westmere.example",
        name="Nell Newby",
        agency_ref=cast.manager.agency_ref,
        roles=[Role.READER],
        post="",
        site="http://testserver",
        at=timezone.now(),
    )


def a_password_link(cast: Cast) -> PasswordLink:
    return make_password_link(
        cast.manager, person_ref=cast.reader.person_ref, site="http://testserver", at=timezone.now()
    )


def things(cast: Cast) -> dict[str, str]:
    """What addresses about signing in point at, by the names that the permission table uses."""
    invitation, password = an_invitation(cast), a_password_link(cast)
    return {
        "person": cast.reader.person_ref,
        "invitation": invitation.public_id,
        "invitation.token": token_of(invitation, kind=INVITATION),
        "password.token": token_of(password, kind=PASSWORD),
    }


def a_link(cast: Cast, register: Register) -> tuple[OneTask, str]:
    row, _ = ask_by_link(
        cast.manager,
        kind="document",
        subject_ref=register.accepted.document.public_id,
        asked_of="Dr Ann Bell",
        told_how="by phone",
        days=7,
        site="http://testserver",
        at=timezone.now(),
    )
    return make_code(cast.officer, ref=row.public_id, at=timezone.now())


def things_of_links(cast: Cast, register: Register) -> dict[str, str]:
    """A link for somebody without an account, with its code."""
    row, code = a_link(cast, register)
    return {"one_task": row.public_id, "one_task.token": token(row), "one_task.code": code}


def opened(cast: Cast, register: Register) -> OneTask:
    row, code = a_link(cast, register)
    return give_code(token=token(row), code=code, at=timezone.now())


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "session.began": lambda register, cast: client_of(cast.reader),
    "session.ended": lambda register, cast: end_sessions_of(
        cast.manager, person_ref=cast.reader.person_ref, at=timezone.now()
    ),
    "factor.added": lambda register, cast: note_factor_added(cast.reader, kind="totp", at=AT),
    "factor.removed": lambda register, cast: note_factor_removed(cast.reader, kind="totp", at=AT),
    "factor.reissued": lambda register, cast: reissue_factors(
        cast.manager, person_ref=cast.reader.person_ref, how="Asked in person, staff card seen", at=AT
    ),
    "account.linked": lambda register, cast: come_in_by_provider(
        vouched=VouchedFor(A_PROVIDER, "subject", Person.objects.get(pk=cast.reader.person_id).email, ""),
        at=timezone.now(),
    ),
    "link.made": lambda register, cast: a_link(cast, register),
    "link.code_made": lambda register, cast: a_link(cast, register),
    "link.opened": lambda register, cast: opened(cast, register),
    "link.answered": lambda register, cast: answer_by_link(
        token=token(row := opened(cast, register)),
        sha256=row.sha256,
        answer="approved",
        words="",
        at=timezone.now(),
    ),
    "link.withdrawn": lambda register, cast: withdraw_link(
        cast.manager, ref=a_link(cast, register)[0].public_id, at=timezone.now()
    ),
    "invitation.made": lambda register, cast: an_invitation(cast),
    "invitation.sent_again": lambda register, cast: send_again(
        cast.manager, ref=an_invitation(cast).public_id, site="http://testserver", at=AT
    ),
    "invitation.withdrawn": lambda register, cast: withdraw_invitation(
        cast.manager, ref=an_invitation(cast).public_id, at=AT
    ),
    "invitation.accepted": lambda register, cast: accept_invitation(
        token=token_of(an_invitation(cast), kind=INVITATION),
        name="Nell Newby",
        password="three random words",
        signed_in=None,
        at=timezone.now(),
    ),
    "password.link_made": lambda register, cast: a_password_link(cast),
    "password.chosen": lambda register, cast: choose_password(
        token=token_of(a_password_link(cast), kind=PASSWORD),
        password="three random words",
        at=timezone.now(),
    ),
}

_SESSIONS = "heed.platform.entrance.operations.sessions."
_FACTORS = "heed.platform.entrance.operations.factors."

_INVITATIONS = "heed.platform.entrance.operations.invitations."
_PROVIDERS = "heed.platform.entrance.operations.providers."
_PASSWORDS = "heed.platform.entrance.operations.passwords."

_LINKS = "heed.platform.single_use.operations."

WITHOUT_ACTOR = {
    f"{_LINKS}give_code": "somebody without an account",
    f"{_LINKS}answer_by_link": "somebody without an account",
    "heed.platform.entrance.operations.rescue.reset_on_this_machine": "whoever runs the machine need not be a member",
    f"{_PROVIDERS}come_in_by_provider": "who comes in is known by what the provider says",
    f"{_INVITATIONS}accept_invitation": "who comes in is nobody yet",
    f"{_INVITATIONS}accept_by_provider": "who comes in is nobody yet",
    f"{_PASSWORDS}ask_for_password_link": "somebody who cannot sign in asks",
    f"{_PASSWORDS}send_password_link": "Heed's own work for somebody who cannot sign in",
    f"{_PASSWORDS}choose_password": "somebody who cannot sign in chooses",
    f"{_PASSWORDS}find_password_link": "looks only, nothing is changed",
    f"{_SESSIONS}begin_session": "somebody signs in: there is no actor yet",
    f"{_SESSIONS}note_password_changed": "of one's own account, also without a membership",
    f"{_SESSIONS}see_session": "kept for whoever holds the session",
    f"{_SESSIONS}leave_session": "somebody signs out, also without a membership",
    f"{_SESSIONS}forget_sessions": "within the caller's operation, which says who",
}
WITHOUT_MOMENT = {f"{_PASSWORDS}send_password_link": "begins when the worker takes it"}
WITHOUT_EVENT = {
    f"{_LINKS}give_code": "written as of a visitor, through record_of_visitor",
    f"{_LINKS}answer_by_link": "written as of a visitor, through record_of_visitor",
    "heed.platform.entrance.operations.rescue.reset_on_this_machine": "written as of the person, through record_of_person",
    f"{_PROVIDERS}come_in_by_provider": "written as of the person, through record_of_person",
    f"{_PASSWORDS}find_password_link": "looks only",
    f"{_PASSWORDS}ask_for_password_link": "the worker finds out whose it is, and writes the event",
    f"{_PASSWORDS}send_password_link": "written as of the person, through record_of_person",
    f"{_PASSWORDS}choose_password": "written as of the person, through record_of_person",
    f"{_SESSIONS}see_session": "what the person looks at is the event",
    f"{_SESSIONS}forget_sessions": "the caller's operation is the event",
}
WITHOUT_VERSION = {
    f"{_LINKS}ask_by_link": "a row of its own",
    f"{_LINKS}make_code": "made anew it replaces the one before, which nobody has used",
    f"{_LINKS}withdraw_link": "withdrawn twice is withdrawn; an answered one is refused",
    f"{_LINKS}give_code": "counts tries in one statement",
    f"{_LINKS}answer_by_link": "claims the link by its state, bound to the bytes that were shown",
    "heed.platform.entrance.operations.rescue.reset_on_this_machine": "factors that are taken away; taken twice is taken",
    f"{_INVITATIONS}invite": "a row of its own, whose mail it then waits for",
    f"{_INVITATIONS}send_again": "a new link; nobody types into it",
    f"{_INVITATIONS}withdraw_invitation": "withdrawn twice is withdrawn",
    f"{_INVITATIONS}accept_invitation": "claims the invitation by its state: the second finds nothing",
    f"{_INVITATIONS}accept_by_provider": "claims the invitation by its state: the second finds nothing",
    f"{_PASSWORDS}make_password_link": "earlier links go; nobody types into them",
    f"{_PASSWORDS}ask_for_password_link": "links that ran out go",
    f"{_PASSWORDS}send_password_link": "the worker's own result, once",
    f"{_PASSWORDS}choose_password": "claims the link by its state; a password is nobody else's text",
    f"{_SESSIONS}begin_session": "a row of this session only; nobody types into it",
    f"{_SESSIONS}see_session": "a moment; nobody types it",
    f"{_SESSIONS}leave_session": "a session that ends; ended twice is ended",
    f"{_SESSIONS}end_own_session": "a session that ends; ended twice is ended",
    f"{_SESSIONS}end_own_other_sessions": "sessions that end; ended twice is ended",
    f"{_SESSIONS}forget_sessions": "sessions that end; ended twice is ended",
    f"{_FACTORS}reissue_factors": "factors that are taken away; taken twice is taken",
}
