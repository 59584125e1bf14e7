"""The register's speed on one database, a step at a time: `python -m bench.large.one small|fill|long|ask`.

`small` counts queries on a register of fourteen rows, `fill` makes the large one, `long` adds the longest review,
`ask` measures it. The surroundings
name the database (HEED_DATABASE), its folder (HEED_TESTS_FOLDER) and where the counts are kept (HEED_BENCH_COUNTS);
see `bench/registers.py`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bench.large.size import RECOMMENDATIONS

if TYPE_CHECKING:
    from django.test import Client

    from bench.large.ask import Asking
    from heed.platform.access.types import Actor
    from tests.cast import Cast

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
COUNTS = Path(os.environ.get("HEED_BENCH_COUNTS", "counts.json"))


def main(step: str) -> int:
    _database(anew=step in ("small", "fill"))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    from heed.platform.base.upkeep import refresh_statistics

    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)  # counts failed sign-ins
    if step == "long":
        return _long_review()
    if step == "ask":
        refresh_statistics()  # as Heed does when it starts: a migration may have made a table anew
        return pages(connection.vendor) + takings(connection.vendor)
    cast = _begin()
    if step == "small":
        COUNTS.write_text(json.dumps(counts(cast)), "utf-8")
    else:
        _fill(cast, connection.vendor)
    return 0


def _database(*, anew: bool) -> None:
    """PostgreSQL has a database of its own for each step; SQLite has a folder."""
    address = os.environ.get("HEED_DATABASE")
    if not address or not anew:
        return
    import psycopg

    parts = urlsplit(address)
    name = parts.path.removeprefix("/")
    with psycopg.connect(
        host=unquote(parts.netloc.rsplit("@", 1)[1]), user=parts.username, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')


def _begin() -> Cast:
    """The cast with a group that meets, and a few documents. Who is named in which restricted case is asked where
    there is one: with few rows, too."""
    from bench.large.fill import bring_in, restrict
    from tests import cast as the_cast
    from tests import cast_meetings

    cast = the_cast.make()
    cast_meetings.make(cast, at=the_cast.AT)
    for number in (0, 90, 91):
        bring_in(cast, number, asks=4)
    restrict(cast.manager, cast.reader, cases=2)
    return cast


def _people(cast: Cast) -> dict[str, Actor]:
    from heed.platform.access.queries import actor_of
    from heed.platform.partnerships.models import Membership

    first = Membership.objects.select_related("person", "partnership", "agency").earliest("pk")
    return {"least privileged": cast.reader, "widest": actor_of(first.person, first)}


def counts(cast: Cast) -> dict[str, dict[str, dict[str, int]]]:
    """How many queries each page takes with fourteen recommendations, by person, page and way of asking. None of the
    lists ends within sight, for no long one does: to count it takes one query more."""
    from unittest.mock import patch

    from bench.large.ask import every_page, looks
    from tests.cast import client_of

    with patch("heed.platform.registers.queries.end_of", return_value=None):
        return {
            who: {
                asking.name: {way: seen.queries for way, seen in looks(client_of(actor), asking).items()}
                for asking in every_page(actor)
            }
            for who, actor in _people(cast).items()
        }


def pages(database: str) -> int:
    """Every page as the least privileged person and as the widest; returns how many are over the limit."""
    from bench.large.ask import every_page, looks, measure
    from bench.large.measured import Measured
    from heed.learning.models import Recommendation
    from heed.platform.base.upkeep import settle
    from tests import cast as the_cast

    settle()  # as a web process does when it starts
    cast = the_cast.find()
    assert cast is not None
    small = json.loads(COUNTS.read_text("utf-8"))
    filled = Recommendation.objects.visible_to(cast.reader).count()
    measured = Measured(COUNTS.with_name("measured.json"))
    over = 0
    for who, actor in _people(cast).items():
        client = the_cast.client_of(actor)
        for asking in every_page(actor):

            def ask(asking: Asking = asking, client: Client = client, who: str = who) -> tuple[bool, str]:
                then = small[who].get(asking.name, {})
                seen = looks(client, asking, then)
                took = measure(client, asking, seen)
                grown = [
                    f"{way or 'it'} from {then[way]} to {each.queries}"
                    for way, each in sorted(seen.items())
                    if each.queries > then.get(way, each.queries)
                ]
                most = max((each.queries for each in seen.values()), default=0)
                more = f" GROWS: {'; '.join(grown)}" if grown else ""
                return took.over or bool(grown), (
                    f"{took.words}, {max(then.values(), default=0)} queries at 14 rows, {most} at "
                    f"{filled:,}{' OVER' if took.over else ''}{more}"
                )

            over += measured.line(f"{asking.name}, {who}, {database}", ask)
    return over + _sign_ins(_people(cast), database)


def _sign_ins(people: dict[str, Actor], database: str) -> int:
    """Signing in, with the password checked as in use."""
    from django.test.utils import override_settings

    from bench.large.ask import sign_ins
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
            over += took.over
            print(
                f"sign-in, {who}, {database}: {took.words}{' OVER' if took.over else ''}",
                flush=True,
            )
    return over


def _long_review() -> int:
    """By itself: what comparing its recommendations with all others leaves in memory slows pages that are measured
    in the same process."""
    from bench.large.fill import bring_in_long_review
    from tests import cast as the_cast

    cast = the_cast.find()
    assert cast is not None
    bring_in_long_review(cast)
    return 0


def _fill(cast: Cast, database: str) -> None:
    from django.db import connection

    from bench.large.fill import check, fill, restrict
    from heed.learning.models import Recommendation
    from heed.plans.models import Action

    began = time.perf_counter()
    fill(cast, recommendations=RECOMMENDATIONS)
    seconds = time.perf_counter() - began
    if database == "postgresql":  # as it does by itself in use, within minutes
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    restricted = restrict(cast.manager, cast.reader)
    checked = check(cast)
    filled = Recommendation.objects.visible_to(cast.reader).count()
    actions = Action.objects.visible_to(cast.reader).count()
    print(
        f"register filled on {database}: {filled:,} recommendations and {actions:,} actions of 40 areas in "
        f"{seconds:.0f} s; the reader is named in {restricted} restricted cases; stored states computed again "
        f"of {checked}: 0 differences",
        flush=True,
    )


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
    sys.exit(int(main(sys.argv[1]) > 0))
