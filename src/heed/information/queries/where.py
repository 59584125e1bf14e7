"""Every stored field that may hold words about a person, and whose eyes each row is for.

Found from what is declared, not from a list kept here: `rules/data-classes.yaml` gives each field's class, and a row
that has no scope of its own is seen through the record it belongs to. A new room's fields are searched from its
first day.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from heed.platform.access.models import Record, Scope, visible_scope_ids
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.partnerships.models import Partnership
from heed.platform.rules.queries import rules_of

TEXTS = (models.CharField, models.TextField, models.JSONField)
COPIES = {
    "library.Reading": {"found", "blocks", "sketch", "text_sha256"},
    "intake.Proposal": {"found"},
    "library.Page": {"words"},
    "files.StoredFile": {"sha256"},
}
"""Fields that repeat what stands in a Reading's text, which is searched; and the hash of a file, which has no words."""
NOT_ABOUT_CASES = {
    "information.InformationRequest": "the request itself, which names the person",
    "information.Mention": "what earlier searches found",
    "information.Search": "what earlier searches looked for",
    "safekeeping.Backup": "backups",
}
THROUGH = {
    "accounts.Person": "memberships__partnership",
    "partnerships.Agency": "partnerships",
    "partnerships.AgencyName": "agency__partnerships",
    "partnerships.Post": "agency__partnerships",
    "partnerships.Partnership": "pk",
}
"""Rows that stand above the partnerships, and how they belong to one."""
SOMETIMES_SCOPED = {"access.EmergencyAccess"}
"""Rows that may be about no case at all."""
ONES_OWN: dict[str, Callable[[Actor], Q]] = {
    "drafts.Draft": lambda actor: Q(person=actor.person_id, partnership_id=actor.partnership_id),
    "drafts.HeldForm": lambda actor: Q(person_ref=actor.person_ref, partnership_id=actor.partnership_id),
    "registers.SavedView": lambda actor: (
        Q(partnership_id=actor.partnership_id) & (Q(owner=actor.person_id) | Q(shared=True))
    ),
}
"""What somebody keeps for themselves: nobody else's search shows it."""


OPENED_WITH = {
    **dict.fromkeys(
        (
            "reviews.Participant",
            "reviews.ParticipantContact",
            "reviews.ParticipantQuestion",
            "reviews.FamilyRequest",
        ),
        Permission.SEE_PARTICIPATION,
    ),
    "reviews.ChildsLife": Permission.READ_DRAFTS,
    "reviews.OfferedCase": Permission.HAND_OVER,
}
"""What is opened by a permission of its own, besides its scope."""
OPENED_ONE_BY_ONE = ("chronologies.SealedName",)
"""What is opened a row at a time, with an event each: no search looks there, whoever searches."""
REVISED = {
    "action": "plans.Action",
    "agendaitem": "governance.AgendaItem",
    "agreement": "information.Agreement",
    "answer_request": "learning.AnswerRequest",
    "childs_life": "reviews.ChildsLife",
    "chronology_entry": "chronologies.Entry",
    "comment": "notices.Comment",
    "drafted": "memory.Drafted",
    "evidence": "plans.Evidence",
    "finding": "learning.Finding",
    "participant": "reviews.Participant",
    "proceedings": "reviews.Proceedings",
    "proposal": "intake.Proposal",
    "recommendation": "learning.Recommendation",
    "report": "reports.Report",
    "review": "reviews.Review",
    "strategy": "governance.Strategy",
    "submission": "reviews.Submission",
}
"""What earlier words are of, by the word that they are kept under: who may not see it does not see them."""
REVISED_OF_NO_CASE = ("agency", "group", "membership", "succession")
"""What earlier words are of that everybody in the partnership may see. Words kept under any other name are nobody's."""


