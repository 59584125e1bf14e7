"""A search for a person finds no more than its searcher may see: no earlier words, sealed name or participant."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

import heed
from heed.chronologies.operations import change_entry
from heed.chronologies.types import NewEntry
from heed.information.models import InformationRequest
from heed.information.operations import search_for_person
from heed.information.queries.requests import mentions_of
from heed.information.queries.where import (
    OPENED_ONE_BY_ONE,
    OPENED_WITH,
    REVISED,
    REVISED_OF_NO_CASE,
    path_to_scope,
    places_of_words,
)
from heed.platform.access.models import Record
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.operations import keep_revision
from heed.platform.people.operations import exclude_person
from heed.reviews.operations.participation import keep_views, mark_told
from tests import cast_chronologies, cast_information, cast_review_work
from tests.cast import AT, Cast, Register, client_of

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


def test_who_takes_part_is_searched_by_those_whose_role_opens_it(
    cast: Cast, register: Register, lead: Actor
) -> None:
    row = cast_review_work.participant(cast, register)
    name = row.name
    told: dict[str, Any] = {"ref": row.public_id, "at": AT}
    mark_told(cast.manager, told_on=AT.date(), **told)
    for version, views in ((2, f"{name} was tired."), (3, "She was tired.")):
        keep_views(cast.manager, views=views, support="", version=version, **told)
    by_manager = searched(cast.manager, name)
    assert places(cast.manager, by_manager) >= {"reviews.Participant", "base.Revision"}
    assert places(lead, by_manager) == set()
    by_lead = searched(lead, name)
    assert places(lead, by_lead) == set()
    page = client_of(lead).get(reverse("information:request", args=[by_lead.public_id])).content.decode()
    open_rows, folded = page.split(" places where nothing was found")
    assert "participants: the role of whoever searched does not open these" in open_rows
    assert "agency merges" in folded


def test_whom_a_pseudonym_stands_for_is_in_no_search(cast: Cast, lead: Actor) -> None:
    cast_chronologies.named(cast, cast_chronologies.opened(cast), names="Wilhelmina Sealed")
    for actor in (cast.manager, lead):
        row = searched(actor, "Wilhelmina Sealed")
        assert places(actor, row) == set()
        page = client_of(actor).get(reverse("information:request", args=[row.public_id])).content.decode()
        assert "sealed names: opened one at a time, on record" in page


def test_what_hangs_on_a_participant_or_a_pseudonym_is_opened_as_they_are() -> None:
    """Whatever a later room keeps words in, of somebody who takes part or of a sealed name."""
    for place in places_of_words():
        pointing = {getattr(each.related_model, "__name__", "") for each in place.model._meta.local_fields}
        if "Participant" in pointing or place.label == "reviews.Participant":
            assert place.label in OPENED_WITH, place.label
        if "Pseudonym" in pointing:
            assert place.label in OPENED_ONE_BY_ONE, place.label


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
