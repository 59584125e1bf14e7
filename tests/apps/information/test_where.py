"""A search for a person finds no more than its searcher may see: no earlier words, sealed name or participant."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

import heed
from heed.chronologies.operations import change_entry
from heed.chronologies.types import NewEntry
from heed.information.models import InformationRequest
from heed.information.operations import search_for_person
from heed.information.queries.requests import mentions_of
from heed.information.queries.where import REVISED, REVISED_OF_NO_CASE, path_to_scope
from heed.platform.access.models import Record
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.operations import keep_revision
from heed.platform.people.operations import exclude_person
from tests import cast_chronologies, cast_information
from tests.cast import AT, Cast

KAYLEIGH = "Kayleigh Marsh"


@pytest.fixture
def lead(cast: Cast) -> Actor:
    return cast.of[Role.INFORMATION_GOVERNANCE_LEAD]


def searched(actor: Actor, name: str = KAYLEIGH) -> InformationRequest:
    row = cast_information.a_request(actor, at=AT, person_name=name, born_on=None)
    search_for_person(actor, ref=row.public_id, at=AT)
    return row


def places(actor: Actor, row: InformationRequest) -> set[str]:
    return set(mentions_of(actor, row).values_list("model", flat=True))


def test_earlier_words_of_a_chronology_are_not_for_whom_its_case_excludes(cast: Cast, lead: Actor) -> None:
    chronology = cast_chronologies.opened(cast)
    entry = cast_chronologies.typed(cast, chronology)
    given = NewEntry(written="2 March 2024", event="Another visit.", source="Duty record")
    change_entry(
        cast_chronologies.contributor(cast), ref=entry.public_id, given=given, version=entry.version, at=AT
    )
    before = searched(lead)
    assert "base.Revision" in places(lead, before)
    exclude_person(
        cast.manager,
        ref=chronology.review.public_id,
        person=lead.person_ref,
        reason="Own practice",
        version=0,
        at=AT,
    )
    assert places(lead, before) == set()
    assert places(lead, searched(lead)) == set()
    assert "base.Revision" in places(cast.manager, searched(cast.manager))


def test_earlier_words_of_a_kind_that_nobody_declared_are_nobodys(cast: Cast, lead: Actor) -> None:
    for kind, found in (("agency", True), ("something_new", False)):
        keep_revision(
            partnership_id=lead.partnership_id,
            subject_kind=kind,
            subject_ref="ref",
            field="name",
            words=f"{kind.title()} Person",
            by="",
            at=AT,
        )
        assert ("base.Revision" in places(lead, searched(lead, f"{kind.title()} Person"))) is found


def test_every_kind_of_earlier_words_is_declared() -> None:
    """As each `keep_revision` in the source names it: a record whose readers see them, or of no case."""
    written = dict(_kinds_written())
    assert len(written) > 15
    assert set(written.values()) == {*REVISED, *REVISED_OF_NO_CASE}
    for label in REVISED.values():
        model = apps.get_model(label)
        assert issubclass(model, Record) or path_to_scope(model), label


def _kinds_written() -> Iterator[tuple[str, str]]:
    """Where earlier words are kept, and the kind they are kept under."""
    for path in Path(heed.__file__).parent.rglob("*.py"):
        text = path.read_text()
        if "keep_revision" not in text:
            continue
        tree = ast.parse(text)
        names = {
            target.id: each.value.value
            for each in tree.body
            if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
            for target in each.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "keep_revision":
                yield f"{path}:{call.lineno}", _kind_of(call, names)


def _kind_of(call: ast.Call, names: dict[str, Any]) -> str:
    given: dict[str | None, Any] = {each.arg: each.value for each in call.keywords}
    if "subject_kind" not in given:
        assert given[None].func.id == "words_so_far", ast.unparse(call)
        return "proposal"
    kind = given["subject_kind"]
    return str(kind.value if isinstance(kind, ast.Constant) else names[kind.id])
