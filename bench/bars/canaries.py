"""Words that must never be seen by the wrong person: a different one in every scope, planted in every text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models, transaction

from heed.platform.access.models import Scope
from heed.platform.partnerships.models import Agency, Membership, Partnership
from scripts.data_dictionary import read_classes

FORM = re.compile(r"zqx[a-z]+qz", re.IGNORECASE)
TOLD = ("narrative", "identifier", "special", "public")
"""The classes of fields whose words say something."""
LONG_ENOUGH = 12
"""Shorter words in stored structures are codes, which Heed reads and nobody is shown."""


def canary(kind: str, number: int) -> str:
    """A word that nobody writes, in letters only, so that no search takes it apart."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    return f"zqx{kind}{letters}qz"


def plant() -> int:
    """Put its scope's word (or its partnership's) into every text of every row; how many were planted."""
    _, declared, _ = read_classes()
    planted = 0
    for label, classes in declared.items():
        model = apps.get_model(label)
        if model._meta.app_label == "audit_log":  # it holds no words, and is only added to
            continue
        names = {name for kind in TOLD for name in classes.get(kind, ())}
        fields = [each for each in model._meta.local_fields if each.name in names and _holds_words(each)]
        way = _way_to_owner(model)
        if not fields or way is None:
            continue
        for row in model._base_manager.all():
            word = "" if is_public(row) else _word_of(row, way)
            planted += _plant_in(row, fields, word) if word else 0
    return planted + _plant_in_people() + _plant_in_agencies()


def is_public(row: Any) -> bool:
    """Whether it stands in the public library, or in the one that partnerships share: it is for everybody, and carries
    no mark. A draft of what is published, and what was discarded, do."""
    label = row._meta.label
    if label == "publishing.Publication":
        return bool(row.first_published_at) and not row.withdrawn_at
    if label == "publishing.Edition":
        return bool(row.published_at) and not row.discarded_at
    if label == "memory.SharedReview":
        return not row.taken_out_at
    above = [f for f in row._meta.local_fields if f.many_to_one and f.related_model._meta.label in _PUBLIC]
    return any(is_public(getattr(row, each.name)) for each in above if getattr(row, each.attname))


_PUBLIC = ("publishing.Edition", "memory.SharedReview")


def _holds_words(field: Any) -> bool:
    if isinstance(field, models.JSONField):
        return True
    plain = isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, models.EmailField
    )
    return plain and not field.choices and field.name not in ("sha256", "folded", "query", "public_id")


def _plant_in(row: Any, fields: list[Any], word: str) -> int:
    changed: dict[str, Any] = {}
    for field in fields:
        value = getattr(row, field.attname)
        grown = _grown(value, word)
        if grown != value and not (field.max_length and len(str(grown)) > field.max_length):
            changed[field.attname] = grown
    if changed:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**changed)
    return len(changed)


def _grown(value: Any, word: str) -> Any:
    """Words with the canary after them, at whatever depth they stand."""
    if isinstance(value, str):
        return f"{value} {word}" if len(value) >= LONG_ENOUGH and " " in value else value
    if isinstance(value, list):
        return [_grown(each, word) for each in value]
    if isinstance(value, dict):
        return {key: _grown(each, word) for key, each in value.items()}
    return value


def _way_to_owner(model: Any, seen: tuple[Any, ...] = ()) -> tuple[str, ...] | None:
    """Links from a model to its scope, or to its partnership where it has no scope; the shortest."""
    keys = [each for each in model._meta.local_fields if isinstance(each, models.ForeignKey)]
    for target in (Scope, Partnership):
        if direct := next((each for each in keys if each.related_model is target), None):
            return (direct.name,)
    if model in (Scope, Partnership, *seen) or len(seen) > 2:
        return ("",) if model is Partnership else None
    further = [
        (each.name, *way)
        for each in keys
        if (way := _way_to_owner(each.related_model, (*seen, model))) is not None
    ]
    return min(further, key=len, default=None)


def _word_of(row: Any, way: tuple[str, ...]) -> str:
    owner = row
    for link in way:
        owner = getattr(owner, link) if link and owner is not None else owner
    if isinstance(owner, Scope):
        return canary("s", owner.pk)
    if isinstance(row, Partnership):  # its name stands on what it publishes
        return canary("n", owner.pk)
    return canary("p", owner.pk) if isinstance(owner, Partnership) else ""


def _plant_in_people() -> int:
    """A person's name belongs to the partnerships that they are members of, if that is one."""
    people = get_user_model()
    planted = 0
    for person in people.objects.all():
        of = set(Membership.objects.filter(person=person).values_list("partnership_id", flat=True))
        if len(of) == 1:
            planted += people.objects.filter(pk=person.pk).update(
                name=f"{person.name} {canary('p', of.pop())}"
            )
    return planted


def _plant_in_agencies() -> int:
    planted = 0
    for agency in Agency.objects.prefetch_related("partnerships"):
        of = [each.pk for each in agency.partnerships.all()]
        if len(of) == 1:
            planted += Agency.objects.filter(pk=agency.pk).update(name=f"{agency.name} {canary('p', of[0])}")
    return planted


def every_canary() -> dict[str, Scope | Partnership]:
    """Each word that was planted, with what it belongs to."""
    scopes = {canary("s", each.pk): each for each in Scope.objects.all()}
    whole = {canary(kind, each.pk): each for each in Partnership.objects.all() for kind in "pn"}
    return {**scopes, **whole}


def public_canaries() -> frozenset[str]:
    """The names of the partnerships that publish or share something."""
    of = set(
        apps.get_model("publishing.Edition")
        .objects.exclude(published_at=None)
        .values_list("publication__partnership", flat=True)
    )
    of |= set(apps.get_model("memory.SharedReview")._base_manager.values_list("given_by", flat=True))
    return frozenset(canary("n", pk) for pk in of)


def seen_in(content: bytes) -> set[str]:
    """The canaries in an answer, Office files looked into."""
    return {word.casefold() for text in _texts(content) for word in FORM.findall(text)}


def _texts(content: bytes) -> Iterator[str]:
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for name in book.namelist():
                yield from _texts(book.read(name))
        return
    yield content.decode("utf-8", "ignore")
