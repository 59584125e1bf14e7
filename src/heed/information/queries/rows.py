"""All rows and files that belong to one thing, found along foreign keys: what goes when it is disposed of.

Nothing is listed here by room: a new room's rows that point to a review, a document or a request are found as well.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from heed.information.queries.where import Place, places_of_words
from heed.platform.files.keeping import files_only_of
from heed.platform.files.models import StoredFile

SUBJECTS = {
    "review": "reviews.Review",
    "document": "library.Document",
    "request": "information.InformationRequest",
    "release": "information.ReleaseRequest",
}
"""What is disposed of as one thing, by the word that rules use."""


@dataclass(slots=True)
class Belongings:
    """Row keys by model; `files` are those that nothing else needs; `documents` by public id, for their pictures.

    `copies` are files that tell of this among other things: their bytes go too, and that they were sent stays."""

    rows: dict[Any, set[int]] = field(default_factory=dict)
    files: list[StoredFile] = field(default_factory=list)
    copies: list[StoredFile] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many of each kind, by the kind's own name; tables that only join others are left out."""
        named = {
            str(model._meta.verbose_name_plural): len(keys)
            for model, keys in self.rows.items()
            if not model._meta.auto_created
        }
        sent = {"packs as they were sent": len(self.copies)} if self.copies else {}
        return {**dict(sorted(named.items())), **sent, "stored files": len(self.files)}


def belongings_of(kind: str, key: int) -> Belongings:
    """Everything that goes with this subject. A document that another review stands on stays."""
    root = apps.get_model(SUBJECTS[kind])
    found = Belongings()
    _collect(found, root, {key})
    if kind == "review":
        through = root._meta.get_field("documents").remote_field.through
        own = set(through.objects.filter(review_id=key).values_list("document_id", flat=True))
        shared = set(
            through.objects.filter(document_id__in=own)
            .exclude(review_id=key)
            .values_list("document_id", flat=True)
        )
        _collect(found, apps.get_model(SUBJECTS["document"]), own - shared)
    _collect_words_kept_elsewhere(found)
    found.files = files_only_of(found.rows)
    _collect_copies(found)
    return found


def _collect(found: Belongings, model: Any, keys: set[int]) -> None:
    """These rows, and all rows that point to them, however far."""
    waiting: deque[tuple[Any, set[int]]] = deque([(model, keys)])
    while waiting:
        at, new = waiting.popleft()
        new = new - found.rows.get(at, set())
        if not new:
            continue
        found.rows.setdefault(at, set()).update(new)
        for child in apps.get_models(include_auto_created=True):
            for each in child._meta.local_fields:
                if isinstance(each, models.ForeignKey) and each.related_model is at:
                    pointing = child._base_manager.filter(**{f"{each.name}__in": new})
                    waiting.append((child, set(pointing.values_list("pk", flat=True))))


_STAY = ("audit_log", "information.Disposal")
"""What was done stays on record, and so does the tombstone of what is gone."""


def _pointing_by_reference() -> list[Any]:
    """Every kind of row that names what it is about by its public id: earlier words, work, links, approvals."""
    return [
        model
        for model in apps.get_models()
        if "subject_ref" in {each.name for each in model._meta.local_fields}
        and not model._meta.label.startswith(_STAY)
    ]


def _collect_words_kept_elsewhere(found: Belongings) -> None:
    """What names these rows by their public ids, with all that hangs on that, and passages that a search for a person
    took from them."""
    looked: set[str] = set()
    while refs := _refs(found) - looked:
        looked |= refs
        for model in _pointing_by_reference():
            pointing = model._base_manager.filter(subject_ref__in=refs)
            _collect(found, model, set(pointing.values_list("pk", flat=True)))
    mention = apps.get_model("information.Mention")
    passages = Q(pk__in=[])
    for model, keys in found.rows.items():
        passages |= Q(model=model._meta.label, row__in=keys)
    if mentions := set(mention._base_manager.filter(passages).values_list("pk", flat=True)):
        found.rows.setdefault(mention, set()).update(mentions)


def _refs(found: Belongings) -> set[str]:
    """Public ids of all rows."""
    refs: set[str] = set()
    for model, keys in found.rows.items():
        if "public_id" in {each.name for each in model._meta.local_fields}:
            own = set(model._base_manager.filter(pk__in=keys).values_list("public_id", flat=True))
            refs |= own
            if model._meta.label == SUBJECTS["document"]:
                found.documents = sorted(own)
    return refs


def _collect_copies(found: Belongings) -> None:
    """What was sent with words of these cases among others, such as a pack for a meeting."""
    cases = _refs(found)
    copies = set()
    for model in apps.get_models():
        fields = {each.name: each for each in model._meta.local_fields}
        if {"cases", "file"} <= set(fields):
            for named, file in model._base_manager.values_list("cases", fields["file"].attname):
                if cases & set(named):
                    copies.add(file)
    found.copies = list(StoredFile.objects.filter(pk__in=copies, erased_at__isnull=True))


def words_of(found: Belongings) -> Any:
    """Every text among these rows: what a hold on a person looks through."""
    for place in places_of_words():
        keys = found.rows.get(place.model)
        if keys:
            yield from _words(place, keys)


def _words(place: Place, keys: set[int]) -> Any:
    rows = place.model._base_manager.filter(pk__in=keys).values_list(*place.fields)
    for row in rows.iterator(chunk_size=500):
        for value in row:
            yield from _texts(value)


def _texts(value: Any) -> Any:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
