"""The register's speed on one database, a line each: `python -m bench.large.one` (see `bench/pages.py`).

The surroundings name the database (HEED_DATABASE) and an empty folder (HEED_TESTS_FOLDER).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heed.platform.access.types import Actor

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

RECOMMENDATIONS = int(os.environ.get("HEED_BENCH_RECOMMENDATIONS", "50000"))


def main() -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    over = pages(connection.vendor)
    return over + takings(connection.vendor)


def pages(database: str) -> int:
    """Every page as the least privileged person and as the widest; returns how many are over the limit."""
    from bench.large.ask import LIMIT, count_queries, every_page, measure
    from bench.large.fill import bring_in, restrict
    from heed.platform.access.queries import actor_of
    from heed.platform.partnerships.models import Membership
    from tests import cast as the_cast

    cast = the_cast.make()
    for number in (0, 90, 91):
        bring_in(cast.manager, number, asks=4)
    # Who is named in which restricted case is asked where there is one: with few rows, too.
    restrict(cast.manager, cast.reader, cases=2)
    first = Membership.objects.select_related("person", "partnership", "agency").earliest("pk")
    people = {"least privileged": cast.reader, "widest": actor_of(first.person, first)}
    clients = {who: the_cast.client_of(actor) for who, actor in people.items()}
    small = {
        (who, asking.name): count_queries(clients[who], asking)
        for who, actor in people.items()
        for asking in every_page(actor)
    }
    filled = _fill(cast, database)
    over = 0
    for who, actor in people.items():
        for asking in every_page(actor):
            took, now = measure(clients[who], asking), count_queries(clients[who], asking)
            then = small[who, asking.name]
            grown = {way for way, many in now.per_way.items() if many > then.per_way.get(way, many)}
            wrong = took.p95 > LIMIT or bool(grown)
            over += wrong
            way = f" ({took.way})" if took.way else ""
            print(
                f"{asking.name}{way}, {who}, {database}: p95 {took.p95:.0f} ms (limit: {LIMIT} ms; median "
                f"{took.p50:.0f}, processor {took.worked:.0f}), {then.queries} queries at 14 rows, "
                f"{now.queries} at {filled:,}{' OVER' if wrong else ''}",
                flush=True,
            )
    return over + _sign_ins(people, database)


def _sign_ins(people: dict[str, Actor], database: str) -> int:
    """Signing in, with the password checked as in use."""
    from django.test.utils import override_settings

    from bench.large.ask import LIMIT, sign_ins
    from heed.config.settings import PASSWORD_HASHERS
    from heed.platform.accounts.models import Person
    from tests.cast import PASSWORD

    over = 0
    with override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS):
        for who, actor in people.items():
            person = Person.objects.get(pk=actor.person_id)
            person.set_password(PASSWORD)
            person.save()
            took = sign_ins(person.email, PASSWORD)
            over += took.p95 > LIMIT
            print(
                f"sign-in, {who}, {database}: p95 {took.p95:.0f} ms (limit: {LIMIT} ms; median {took.p50:.0f}, "
                f"processor {took.worked:.0f}){' OVER' if took.p95 > LIMIT else ''}",
                flush=True,
            )
    return over


def _fill(cast: object, database: str) -> int:
    from bench.large.fill import check, fill, restrict
    from heed.learning.models import Recommendation
    from heed.plans.models import Action

    began = time.perf_counter()
    fill(cast.manager, recommendations=RECOMMENDATIONS)  # type: ignore[attr-defined]
    seconds = time.perf_counter() - began
    restricted = restrict(cast.manager, cast.reader)  # type: ignore[attr-defined]
    checked = check(cast.manager)  # type: ignore[attr-defined]
    filled = Recommendation.objects.visible_to(cast.reader).count()  # type: ignore[attr-defined]
    actions = Action.objects.visible_to(cast.reader).count()  # type: ignore[attr-defined]
    print(
        f"register filled on {database}: {filled:,} recommendations and {actions:,} actions of 40 areas in "
        f"{seconds:.0f} s; the reader is named in {restricted} restricted cases; stored states computed again "
        f"of {checked}: 0 differences",
        flush=True,
    )
    return int(filled)


def takings(database: str) -> int:
    """Every recommendation taken away in each form, each in a process of its own."""
    over = 0
    for form in ("xlsx", "csv", "docx", "json"):
        done = subprocess.run(
            [sys.executable, "-m", "bench.large.takings", form, database], check=False, stdout=sys.stdout
        )
        over += done.returncode != 0
    return over


if __name__ == "__main__":
    sys.exit(int(main() > 0))
