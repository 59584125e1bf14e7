"""Two people save the same thing at one moment, in every operation that is told which version was seen.

The pairs are those that `tests/house_rules/test_versions.py` asks one after the other; here both go at once, in threads
with a connection each, on a database that is put back before every race.
"""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SAVED = "saved"
IN_ORDER = {
    "heed.intake.operations.shape.join_with_next": "what the second joins is made after the first has joined",
}
"""Pairs that only make sense one after the other, and why."""
TAKES_AWAY = ".withdraw_"


def race_operations(cast: Any, many: int) -> tuple[int, list[str]]:
    """So many operations raced, drawn by a fixed lot (all, where there are fewer), and what went wrong."""
    from tests.house_rules.test_versions import CHECKED

    names = sorted(set(CHECKED) - set(IN_ORDER))
    random.Random(20261130).shuffle(names)
    wrong, raced = [], 0
    with put_back() as again:
        for name in names[:many]:
            if problem := _race(cast, name):
                wrong.append(f"{name.removeprefix('heed.')}: {problem}")
            raced += 1
            again()
    return raced, wrong


def _race(cast: Any, name: str) -> str:
    """What went otherwise than it must; "" where one saved, and the other was shown what differs."""
    from heed.platform.audit_log.models import Event
    from heed.platform.base.errors import ChangedMeanwhile, NotVisible
    from tests.cast import find_register
    from tests.house_rules.test_versions import PAIRS

    pair = PAIRS[name](find_register(cast), cast)
    events = Event.objects.count()
    first, second = _at_once(
        lambda: pair.save(cast.manager, pair.texts[0]), lambda: pair.save(cast.officer, pair.texts[1])
    )
    if TAKES_AWAY in name and SAVED in (first, second) and NotVisible in (type(first), type(second)):
        return ""  # it was taken away first: the other is told that nothing is there any more
    refused = [each for each in (first, second) if isinstance(each, ChangedMeanwhile)]
    if [first, second].count(SAVED) != 1 or len(refused) != 1:
        return f"{first!r} and {second!r}"[:200]
    if not refused[0].differences or refused[0].version <= 0:
        return "the second is not shown what differs"
    return "" if Event.objects.count() > events else "saved without an event"


def _at_once(*deeds: Callable[[], object]) -> list[object]:
    from django.db import connections

    gate = threading.Barrier(len(deeds))
    answers: list[object] = [None] * len(deeds)

    def act(at: int) -> None:
        gate.wait()
        try:
            deeds[at]()
            answers[at] = SAVED
        except Exception as problem:
            answers[at] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=[at]) for at in range(len(deeds))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


@contextmanager
def put_back() -> Iterator[Callable[[], None]]:
    """Call what is given, and the database is as it was at the beginning; so it is at the end."""
    from django.db import connection, connections

    name = str(connection.settings_dict["NAME"])
    connections.close_all()
    if connection.vendor == "sqlite":
        kept = Path(f"{name}-kept")
        shutil.copyfile(name, kept)

        def again() -> None:
            connections.close_all()
            for ending in ("-wal", "-shm"):
                Path(f"{name}{ending}").unlink(missing_ok=True)
            shutil.copyfile(kept, name)

        yield again
        kept.unlink()
        return
    kept_name = f"{name}_kept"
    _on_server(f'CREATE DATABASE "{kept_name}" TEMPLATE "{name}"')

    def anew() -> None:
        connections.close_all()
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{kept_name}"')

    yield anew
    _on_server(f'DROP DATABASE "{kept_name}"')


def _on_server(*statements: str) -> None:
    import psycopg
    from django.db import connection

    given = {**connection.get_connection_params(), "dbname": "template1"}
    given = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if given.get(key)}
    with psycopg.connect(**given, autocommit=True) as server:
        for each in statements:
            server.execute(each)
