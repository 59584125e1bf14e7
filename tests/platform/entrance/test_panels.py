"""What the people's pages say of signing in."""

from __future__ import annotations

from django.urls import reverse

from heed.platform.access.roles import Role
from tests.cast import Cast, client_of
from tests.house_rules.signing_in import an_invitation


def test_the_list_of_people_offers_inviting_and_says_who_is_waited_for(cast: Cast) -> None:
    client = client_of(cast.manager)
    assert "not here yet" not in client.get(reverse("people:list")).content.decode()
    an_invitation(cast)
    page = client.get(reverse("people:list")).content.decode()
    assert "1 person invited, not here yet" in page
    assert reverse("invite") in page


def test_a_persons_page_says_how_they_sign_in_to_those_who_manage_people(cast: Cast) -> None:
    client_of(cast.reader).get("/")
    address = reverse("people:person", args=[cast.reader.person_ref])
    page = client_of(cast.manager).get(address).content.decode()
    assert "No second factor. Signed in with 1 browser." in page
    assert reverse("person_sign_in", args=[cast.reader.person_ref]) in page
    own = client_of(cast.manager).get(reverse("people:person", args=[cast.manager.person_ref]))
    assert reverse("your_sign_in") in own.content.decode()
    lead = client_of(cast.of[Role.INFORMATION_GOVERNANCE_LEAD]).get(address)
    assert "Signed in with" not in lead.content.decode()
