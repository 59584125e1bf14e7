"""Audit completeness: every address asked in every way by many people, and what the log says of each.

Words that nobody else uses are planted in every text before; the log is then searched for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bench.bars.house import house
from bench.bars.types import BOTH, Outcome, Size

TITLE = "Every read, write and refusal is exactly one event with all its fields, and no event holds a word of a case."
DATABASES = BOTH
LEAST = {Size.USUAL: 500, Size.FULL: 2_000}
"""Fewer requests than this, and the bar has looked at nothing."""
PEOPLE = {Size.USUAL: 6, Size.FULL: 20}


def run(size: Size) -> Outcome:
    with house() as cast:
        from bench.bars.canaries import plant

        things = prepare(cast)
        planted = plant()
        seen: Counter[str] = Counter()
        wrong: list[str] = []
        for row, who, client, public, quiet in asked(cast, things, PEOPLE[size]):
            wrong += problems_of(row, who, client, things, public, quiet, seen)
    for each in wrong[:15]:
        print(each)
    requests = sum(number for name, number in seen.items() if name not in ("events", "words"))
    figure = (
        f"{requests:,} requests ({seen['shown']:,} reads, {seen['done']:,} writes, {seen['refused']:,} refusals, "
        f"{seen['invalid']:,} not taken), {len(wrong)} without exactly their event; {seen['events']:,} events searched "
        f"for {planted:,} planted words, {seen['words']} found"
    )
    enough = (
        requests >= LEAST[size]
        and min(seen[each] for each in ("shown", "done", "refused")) > 50
        and planted > 20
    )
    return Outcome(not wrong and not seen["words"] and enough, figure)


def prepare(cast: Any) -> dict[str, str]:
    """What the permission table's rows point at."""
    from tests.cast import find_register
    from tests.house_rules.conftest import make_things

    return make_things(find_register(cast), cast)


def asked(cast: Any, things: dict[str, str], people: int) -> Iterator[tuple[Any, str, Any, bool, bool]]:
    """Each row of the table by each person, each in a browser of their own, undone afterwards."""
    from django.db import transaction
    from django.test import Client
    from django.urls import resolve

    from tests.cast import STRANGER, client_of
    from tests.house_rules.test_permissions import ROWS, address, signed_in

    makers: dict[str, Any] = {"visitor": Client, "stranger": lambda: signed_in(STRANGER)}
    makers["outsider"] = lambda: client_of(cast.outsider)
    wanted = ["business_manager", "reader", "administrator", *(role.value for role in cast.of)]
    for role in list(dict.fromkeys(wanted))[: people - 3]:
        makers[role] = lambda role=role: client_of(cast.of[role])
    for row in ROWS:
        if row.house:
            continue
        try:
            view = resolve(address(row, things)).func
        except Exception as problem:
            raise SystemExit(f"{row}: {problem}") from problem
        public, quiet = getattr(view, "is_public", False), getattr(view, "is_quiet", False)
        for who, make in makers.items():
            with transaction.atomic():
                if "import.decided" in row.at.values():
                    decide_all(cast, things)
                yield row, who, make(), public, quiet or row.url == "health"
                transaction.set_rollback(True)


def decide_all(cast: Any, things: dict[str, str]) -> None:
    """Every proposal of the import that is decided before the row is asked."""
    from heed.intake.operations import decide
    from heed.intake.queries import find_import, list_proposals
    from heed.intake.types import Decision
    from tests.cast import AT

    for each in list_proposals(find_import(cast.manager, things["import.decided"])):
        decide(cast.manager, ref=each.public_id, decision=Decision.ACCEPTED, at=AT)


def problems_of(
    row: Any, who: str, client: Any, things: dict[str, str], public: bool, quiet: bool, seen: Counter[str]
) -> list[str]:
    """What the log says wrongly of one request."""
    from bench.bars.canaries import seen_in
    from tests.house_rules.test_audit import events_of, missing_of, results_expected

    answer, events = events_of(row, client, things)
    expected = results_expected(row, who, answer.status_code, public=public)
    if quiet and answer.status_code < 400:
        expected = None
    seen[expected or "nothing to say"] += 1
    found = [each.result for each in events]
    words = seen_in(str([vars(each) for each in events]).encode())
    seen["events"] += len(events)
    seen["words"] += len(words)
    name = f"{row} by {who}: {answer.status_code}"
    if expected == "done":
        told = [(each.kind, each.subject_ref, str(each.facts)) for each in events]
        right = bool(found) and set(found) <= {"done", "shown"} and len(told) == len(set(told))
    else:
        right = quiet or found == ([expected] if expected else [])
    wrong = [] if right else [f"{name}: {found} where {expected} was due"]
    wrong += [f"{name}: the log holds {each}" for each in words]
    return wrong + [f"{name}: no {each}" for event in events for each in missing_of(event, who)]
