"""Fifty thousand recommendations and two hundred thousand actions, each as the operations make them.

A few documents come in by the operations, and some of what they promise is planned, shown and verified. Then every
row that belongs to them is copied inside the database, with its own public id and reference, tied to the copies of
what it was tied to: so that every stored state, scope and count is as true of a copy as of its template. What a table
is copied by is found, not listed: every table with a key to a table that is copied.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import F, ForeignKey, Max

from bench.large.size import LONGEST, PROMISES
from heed.intake.operations import accept_import, decide_sure
from heed.learning.models import Recommendation
from heed.learning.operations import Ask as AskWhom
from heed.learning.operations import ask_for_answers
from heed.library.models import Document
from heed.plans.models import Action
from heed.plans.types import ActionState, EvidenceLevel
from heed.platform.access.types import Actor
from heed.platform.base.models import Counter
from heed.platform.partnerships.models import Agency, Area
from heed.platform.people.operations import restrict_case
from heed.reviews.models import Review
from tests.cast import AGENCIES, AT, Answer, Ask, Cast, Promise, Written, bring_in_and_read, choice_of
from tests.cast_answers import answered_in_full
from tests.cast_plans import agreed, evidence_for, verified
from tests.house_rules.test_stored_states import differences

TEMPLATES, ASKS = 6, 25
AREAS = 40
SUBJECTS = (
    "core groups",
    "supervision",
    "escalation",
    "the child's voice",
    "fathers",
    "missing episodes",
    "housing",
)
"""What recommendations are about, and what people look for in them."""
_KINDS = ("local child safeguarding practice review", "rapid review", "serious case review")


def written(number: int, *, asks: int = ASKS) -> Written:
    """A document with this many recommendations, each with its actions."""
    chance = random.Random(number)
    return Written(
        title=f"Learning review {number}",
        asks=tuple(_ask(chance, f"{number}.{label}", label) for label in range(1, asks + 1)),
    )


def _ask(chance: random.Random, name: str, label: int) -> Ask:
    return Ask(
        label=str(label),
        text=f"Look again at {chance.choice(SUBJECTS)} ({name}), and say what changed for children.",
        theme=f"Theme {label % 8}" if label % 3 else "",
        to=(chance.choice(AGENCIES),),
        parts=(f"look again ({name})", "say what changed") if label % 5 == 0 else (),
        answers=(Answer(f"We have looked again at this ({name}).", chance.choice(AGENCIES)),)
        if label % 4
        else (),
        promises=tuple(
            Promise(
                text=f"Step {step} for {name}: {chance.choice(SUBJECTS)}.",
                status=chance.choice(["planned", "taken", "in_place", "stalled"]),
                agency=chance.choice(AGENCIES),
                owner="Head of Service",
                due=("autumn 2025", "2025-09-01", "2025-11-30"),
            )
            for step in range(PROMISES)
        ),
    )


def bring_in(cast: Cast, number: int, *, asks: int = ASKS) -> None:
    """One document, from its bytes to the register, by the operations that people use; and what came of it."""
    manager, name = cast.manager, f"Review {number}"
    row = bring_in_and_read(manager, f"review-{number}.txt", written(number, asks=asks))
    decide_sure(manager, import_ref=row.public_id, at=AT)
    choice = replace(choice_of(name), kind=_KINDS[number % len(_KINDS)])
    accept_import(manager, ref=row.public_id, choice=choice, at=AT)
    _act_on(cast, name)


def bring_in_long_review(cast: Cast) -> None:
    """One review of as many recommendations as any is known to have made, where it is not there yet."""
    name = f"Review {LONGEST}"
    if not Review.objects.visible_to(cast.manager).filter(name=name).exists():
        bring_in(cast, LONGEST, asks=LONGEST)


def _act_on(cast: Cast, name: str) -> None:
    """One agency is asked and silent, one has answered. To every fifth recommendation of a review one action is
    planned here, to be looked at again by a day, and one verified; every fourth action that is reported has something
    that shows it."""
    asked = list(Recommendation.objects.visible_to(cast.manager).filter(review__name=name).order_by("pk"))
    silent = [AskWhom(asked[0].public_id, Agency.objects.get(name=AGENCIES[1]).public_id)]
    ask_for_answers(cast.officer, asks=silent, words="Please tell us.", due_on=date(2025, 6, 1), at=AT)
    answered_in_full(cast, asked[1])
    for row in asked[::5]:
        agreed(cast, row, review_on=date(2025, 11, 1))
        verified(cast, row)
    reported = Action.objects.visible_to(cast.manager).filter(review__name=name, state=ActionState.REPORTED)
    for number, action in enumerate(reported.order_by("pk")[::4]):
        evidence_for(cast, action, number % len(EvidenceLevel))


def fill(cast: Cast, *, recommendations: int) -> None:
    """At least this many recommendations beside those that are there, each with its answers and actions."""
    manager = cast.manager
    tables = _tables()
    last = {model: model._base_manager.aggregate(last=Max("pk"))["last"] or 0 for model in tables}
    for number in range(1, TEMPLATES + 1):
        bring_in(cast, number)
    with transaction.atomic():
        _multiply(tables, last, times=ceil(recommendations / (TEMPLATES * ASKS)) - 1)
    _spread(manager)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def restrict(manager: Actor, reader: Actor, *, cases: int = 8) -> int:
    """Restrict some cases, every other one to people of whom the reader is one; returns how many of the reader's."""
    open_ones = Review.objects.visible_to(manager).filter(name__startswith="Review ", scope__case_ref="")
    rows = list(open_ones.order_by("pk"))
    for number, row in enumerate(random.Random(4).sample(rows, cases)):
        named = [reader.person_ref] if number % 2 else []
        restrict_case(
            manager, ref=row.public_id, people=named, reason="A trial is going on.", version=0, at=AT
        )
    return cases // 2


