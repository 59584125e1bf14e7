"""Which rules a partnership has confirmed, what is due under them, and what a hold keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from heed.information.models import Disposal, Hold
from heed.information.queries.releases import ReleaseFilter, filter_releases
from heed.information.queries.requests import RequestFilter, filter_requests
from heed.information.queries.rows import belongings_of, words_of
from heed.kit.dates import months_after
from heed.kit.words.names import find_person, pattern_of
from heed.library.queries import DocumentFilter, filter_documents
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed, NotVisible
from heed.platform.registers.queries import narrow, with_words
from heed.platform.rules.queries import find_edition, rules_of
from heed.reviews.queries import ReviewFilter, filter_reviews, with_days
from heed.reviews.types import Outcome

NAME = "retention"
"""What a partnership's editions of these rules are called."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A retention rule: `years` is a suggestion until `confirmed_by` names somebody."""

    key: str
    name: str
    subject: str
    counted_from: str
    years: int
    source: str
    confirmed_by: str
    edition: int


def list_rules(actor: Actor, *, on: date) -> list[Rule]:
    """Every rule as the partnership has confirmed it, or as it is suggested."""
    check_may(actor, Permission.DECIDE_INFORMATION)
    edition = find_edition(actor, NAME, on=on)
    return [
        Rule(
            key=key,
            name=each["name"],
            subject=each["subject"],
            counted_from=each["from"],
            years=edition.content.get(key, each)["years"],
            source=edition.content.get(key, each)["source"],
            confirmed_by=edition.content.get(key, {}).get("confirmed_by", ""),
            edition=edition.number,
        )
        for key, each in rules_of(NAME)["rules"].items()
    ]


@dataclass(frozen=True, slots=True)
class Due:
    """Something that a confirmed rule says has been kept long enough. `held_by` are references of holds on it."""

    rule: Rule
    kind: str
    key: int
    ref: str
    reference: str
    title: str
    href: str
    counted_from: date
    due_on: date
    scope_id: int
    held_by: tuple[str, ...]


def list_due(actor: Actor, *, on: date, kind: str = "", ref: str = "") -> list[Due]:
    """What is due on the day, of what the actor may see, the longest due first; under confirmed rules only."""
    if not actor.may(Permission.GOVERN_INFORMATION):
        return []
    actor = actor.looking_once()
    holds = list(_open_holds(actor.partnership_id))
    found = [
        _due(actor, rule, row, holds)
        for rule in list_rules(actor, on=on)
        if rule.confirmed_by and kind in ("", rule.subject)
        for row in _subjects(actor, rule)
        if ref in ("", row.public_id) and _is_due(rule, row, on)
    ]
    return sorted(found, key=lambda each: (each.due_on, each.reference))


def count_due(actor: Actor, *, on: date) -> int:
    """How much is due, without asking what holds keep."""
    return sum(
        _is_due(rule, row, on)
        for rule in list_rules(actor, on=on)
        if rule.confirmed_by
        for row in _subjects(actor, rule)
    )


def _open_holds(partnership_id: int) -> QuerySet[Any]:
    """Every hold in force, also those that the actor may not see: they block all the same."""
    rows = Hold.objects.for_everyone(because="a hold blocks a disposal whoever may see it")
    return rows.filter(partnership_id=partnership_id, lifted_at__isnull=True)


def _subjects(actor: Actor, rule: Rule) -> Iterator[Any]:
    """All that a rule is about: of reviews, either the cases for which no review was decided or the others."""
    if rule.subject == "review":
        rows = with_days(actor, filter_reviews(actor, ReviewFilter()))
        no_review = Q(decision=Outcome.NO_REVIEW)
        yield from rows.filter(no_review if rule.counted_from == "decided" else ~no_review)
    elif rule.subject == "document":
        yield from filter_documents(actor, DocumentFilter()).filter(reviews__isnull=True)
    elif rule.subject == "request":
        yield from filter_requests(actor, RequestFilter(state="answered"))
    elif rule.subject == "release":
        yield from filter_releases(actor, ReleaseFilter()).exclude(decision="")


_FROM: dict[tuple[str, str], Callable[[Any], date | None]] = {
    ("review", "published"): lambda row: max(
        filter(None, (row.published_latest, row.ended_on)), default=None
    ),
    ("review", "decided"): lambda row: row.decided_on,
    ("document", "brought_in"): lambda row: timezone.localtime(row.brought_in_at).date(),
    ("request", "closed"): lambda row: row.answered_on,
    ("release", "closed"): lambda row: timezone.localtime(row.decided_at).date(),
}
_PAGES = {
    "review": "reviews:review",
    "document": "library:document",
    "request": "information:request",
    "release": "information:release",
}


