"""One database of `bench.memory.search`."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from bench.memory.sets import Kept, queries, whole
from heed.kit.searching import index_words
from heed.kit.similarity import Kept as Similar
from heed.kit.similarity.keeping import vectors_of

_AIM = 100
"""Milliseconds for 95 of 100 questions over as many passages as the limit names."""
_LIMITED = 100_000


def main() -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.large.processor import judged, seconds
    from heed.platform.base.upkeep import refresh_statistics, settle

    if sys.argv[1] == "first":
        _first()
        return 0
    call_command("migrate", verbosity=0)
    many = int(sys.argv[1])
    actor = _fill(many)
    refresh_statistics()
    settle()
    from heed.kit.searching import show
    from heed.kit.similarity import load_judge
    from heed.memory.queries import SearchFilter, passages, search

    clock = time.perf_counter()
    search(actor, SearchFilter(words="escalation"))
    made = time.perf_counter() - clock
    first = subprocess.run(
        [sys.executable, "-m", "bench.memory.search_one", "first"], capture_output=True, check=True
    )
    wall, busy = [], []
    for wanted in _questions():
        clock, processor = time.perf_counter(), seconds()
        found = search(actor, SearchFilter(**wanted))
        for row in passages(actor, found.keys[:20]):
            show(row.body.text, found.question, load_judge().lexicon)
        wall.append((time.perf_counter() - clock) * 1000)
        busy.append((seconds() - processor) * 1000)
    (middle, late), (_, worked) = np.percentile(wall, [50, 95]), np.percentile(busy, [50, 95])
    over = many <= _LIMITED and judged(late, worked) > _AIM
    print(
        f"search over {many:,} passages, {connection.vendor} (load {os.getloadavg()[0]:.1f}): {len(wall)} questions, "
        f"p50 {middle:.0f} ms, p95 {late:.0f} ms by the clock; processor p50 {np.percentile(busy, 50):.0f} ms, "
        f"p95 {worked:.0f} ms (aim at {_LIMITED:,}: {_AIM} ms){' OVER' if over else ''}. "
        f"First answer after start {first.stdout.decode().strip()} (where nothing was kept on disk: {made:.1f} s)",
        flush=True,
    )
    return int(over)


def _first() -> None:
    """In a process that has just begun, as a web process does: the model and the shelf are mapped from disk. Then all
    the questions, for what they take of memory."""
    from bench.large.processor import most_megabytes
    from heed.memory.queries import SearchFilter, search
    from heed.platform.access.queries import actor_of
    from heed.platform.partnerships.models import Membership

    member = Membership.objects.select_related("person").get()
    actor = actor_of(member.person, member)
    clock, processor = time.perf_counter(), time.process_time()
    assert search(actor, SearchFilter(words="escalation in core groups")).total
    taken, worked = time.perf_counter() - clock, time.process_time() - processor
    for wanted in _questions():
        search(actor, SearchFilter(**wanted))
    print(f"{taken:.2f} s, processor {worked:.2f} s, {most_megabytes()} MB at most after all questions")


def _questions() -> list[dict[str, str]]:
    typed = [each["query"] for half in ("tuning", "reporting") for each in queries(half)]
    common = [
        "child",
        "the child OR family",
        "agency OR board OR partnership",
        "should",
        "children and families",
    ]
    common += [
        '"core group"',
        "review -police",
        "escalation OR disagreement -audit",
        "CPLO",
        "information sharing",
    ]
    asked = [{"words": words} for words in [*typed, *common, *common]]
    asked += [{"words": words, "kind": "action", "year": "2020"} for words in common]
    random.Random(3).shuffle(asked)
    return asked


def _fill(many: int) -> object:
    """As many passages of four sentences each, a fifth of them in a scope that the person who asks does not see."""
    from heed.kit.similarity import edition, keep
    from heed.kit.similarity.judge import Judge, load_weights
    from heed.kit.similarity.lexicon import load_lexicon
    from heed.kit.similarity.meaning import DIMENSIONS
    from heed.platform.access.models import Exclusion, Scope
    from heed.platform.base import clock

    actor, person, scope = somebody()
    scopes = [scope]
    for number in range(4):
        scopes.append(
            Scope.objects.create(partnership=scope.partnership, level="partnership", case_ref=f"case{number}")
        )
    Exclusion.objects.create(scope=scopes[4], person=person, began_at=clock.now(), began_by=person)
    chance = random.Random(5)
    noise = np.random.default_rng(5)
    texts = [each["text"] for each in whole()]
    kept = [keep(each) for each in Judge(load_weights(), load_lexicon(), Kept()).prepare(texts)]
    said = [index_words(load_lexicon(), each) for each in texts]
    for start in range(0, many, 2000):
        chosen = [chance.sample(range(len(texts)), 4) for _ in range(min(2000, many - start))]
        moved = np.stack([vectors_of(kept[some[0]].encoding)[0] for some in chosen])
        moved += noise.normal(0, 0.02, (len(chosen), DIMENSIONS)).astype(np.float32)
        moved = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float16)
        put(
            (
                {
                    "partnership": scope.partnership,
                    "scope": scopes[(start + at) % 5],
                    "kind": ("recommendation", "action", "finding", "page")[at % 4],
                    "source_id": start + at + 1,
                    "ref": f"r{start + at}",
                    "href": "/",
                    "title": f"REC-{start + at}",
                    "source": "A review",
                    "area": f"Area {at % 40}",
                    "year": 2010 + at % 16,
                    "state": ("Registered", "In delivery", "Embedded")[at % 3],
                    "agencies": " ".join(f"agency{each % 12}" for each in some),
                    "edition": edition(),
                    "words": " ".join(said[each] for each in some),
                },
                replace(kept[some[0]], text=" ".join(texts[each] for each in some)),
                moved[at].tobytes(),
            )
            for at, some in enumerate(chosen)
        )
    return actor


def somebody() -> tuple[Any, Any, Any]:
    """A person who may search, as an actor and as a person, and their partnership's scope."""
    from heed.platform.access.models import Scope
    from heed.platform.access.queries import actor_of
    from heed.platform.accounts.models import Person
    from heed.platform.base import clock
    from heed.platform.partnerships.models import Partnership
    from heed.platform.partnerships.operations import add_agency, add_member

    partnership = Partnership.objects.create(name="Bench")
    person = Person.objects.create_person(
        email="a@bench.example", name="A Bench", password="bench bench bench"
    )
    agency = add_agency(partnership, name="Council", kind="council")
    member = add_member(
        partnership, person=person, agency=agency, roles=["business_manager"], starts_on=clock.today()
    )
    scope, _ = Scope.objects.get_or_create(partnership=partnership, level="partnership", case_ref="")
    return actor_of(person, member), person, scope


def put(passages: Iterable[tuple[dict[str, Any], Similar, bytes]]) -> None:
    """Passages as the indexing would have made them, straight into the tables: fields, what is kept of the text, and
    where it stands."""
    from heed.memory.models import Passage, PassagePoint, PassageText

    listed = list(passages)
    rows = Passage.objects.for_everyone(because="a bench").bulk_create(
        Passage(**each) for each, _, _ in listed
    )
    PassageText.objects.bulk_create(
        PassageText(passage=row, text=kept.text, ask=kept.ask, encoding=kept.encoding)
        for row, (_, kept, _) in zip(rows, listed, strict=True)
    )
    PassagePoint.objects.bulk_create(
        PassagePoint(passage=row, vector=point) for row, (_, _, point) in zip(rows, listed, strict=True)
    )


if __name__ == "__main__":
    sys.exit(main())
