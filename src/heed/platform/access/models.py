"""Who may see which rows: one scope on every record, one question asked everywhere.

First wall: every query begins with `visible_to(actor)`. Second wall: the default manager refuses to
run a query that did not. What an actor may not see is missing, in lists, counts and single pages alike.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from heed.platform.access.types import Actor
from heed.platform.base.ids import new_public_id


class Level(models.TextChoices):
    PUBLISHED = "published"
    PARTNERSHIP = "partnership"
    AGENCY = "agency"
    RESTRICTED = "restricted"


class Scope(models.Model):
    """Who a record is for: everybody in the partnership, one of its agencies, or the people a case names."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, choices=Level.choices)
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "level"], condition=Q(agency__isnull=True), name="scope_once"
            ),
            models.UniqueConstraint(
                fields=["partnership", "agency"],
                condition=Q(agency__isnull=False),
                name="scope_once_for_agency",
            ),
            models.CheckConstraint(
                condition=Q(level="agency", agency__isnull=False)
                | (~Q(level="agency") & Q(agency__isnull=True)),
                name="scope_names_an_agency_when_it_is_for_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.agency_id or ''}".strip()


def visible_scopes(actor: Actor) -> models.QuerySet[Scope]:
    """The scopes whose records this actor may see. Unknown, missing, None: no."""
    own = Q(level__in=[Level.PUBLISHED, Level.PARTNERSHIP]) | Q(level=Level.AGENCY, agency_id=actor.agency_id)
    return Scope.objects.filter(own, partnership_id=actor.partnership_id)


def _scope_ids(actor: Actor) -> list[int]:
    """As numbers: a database can then use an index that begins with the scope, and keep its order."""
    return list(visible_scopes(actor).values_list("pk", flat=True))


class Unscoped(RuntimeError):
    """A programmer's mistake: a query for records that did not say for whom."""


class ScopedQuerySet(models.QuerySet[Any]):
    """Refuses to touch the database until it is told for whom (`visible_to`) or why not (`for_everyone`)."""

    said_for_whom = False

    def visible_to(self, actor: Actor) -> Self:
        narrowed = self._told()
        return narrowed.filter(scope__in=_scope_ids(actor)) if actor else narrowed.none()

    def for_everyone(self, *, because: str) -> Self:
        """Work of Heed itself (a background job, a consistency check), never of a person's page."""
        if not because:
            raise Unscoped("say why these records are read for nobody in particular")
        return self._told()

    def _told(self) -> Self:
        told = self.all()
        told.said_for_whom = True
        return told

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.said_for_whom = self.said_for_whom
        return clone

    def _check(self) -> None:
        if not self.said_for_whom:
            raise Unscoped(f"{self.model.__name__}: begin with visible_to(actor)")

    def _fetch_all(self) -> None:
        self._check()
        super()._fetch_all()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Inside another query, too."""
        self._check()
        return super().resolve_expression(*args, **kwargs)

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._check()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._check()
        return super().count()

    def exists(self) -> bool:
        self._check()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._check()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._check()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check()
        return super().delete()


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)


class Record(models.Model):
    """Any row that a person can read by itself."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    # No index of their own: nearly every row has the same one, and a planner that believed in such an index would
    # read whole tables through it. Indexes that begin with the scope stand where an order needs them.
    partnership = models.ForeignKey(
        "partnerships.Partnership", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = ScopedManager()

    class Meta:
        abstract = True
