"""Who may see which rows: one scope on every record, one question asked everywhere.

First wall: every query begins with `visible_to(actor)`. Second wall: the default manager refuses to
run a query that did not. What an actor may not see is missing, in lists, counts and single pages alike.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.ids import new_public_id


class Level(models.TextChoices):
    PUBLISHED = "published"
    PARTNERSHIP = "partnership"
    AGENCY = "agency"
    RESTRICTED = "restricted"


CLOSED = (Level.RESTRICTED, Level.AGENCY)
"""Levels at which a case is not for everybody in the partnership: emergency access opens them."""


class Scope(models.Model):
    """Who a record is for: everybody in the partnership, one of its agencies, or those who may see one case.

    A case has a scope of its own while its level is another than the partnership's or somebody is excluded from it;
    all its rows then stand in that scope (`access.cases.settle`). Otherwise they stand in the partnership's. A case
    at agency level is for those who act for that agency, and for whoever says who sees a case.
    """

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, choices=Level.choices)
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    case_ref = models.CharField(max_length=12, blank=True, default="")
    """The public id of the case (a review) whose own scope this is."""
    version = models.PositiveIntegerField(default=1)
    """Counts the changes to who may see the case."""
    reason = models.CharField(max_length=300, blank=True)
    """Why the case has this level, where it is neither the partnership's nor restricted (`Restriction`)."""
    level_since = models.DateTimeField(null=True, blank=True)
    level_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "level"],
                condition=Q(agency__isnull=True, case_ref=""),
                name="scope_once",
            ),
            models.UniqueConstraint(
                fields=["case_ref"], condition=~Q(case_ref=""), name="scope_once_for_case"
            ),
            models.CheckConstraint(
                condition=~Q(level="restricted") | ~Q(case_ref=""), name="scope_restricted_is_of_a_case"
            ),
            models.UniqueConstraint(
                fields=["partnership", "agency"],
                condition=Q(agency__isnull=False, case_ref=""),
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


class Restriction(models.Model):
    """A case restricted to named people, from when to when. A case has one open restriction at most."""

    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="restrictions")
    reason = models.CharField(max_length=300)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope"], condition=Q(ended_at__isnull=True), name="restriction_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"restriction of {self.scope.case_ref}"


class _OfPerson(models.Model):
    """Something said about one person and one case, until it is ended; rows are kept."""

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class NamedPerson(_OfPerson):
    """Somebody whom a restricted case names."""

    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="people")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "person"], condition=Q(ended_at__isnull=True), name="named_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} named in {self.restriction}"


class Exclusion(_OfPerson):
    """Somebody kept from a case whatever their role, such as a person whose own practice is reviewed."""

    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="exclusions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "person"], condition=Q(ended_at__isnull=True), name="excluded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} excluded from {self.scope.case_ref}"


class EmergencyAccess(models.Model):
    """Somebody asks to see a restricted case now; a second person grants it, for some hours, and others are told.

    `words` is the case as the asker knows it. There may be no such case: everybody gets the same answers then, so
    that asking finds nothing out.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    scope = models.ForeignKey(Scope, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=120)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    """Until when it was granted; None where it was refused or waits."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "emergency access"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("person")),
                name="emergency_access_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True)
                | Q(answered_at__isnull=False, expires_at__gt=models.F("answered_at")),
                name="emergency_access_is_limited",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "person"], name="emergency_by_person")]

    def __str__(self) -> str:
        return f"{self.person} asks for {self.words}"


def visible_scopes(actor: Actor) -> models.QuerySet[Scope]:
    """The scopes whose records this actor may see. Unknown, missing, None: no; excluded: no, whatever else."""
    own = (
        _everyday(actor)
        | Q(level=Level.RESTRICTED) & Exists(_named(actor))
        | Q(level__in=CLOSED) & Exists(_in_emergency(actor))
    )
    if actor.may(Permission.RESTRICT_CASES):
        own |= Q(level=Level.AGENCY) & ~Q(case_ref="")
    return Scope.objects.filter(own, ~Exists(_excluded(actor)), partnership_id=actor.partnership_id)


def _everyday(actor: Actor) -> Q:
    """What is neither restricted nor kept from anybody by name: the partnership's and one's own agency's."""
    return Q(level__in=[Level.PUBLISHED, Level.PARTNERSHIP]) | Q(
        level=Level.AGENCY, agency_id=actor.agency_id
    )


def _named(actor: Actor) -> models.QuerySet[NamedPerson]:
    return NamedPerson.objects.filter(
        restriction__scope=OuterRef("pk"),
        restriction__ended_at__isnull=True,
        ended_at__isnull=True,
        person_id=actor.person_id,
    )


def _in_emergency(actor: Actor) -> models.QuerySet[EmergencyAccess]:
    return EmergencyAccess.objects.filter(
        scope=OuterRef("pk"),
        person_id=actor.person_id,
        expires_at__gt=clock.now(),
        ended_at__isnull=True,
    )


def _excluded(actor: Actor) -> models.QuerySet[Exclusion]:
    return Exclusion.objects.filter(scope=OuterRef("pk"), person_id=actor.person_id, ended_at__isnull=True)


def excluded_scope_ids(actor: Actor) -> list[int]:
    """The scopes that this person is kept from now, in every partnership."""
    mine = Exclusion.objects.filter(person_id=actor.person_id, ended_at__isnull=True)
    return list(mine.values_list("scope_id", flat=True))


def visible_scope_ids(actor: Actor) -> list[int]:
    """As numbers: a database can then use an index that begins with the scope, and keep its order.

    Once in a request. One short query where no case has a scope of its own, and a second, which asks who is named
    and who is excluded, where one has: most pages need not pay for that.
    """
    if actor.seen is not None and actor.seen.scope_ids is not None:
        return actor.seen.scope_ids
    found = Scope.objects.filter(_everyday(actor) | ~Q(case_ref=""), partnership_id=actor.partnership_id)
    rows = list(found.values_list("pk", "case_ref"))
    ids = [pk for pk, case_ref in rows if not case_ref]
    of_cases = [pk for pk, case_ref in rows if case_ref]
    if of_cases:
        ids += visible_scopes(actor).filter(pk__in=of_cases).values_list("pk", flat=True)
    if actor.seen is not None:
        actor.seen.scope_ids = ids
    return ids


class Unscoped(RuntimeError):
    """A programmer's mistake: a query for records that did not say for whom."""


class ScopedQuerySet(models.QuerySet[Any]):
    """Refuses to touch the database until it is told for whom (`visible_to`) or why not (`for_everyone`)."""

    said_for_whom = False

    def visible_to(self, actor: Actor) -> Self:
        narrowed = self._told()
        if issubclass(self.model, Withdrawable):
            narrowed = narrowed.filter(withdrawn_at__isnull=True)
        if not actor:
            return narrowed.none()
        # The partnership says nothing that the scope does not; indexes begin with it and hold the scope too, so that
        # a list keeps its order however many scopes somebody has.
        return narrowed.filter(partnership_id=actor.partnership_id, scope__in=visible_scope_ids(actor))

    def withdrawn_from(self, actor: Actor) -> Self:
        """What was withdrawn, for those who could see it before: out of every list and count, and not gone."""
        narrowed = self._told().filter(withdrawn_at__isnull=False)
        return narrowed.filter(scope__in=visible_scope_ids(actor)) if actor else narrowed.none()

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


class Withdrawable(Record):
    """A record that can be withdrawn: then no list, count or page has it, and it can be put back as it was."""

    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=120, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