def check(cast: Cast) -> int:
    """That what is stored is what computing it again gives, of a sample of a hundred; and that a further document
    comes in beside the copies, with references that nobody has. Returns how many were checked."""
    everything = Recommendation.objects.for_everyone(because="a benchmark checks what it filled")
    keys = list(everything.values_list("pk", flat=True))
    wrong = differences(everything.filter(pk__in=random.Random(1).sample(keys, 100)))
    if wrong:
        raise SystemExit(f"the filling is untrue: {wrong}")
    bring_in(cast, TEMPLATES + 1, asks=2)
    return 100


def _tables() -> list[Any]:
    """Every model that holds rows of a document or a review, in any order: keys are checked when all are there."""
    found: list[Any] = [Document, Review]
    every = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    while more := [model for model in every if model not in found and _ties(model, found)]:
        found += more
    return found


def _ties(model: Any, others: list[Any]) -> list[Any]:
    return [
        each
        for each in model._meta.concrete_fields
        if isinstance(each, ForeignKey) and each.related_model in others
    ]


def _multiply(tables: list[Any], last: dict[Any, int], *, times: int) -> None:
    """Copy what stands after the `last` row of each table this many times, a `stride` of keys apart."""
    highest = max(model._base_manager.aggregate(last=Max("pk"))["last"] or 0 for model in tables)
    stride = 10 ** len(str(highest))
    with connection.cursor() as cursor:
        for model in tables:
            columns = [each.column for each in model._meta.concrete_fields]
            copied = [_copied(each, last, stride) for each in model._meta.concrete_fields]
            quoted = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(
                f"WITH RECURSIVE copy(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copy WHERE k < %s) "
                f'INSERT INTO "{model._meta.db_table}" ({quoted}) SELECT {", ".join(copied)} '
                f'FROM "{model._meta.db_table}" AS t CROSS JOIN copy WHERE t."{model._meta.pk.column}" > %s '
                f'ORDER BY copy.k, t."{model._meta.pk.column}"',
                [times, last[model]],
            )
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
    Counter.objects.update(next_number=F("next_number") + times * stride)


def _copied(column: Any, last: dict[Any, int], stride: int) -> str:
    """What a copy holds in this column, in SQL: `t` is the template's row, `k` the number of the copy."""
    name = f't."{column.column}"'
    if column.primary_key:
        return f"{name} + k * {stride}"
    if isinstance(column, ForeignKey) and column.related_model in last:
        return f"CASE WHEN {name} > {last[column.related_model]} THEN {name} + k * {stride} ELSE {name} END"
    if column.name == "public_id":
        return _random_id()
    if column.name == "reference":
        number = f"CAST(substr({name}, length(rtrim({name}, '0123456789')) + 1) AS integer)"
        return f"rtrim({name}, '0123456789') || CAST({number} + k * {stride} AS varchar(12))"
    return name


def _random_id() -> str:
    """Twelve letters and digits that no other row has."""
    if connection.vendor == "postgresql":
        return "substr(md5(random()::text || t.id || ':' || k), 1, 12)"
    return "lower(hex(randomblob(6)))"


def _spread(manager: Actor) -> None:
    """Reviews of forty areas and twelve years, in place of one area and one month."""
    Area.objects.bulk_create(
        Area(partnership_id=manager.partnership_id, name=f"Area {number:02d}") for number in range(1, AREAS)
    )
    areas = list(Area.objects.filter(partnership_id=manager.partnership_id).values_list("pk", flat=True))
    chance = random.Random(2)
    rows = list(Review.objects.visible_to(manager).filter(name__startswith="Review "))
    for row in rows:
        row.area_id = chance.choice(areas)
        year, month = chance.randint(2013, 2024), chance.randint(1, 12)
        row.published_earliest, row.published_latest = date(year, month, 1), date(year, month, 28)
        row.published_text = f"{row.published_earliest:%B %Y}"
    Review.objects.for_everyone(because="a benchmark fills a register").bulk_update(
        rows, ["area_id", "published_earliest", "published_latest", "published_text"], batch_size=500
    )
