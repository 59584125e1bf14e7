"""Those who decide together: one for each partner, and what they decide about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from heed.library.models import Document
from heed.platform.access.queries import actor_of
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.approvals.operations import open_joint_approval
from heed.platform.approvals.types import JointView
from heed.platform.partnerships.models import Agency, Partnership
from heed.platform.partnerships.operations import add_member
from tests.cast import AGENCIES, BEGAN, PASSWORD, Cast, Register

NOW = datetime(2025, 6, 2, 14, 0, tzinfo=UTC)


@pytest.fixture
def document(register: Register) -> Document:
    return register.accepted.document


@pytest.fixture
def partners(cast: Cast) -> dict[str, Actor]:
    """A delegated safeguarding partner for each of the three agencies, by the agency's name."""
    westmere = Partnership.objects.get(pk=cast.manager.partnership_id)
    found = {}
    for number, name in enumerate(AGENCIES):
        person = Person.objects.create_person(
            email=f"partner{number}@westmere.example", name=f"Partner {number}", password=PASSWORD
        )
        member = add_member(
            westmere,
            person=person,
            agency=Agency.objects.get(name=name),
            roles=[Role.DELEGATED_SAFEGUARDING_PARTNER],
            starts_on=BEGAN,
        )
        found[name] = actor_of(person, member)
    return found


@pytest.fixture
def put(cast: Cast, document: Document) -> JointView:
    """The response, a document, put to the partners."""
    return open_joint_approval(
        cast.manager, kind="document", ref=document.public_id, decision="endorse_response", at=NOW
    )
