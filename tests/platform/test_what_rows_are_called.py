"""What rows are called where somebody who looks after Heed sees them: enough to find them, and no words of a case."""

from __future__ import annotations

from datetime import UTC, datetime

from heed.platform.access.models import EmergencyAccess, Exclusion, NamedPerson, Restriction, Scope
from heed.platform.accounts.models import Person
from heed.platform.files.models import StoredFile
from heed.platform.partnerships.models import Agency
from heed.platform.registers.models import SavedView

AT = datetime(2025, 6, 1, tzinfo=UTC)


def test_rows_of_access_are_called_by_their_case_and_person() -> None:
    somebody = Person(name="Rosa Reade", email="rosa@westmere.example")
    scope = Scope(level="restricted", case_ref="abc")
    restriction = Restriction(scope=scope, reason="A trial", began_at=AT)
    assert str(scope) == "restricted"
    assert str(Scope(level="agency", agency=Agency(pk=7))) == "agency 7"
    assert str(restriction) == "restriction of abc"
    assert (
        str(NamedPerson(restriction=restriction, person=somebody))
        == f"{somebody} named in restriction of abc"
    )
    assert str(Exclusion(scope=scope, person=somebody)) == f"{somebody} excluded from abc"
    assert str(EmergencyAccess(person=somebody, words="Alder")) == f"{somebody} asks for Alder"


def test_a_file_is_called_by_its_hash_and_a_view_by_its_name() -> None:
    assert str(StoredFile(sha256="0123456789abcdef" * 4)) == "0123456789ab"
    assert str(SavedView(name="Late")) == "Late"
