"""Second factors: who must have one, how one is set up, used, lost and re-issued."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from heed.platform.access.roles import Role
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotVisible
from heed.platform.entrance.models import IdentityCheck, PersonSession
from heed.platform.entrance.operations.factors import reissue_factors
from heed.platform.partnerships.models import Membership, Partnership
from heed.platform.partnerships.operations import add_member
from heed.platform.rules.operations import make_edition
from tests.cast import AT, BEGAN, NAMES, PASSWORD, Cast, client_of, email_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HOW = "Called back on the number in the staff directory"
MANAGER = email_of(NAMES[Role.BUSINESS_MANAGER])
READER = email_of(NAMES[Role.READER])


def code_of(secret: str = SECRET, *, later: int = 0) -> str:
    """What an app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def password_given(email: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.post(reverse("account_login"), {"login": email, "password": PASSWORD})


def person_of(email: str) -> Person:
    return Person.objects.get(email=email)


@pytest.fixture
def required(settings: LazySettings) -> None:
    settings.SECOND_FACTOR = True


@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.BUSINESS_MANAGER, Role.INFORMATION_GOVERNANCE_LEAD]
)
def test_who_can_change_access_sees_nothing_before_a_second_factor(
    role: Role, required: None, cast: Cast
) -> None:
    client = client_of(cast.of[role])
    for path in ("/", reverse("reviews:list"), reverse("jobs:list"), reverse("agencies:list")):
        assert client.get(path).get("Location") == reverse("your_sign_in"), path
    page = client.get(reverse("your_sign_in")).content.decode()
    assert "Before you go on" in page
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("choose_membership")).status_code == 200


def test_other_roles_are_not_made_to_have_one_unless_their_partnership_says_so(
    required: None, cast: Cast
) -> None:
    assert client_of(cast.reader).get("/").status_code == 200
    make_edition(cast.manager, name="sign-in", content={"everybody": True}, after=0, source="", at=AT)
    assert client_of(cast.reader).get("/").get("Location") == reverse("your_sign_in")


def test_a_partnership_takes_nothing_away_from_what_is_shipped(required: None, cast: Cast) -> None:
    content = {"everybody": False, "roles": ["analyst"]}
    make_edition(cast.manager, name="sign-in", content=content, after=0, source="", at=AT)
    assert client_of(cast.manager).get("/").status_code == 302
    assert client_of(cast.of[Role.ANALYST]).get("/").status_code == 302


def test_a_granted_role_asks_for_its_factor_at_the_next_click(required: None, cast: Cast) -> None:
    client = client_of(cast.reader)
    assert client.get("/").status_code == 200
    Membership.objects.filter(pk=cast.reader.membership_id).update(roles=["administrator"])
    assert client.get("/").get("Location") == reverse("your_sign_in")


def test_an_app_is_set_up_without_script_and_then_asked_for(required: None, cast: Cast) -> None:
    client, answer = password_given(MANAGER)
    assert answer.status_code == 302
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    key = re.search(r"(?:[A-Z2-7]{4} ){3,}[A-Z2-7]{1,4}", page)
    assert key, "the key stands beside the picture, to be typed"
    secret = key.group().replace(" ", "")
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 422
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<code>(\d{8})</code>", client.get(done["Location"]).content.decode())
    assert len(codes) == 10
    assert client.get("/").status_code == 200
    assert Event.objects.filter(kind="factor.added", actor_ref=cast.manager.person_ref).count() == 2

    again, answer = password_given(MANAGER)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert again.get("/").status_code == 302, "the password alone opens nothing"
    assert again.get(reverse("mfa_authenticate")).status_code == 200
    assert again.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422
    assert again.post(reverse("mfa_authenticate"), {"code": code_of(secret, later=1)}).status_code == 302
    assert again.get("/").status_code == 200

    printed, _ = password_given(MANAGER)
    assert printed.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    twice, _ = password_given(MANAGER)
    assert twice.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 422, "each works once"


def test_a_code_is_used_once(cast: Cast) -> None:
    TOTP.activate(person_of(READER), SECRET)
    code = code_of()
    first, _ = password_given(READER)
    assert first.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    second, _ = password_given(READER)
    assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 422