@dataclass(frozen=True, slots=True)
class Place:
    """A model with its fields of words. `scope` is the path to the scope of a row, "" where it has none."""

    label: str
    fields: tuple[str, ...]
    scope: str

    @property
    def model(self) -> Any:
        return apps.get_model(self.label)

    @property
    def name(self) -> str:
        """As people read it: "recommendations", "people"."""
        return str(self.model._meta.verbose_name_plural)


@cache
def places_of_words() -> tuple[Place, ...]:
    """Every model that holds words which are not Heed's own, in the order of the data dictionary."""
    found = []
    for label, classes in rules_of("data-classes")["models"].items():
        model = apps.get_model(label)
        if label in NOT_ABOUT_CASES or label.startswith("audit_log."):
            continue
        declared = {field for name, fields in classes.items() if name != "operational" for field in fields}
        held = tuple(
            field.name
            for field in model._meta.local_fields
            if isinstance(field, TEXTS)
            and not field.choices
            and field.name in declared - COPIES.get(label, set())
        )
        if held:
            found.append(Place(label, held, path_to_scope(model)))
    return tuple(found)


def path_to_scope(model: Any) -> str:
    """The shortest way along foreign keys from a model to a scope; "" where there is none."""
    return "scope" if issubclass(model, Record) else _path(model, Scope)


def _path(model: Any, wanted: Any) -> str:
    """The shortest way along foreign keys from one model to another; "" where there is none."""
    ways: deque[tuple[str, Any]] = deque([("", model)])
    seen = {model}
    while ways:
        path, at = ways.popleft()
        for field in at._meta.local_fields:
            target = field.related_model if isinstance(field, models.ForeignKey) else None
            if target is wanted:
                return f"{path}{field.name}"
            if isinstance(target, type) and target not in seen:
                seen.add(target)
                ways.append((f"{path}{field.name}__", target))
    return ""


def closed_because(actor: Actor, place: Place) -> str:
    """Why this actor's search does not look at a place at all; "" where it does."""
    if place.label in OPENED_ONE_BY_ONE:
        return "opened one at a time, on record, by those who may see whom a pseudonym stands for"
    if place.label in OPENED_WITH and not actor.may(OPENED_WITH[place.label]):
        return "the role of whoever searched does not open these"
    return ""


def rows_for(actor: Actor, place: Place) -> QuerySet[Any] | None:
    """The rows of a place that this actor may see; None where it is closed to them, or nobody can say."""
    if closed_because(actor, place):
        return None
    model = place.model
    if issubclass(model, Record):
        return model.objects.visible_to(actor)  # type: ignore[no-any-return]
    rows = model._base_manager.all()
    if place.label == "base.Revision":
        return _revisions(actor, rows)
    if place.label in THROUGH:
        return rows.filter(**{THROUGH[place.label]: actor.partnership_id}).distinct()  # type: ignore[no-any-return]
    if place.label in ONES_OWN:
        return rows.filter(ONES_OWN[place.label](actor))  # type: ignore[no-any-return]
    if place.scope:
        seen = Q(**{f"{place.scope}__in": visible_scope_ids(actor)})
        if place.label in SOMETIMES_SCOPED:
            seen |= Q(scope__isnull=True, partnership_id=actor.partnership_id)
        return rows.filter(seen)  # type: ignore[no-any-return]
    names = {field.name for field in model._meta.local_fields}
    path = "partnership_id" if "partnership_id" in names else _path(model, Partnership)
    if not path and (person := _path(model, Person)):
        return rows.filter(**{f"{person}__memberships__partnership": actor.partnership_id}).distinct()  # type: ignore[no-any-return]
    return rows.filter(**{path: actor.partnership_id}) if path else None


def _revisions(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Earlier words of what the actor may see now, and of what is of no case."""
    seen = Q(subject_kind__in=REVISED_OF_NO_CASE)
    for kind, label in REVISED.items():
        now = rows_for(actor, Place(label, (), path_to_scope(apps.get_model(label))))
        if now is not None:
            seen |= Q(subject_kind=kind, subject_ref__in=now.order_by().values("public_id"))
    return rows.filter(seen, partnership_id=actor.partnership_id)
