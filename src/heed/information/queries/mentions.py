"""Finding every mention of a person in all that an actor may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from heed.information.models import InformationRequest
from heed.information.queries.where import NOT_ABOUT_CASES, Place, closed_because, places_of_words, rows_for
from heed.kit.words.names import find_person, pattern_of
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.ui.wording import count

_AROUND = 200
_PAGES = {
    "reviews.Review": "reviews:review",
    "learning.Recommendation": "learning:recommendation",
    "plans.Action": "plans:action",
    "library.Document": "library:document",
    "information.Agreement": "information:agreement",
    "information.ReleaseRequest": "information:release",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One mention: where it stands, what stands around it, and the scope of who may see it (None: the partnership)."""

    label: str
    row: int
    field: str
    start: int
    words: str
    what: str
    href: str
    passage: str
    scope_id: int | None


@dataclass(frozen=True, slots=True)
class Looked:
    """How many rows of one kind were looked at and how many mentions were found; `rows` None: not searched."""

    what: str
    rows: int | None
    mentions: int


def names_of(request: InformationRequest) -> list[str]:
    """All names that the person is looked for by."""
    return [name for name in (request.person_name, *request.other_names) if name]


def search_everything(actor: Actor, request: InformationRequest) -> tuple[list[Found], list[Looked]]:
    """Every mention of the request's person in what the actor may see, and what was looked at for it."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    actor = actor.looking_once()
    pattern = pattern_of(names_of(request), request.born_on)
    found: list[Found] = []
    looked: list[Looked] = []
    for place in places_of_words():
        rows = rows_for(actor, place)
        if rows is None:
            why = closed_because(actor, place)
            looked.append(Looked(f"{place.name}: {why}" if why else place.name, None, 0))
            continue
        before, number = len(found), 0
        for row in _values(rows, place):
            number += 1
            found += _mentions_in(row, place, pattern)
        looked.append(Looked(place.name, number, len(found) - before))
    looked += _without_words(actor)
    found += _in_the_log(actor, [each for each in found if each.label == "accounts.Person"])
    return found, looked


def _without_words(actor: Actor) -> list[Looked]:
    """Documents that nobody has read: a person must look at these by hand."""
    documents = apps.get_model("library.Document").objects.visible_to(actor)
    read = apps.get_model("library.Reading")._base_manager.exclude(text="").values("document")
    number = documents.exclude(pk__in=read).count()
    what = f"{count(number, 'document')} without words that could be read: look by hand"
    return [Looked(what, None, 0)] if number else []


def not_searched() -> tuple[str, ...]:
    """What a search leaves out by design, in words."""
    return tuple(NOT_ABOUT_CASES.values())


def _values(rows: Any, place: Place) -> Iterator[dict[str, Any]]:
    """Only what is needed of each row: a Reading has much besides its text."""
    wanted = {"pk": "pk", **{field: field for field in place.fields}}
    names = {field.name for field in place.model._meta.local_fields}
    more = {name: name for name in ("public_id", "reference") if name in names}
    scope = {"scope": f"{place.scope}_id"} if place.scope else {}
    if place.label == "library.Reading":
        more["document"] = "document__public_id"
    paths = list({**wanted, **more, **scope}.values())
    for row in rows.order_by("pk").values(*dict.fromkeys(paths)).iterator(chunk_size=500):
        yield {**row, "scope_id": row.get(scope.get("scope", ""))}


def _mentions_in(row: dict[str, Any], place: Place, pattern: Any) -> Iterator[Found]:
    for field in place.fields:
        offset = 0
        for text in _texts(row[field]):
            for start, end in find_person(text, pattern):
                yield Found(
                    label=place.label,
                    row=row["pk"],
                    field=field,
                    start=offset + start,
                    words=text[start:end][:200],
                    what=_what(row, place, field),
                    href=_href(row, place, start, end),
                    passage=_around(text, start, end),
                    scope_id=row["scope_id"],
                )
            offset += len(text) + 1


def _texts(value: Any) -> Iterator[str]:
    """The words inside a field: itself, or every string of structured data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _around(text: str, start: int, end: int) -> str:
    """The words around a mention, whole words only."""
    first, last = max(start - _AROUND, 0), min(end + _AROUND, len(text))
    while first > 0 and not text[first - 1].isspace():
        first -= 1
    while last < len(text) and not text[last].isspace():
        last += 1
    before, after = "… " if first else "", " …" if last < len(text) else ""
    return f"{before}{' '.join(text[first:last].split())}{after}"


def _what(row: dict[str, Any], place: Place, field: str) -> str:
    name = str(place.model._meta.verbose_name)
    reference = f" {row['reference']}" if row.get("reference") else ""
    meaning = str(place.model._meta.get_field(field).verbose_name)
    return f"{name.capitalize()}{reference}, {meaning}"[:200]


def _href(row: dict[str, Any], place: Place, start: int, end: int) -> str:
    try:
        if place.label == "library.Reading":
            return f"{reverse('library:document', args=[row['document__public_id']])}?at={start}-{end}"
        if place.label in _PAGES:
            return reverse(_PAGES[place.label], args=[row["public_id"]])
    except NoReverseMatch:
        pass
    return ""


def _in_the_log(actor: Actor, people: list[Found]) -> Iterator[Found]:
    """For each account found: that the audit log keeps what this person did. The log holds references, no names."""
    refs = dict(Person.objects.filter(pk__in={each.row for each in people}).values_list("pk", "public_id"))
    for row, ref in refs.items():
        events = Event.objects.filter(partnership_id=actor.partnership_id)
        did, about = events.filter(actor_ref=ref).count(), events.filter(subject_ref=ref).count()
        if did or about:
            yield Found(
                label="audit_log.Event",
                row=row,
                field="actor_ref",
                start=0,
                words=ref,
                what="Audit log",
                href="",
                passage=f"The audit log has {did:,} entries of what this person did and {about:,} about them.",
                scope_id=None,
            )
