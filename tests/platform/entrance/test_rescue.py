"""The way back in where no manager can help."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from heed.cli.reset_sign_in import reset_sign_in
from heed.platform.access.roles import Role
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid
from heed.platform.entrance.letters import password_address
from heed.platform.entrance.models import IdentityCheck
from heed.platform.entrance.operations.rescue import reset_on_this_machine
from tests.cast import NAMES, Cast, client_of, email_of

MANAGER = email_of(NAMES[Role.BUSINESS_MANAGER])
HOW = "Seen in person, with passport"


def test_it_takes_factors_away_ends_sessions_and_gives_a_link(cast: Cast) -> None:
    TOTP.activate(Person.objects.get(email=MANAGER), "JBSWY3DPEHPK3PXP")
    inside = client_of(cast.manager)
    taken, link = reset_on_this_machine(email=MANAGER, how=HOW, site="http://testserver", at=timezone.now())
    assert taken == 1
    assert not Authenticator.objects.exists()
    assert inside.get("/").status_code == 302
    assert Client().get(password_address(link).removeprefix("http://testserver")).status_code == 200
    assert IdentityCheck.objects.get().how == HOW
    assert Event.objects.filter(kind="factor.reissued", subject_ref=cast.manager.person_ref).exists()


@pytest.mark.parametrize(("email", "how"), [("nobody@westmere.example", HOW), (MANAGER, "yes")])
def test_it_needs_somebody_and_a_reason(email: str, how: str, cast: Cast) -> None:
    with pytest.raises(Invalid):
        reset_on_this_machine(email=email, how=how, site="", at=timezone.now())


def test_the_command_prints_the_link(cast: Cast) -> None:
    said = CliRunner().invoke(reset_sign_in, [MANAGER, "--how", HOW, "--site", "https://heed.example"])
    assert said.exit_code == 0, said.output
    assert "https://heed.example/sign-in/new-password/" in said.output
    wrong = CliRunner().invoke(reset_sign_in, ["x@y.example", "--how", HOW])
    assert wrong.exit_code == 1
    assert "Nobody" in wrong.output