def test_codes_are_not_guessed(cast: Cast) -> None:
    TOTP.activate(person_of(READER), SECRET)
    client, _ = password_given(READER)
    for _ in range(10):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.post(reverse("mfa_authenticate"), {"code": code_of()}).status_code in (422, 429)
    assert client.get("/").status_code == 302


def test_keys_are_not_readable_in_the_database(cast: Cast) -> None:
    TOTP.activate(person_of(READER), SECRET)
    RecoveryCodes.activate(person_of(READER))
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored
    codes = Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()
    assert not any(code in stored for code in codes)


def test_with_another_signing_key_an_app_fits_no_more_and_nothing_breaks(
    cast: Cast, settings: LazySettings
) -> None:
    TOTP.activate(person_of(READER), SECRET)
    settings.SECRET_KEY = "another"
    client, _ = password_given(READER)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of()}).status_code == 422


def test_removing_ones_factor_asks_who_it_is_and_is_an_event(required: None, cast: Cast) -> None:
    TOTP.activate(person_of(MANAGER), SECRET)
    client, _ = password_given(MANAGER)
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    asked = client.post(reverse("mfa_deactivate_totp"))
    assert reverse("account_reauthenticate") in asked["Location"]
    assert Authenticator.objects.exists()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(kind="factor.removed").count() == 1
    assert client.get("/").get("Location") == reverse("your_sign_in")


def test_a_lost_factor_is_reissued_after_a_recorded_check(required: None, cast: Cast) -> None:
    person = person_of(READER)
    TOTP.activate(person, SECRET)
    open_session = client_of(cast.reader)
    assert open_session.get("/").status_code == 200
    reissue_factors(cast.manager, person_ref=person.public_id, how=HOW, at=AT)
    assert not Authenticator.objects.filter(user=person).exists()
    check = IdentityCheck.objects.get()
    assert (check.person, check.checked_by_id, check.how) == (person, cast.manager.person_id, HOW)
    event = Event.objects.get(kind="factor.reissued")
    assert (event.actor_ref, event.subject_ref) == (cast.manager.person_ref, person.public_id)
    assert HOW not in str(event.facts)
    assert open_session.get("/").status_code == 302, "whoever had the session has lost it"
    assert not PersonSession.objects.filter(person=person).exists()


def test_nobody_reissues_their_own_nor_without_saying_how_nor_of_others(cast: Cast) -> None:
    reader = person_of(READER).public_id
    with pytest.raises(NotAllowed):
        reissue_factors(cast.manager, person_ref=cast.manager.person_ref, how=HOW, at=AT)
    with pytest.raises(Invalid):
        reissue_factors(cast.manager, person_ref=reader, how=" ok ", at=AT)
    with pytest.raises(NotAllowed):
        reissue_factors(cast.officer, person_ref=reader, how=HOW, at=AT)
    with pytest.raises(NotVisible):
        reissue_factors(cast.outsider, person_ref=reader, how=HOW, at=AT)


def test_one_partnership_cannot_change_how_anothers_people_sign_in(cast: Cast) -> None:
    """Whoever can take factors away and give passwords could come in as them."""
    outsider = Person.objects.get(pk=cast.outsider.person_id)
    westmere = Partnership.objects.get(pk=cast.manager.partnership_id)
    add_member(
        westmere,
        person=outsider,
        agency=westmere.agencies.all()[0],
        roles=[Role.READER],
        starts_on=BEGAN,
    )
    with pytest.raises(NotAllowed, match="another partnership"):
        reissue_factors(cast.manager, person_ref=outsider.public_id, how=HOW, at=AT)


def test_the_business_manager_asks_it_of_everybody_on_a_page(required: None, cast: Cast) -> None:
    TOTP.activate(person_of(MANAGER), SECRET)
    client = client_of(cast.manager)
    assert "administrator" in client.get(reverse("sign_in_rules")).content.decode()
    assert client.post(reverse("sign_in_rules"), {"everybody": "on", "version": "1"}).status_code == 302
    assert "Everybody in this partnership" in client.get(reverse("sign_in_rules")).content.decode()
    assert client_of(cast.reader).get("/").get("Location") == reverse("your_sign_in")
    assert client.post(reverse("sign_in_rules"), {"version": "1"}).status_code == 409