def _start(rule: Rule, row: Any) -> date | None:
    return _FROM[rule.subject, rule.counted_from](row)


def _due_on(rule: Rule, row: Any) -> date | None:
    """The first day on which it has been kept long enough; None where the day to count from is not known."""
    start = _start(rule, row)
    return months_after(start, 12 * rule.years) if start else None


def _is_due(rule: Rule, row: Any, on: date) -> bool:
    due_on = _due_on(rule, row)
    return due_on is not None and due_on <= on


def _due(actor: Actor, rule: Rule, row: Any, holds: list[Any]) -> Due:
    start, due_on = _start(rule, row), _due_on(rule, row)
    assert start is not None
    assert due_on is not None
    return Due(
        rule=rule,
        kind=rule.subject,
        key=row.pk,
        ref=row.public_id,
        reference=getattr(row, "reference", "") or "document",
        title=str(row),
        href=reverse(_PAGES[rule.subject], args=[row.public_id]),
        counted_from=start,
        due_on=due_on,
        scope_id=row.scope_id,
        held_by=tuple(_held_by(rule.subject, row, holds)),
    )


def _held_by(kind: str, row: Any, holds: list[Any]) -> Iterator[str]:
    """Holds on the review that this is or belongs to, and on anybody who is mentioned in any of its words."""
    review = row.pk if kind == "review" else getattr(row, "review_id", None)
    people = [each for each in holds if each.person_name]
    yield from (each.reference for each in holds if each.review_id is not None and each.review_id == review)
    if people:
        texts = list(words_of(belongings_of(kind, row.pk)))
        for each in people:
            pattern = pattern_of([each.person_name, *each.other_names], each.born_on)
            if any(find_person(text, pattern) for text in texts):
                yield each.reference


@dataclass(frozen=True, slots=True)
class HoldFilter:
    """`state`: "open" or "lifted"."""

    words: str = ""
    state: str = ""
    refs: tuple[str, ...] = ()


def filter_holds(actor: Actor, wanted: HoldFilter, *, order: str = "") -> QuerySet[Any]:
    """Legal holds; one on a review is seen by those who may see the review."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    reviews = filter_reviews(actor, ReviewFilter()).order_by().values("pk")
    rows = Hold.objects.visible_to(actor).filter(Q(review__isnull=True) | Q(review__in=reviews))
    rows = narrow(rows.select_related("review", "placed_by", "lifted_by"), wanted, {"refs": "public_id__in"})
    if wanted.state:
        states = {"open": Q(lifted_at__isnull=True), "lifted": Q(lifted_at__isnull=False)}
        rows = rows.filter(states.get(wanted.state, Q(pk__in=[])))
    rows = with_words(
        rows, wanted.words, "reference__icontains", "person_name__icontains", "review__name__icontains"
    )
    orders = {"": ("-placed_at", "-pk"), "reference": ("reference",)}
    return rows.order_by(*orders.get(order, orders[""]))


def find_hold(actor: Actor, ref: str) -> Hold:
    """The hold with this public id, or `NotVisible`."""
    row = filter_holds(actor, HoldFilter(refs=(ref,))).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class DisposalFilter:
    words: str = ""
    state: str = ""
    refs: tuple[str, ...] = ()


def filter_disposals(actor: Actor, wanted: DisposalFilter, *, order: str = "") -> QuerySet[Any]:
    """Disposals proposed, refused and done, the newest first."""
    if not (actor.may(Permission.GOVERN_INFORMATION) or actor.may(Permission.DECIDE_INFORMATION)):
        raise NotAllowed("Your role cannot see what was disposed of.")
    rows = Disposal.objects.visible_to(actor).select_related("proposed_by", "decided_by")
    rows = narrow(rows, wanted, {"state": "state", "refs": "public_id__in"})
    rows = with_words(rows, wanted.words, "reference__icontains", "subject_reference__icontains")
    orders = {"": ("-proposed_at", "-pk"), "reference": ("reference",)}
    return rows.order_by(*orders.get(order, orders[""]))


def find_disposal(actor: Actor, ref: str) -> Disposal:
    """The disposal with this public id, or `NotVisible`."""
    row = filter_disposals(actor, DisposalFilter(refs=(ref,))).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def hold_rows(case_ref: str) -> QuerySet[Any]:
    """The legal holds on a case."""
    rows = Hold.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def disposal_rows(case_ref: str) -> QuerySet[Any]:
    """The disposals proposed or made of a case."""
    rows = Disposal.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(subject_kind="review", subject_ref=case_ref)
