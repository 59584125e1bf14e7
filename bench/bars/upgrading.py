"""The drills of an administrator who upgrades, and who moves to PostgreSQL: by the command, on a place with data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.bars.power import new_database
from scripts.postgresql import postgresql

if TYPE_CHECKING:
    from bench.bars.bar_16 import Place

GO_BACK = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", "safekeeping", "zero", verbosity=0)
call_command("migrate", "drafts", "zero", verbosity=0)
"""
FAILING = """
import django, sys
django.setup()
from django.db import connection
from django.utils import timezone
from heed.platform.safekeeping import upgrading
usual = upgrading.bring_up_to_date
def fails():
    usual()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM learning_response")
        cursor.execute("CREATE TABLE half_done (id integer)")
    raise RuntimeError("a migration went wrong")
upgrading.bring_up_to_date = fails
try:
    upgrading.upgrade(at=timezone.now())
except upgrading.SafekeepingRefused as refusal:
    print(refusal)
"""
OLD = """
import json, django
django.setup()
from heed.platform.safekeeping.state import apps_after, carried_out
from heed.platform.safekeeping.tables import kept_models, measure
found = {}
for model in kept_models(apps_after(carried_out())):
    kept = measure(model, alias="default")
    found[model._meta.db_table] = [kept.rows, kept.sha256]
print(json.dumps(found))
"""


def upgrade(here: Place) -> list[str]:
    """What goes wrong when this place, taken back by two migrations, is upgraded once in vain and once for good."""
    here.python(GO_BACK)
    before = rows(here)
    failed = here.python(FAILING)
    between = rows(here)
    waiting = here.said("doctor")
    done, again = here.heed("upgrade"), here.heed("upgrade")
    backups = sorted((here.data / "backups").glob("before-upgrade-*.heed"))
    right = {
        "an upgrade that failed did not say so": "as it was before (a migration went wrong)" in failed,
        "an upgrade that failed left other rows": before == between,
        "the doctor did not see what is waiting": "changes of the database are still to be made" in waiting,
        "two migrations were to be carried out": "2 migrations carried out" in done,
        "a second upgrade found something to do": again.strip() == "The database is up to date.",
        "each upgrade was to begin with a backup": len(backups) == 2,
    }
    for each in backups:
        here.heed("check-backup", "--quick", str(each), "--key-file", str(here.data / "backup-key"))
    return [problem for problem, held in right.items() if not held]


def rows(place: Place) -> Any:
    """Of each table that its migrations have made so far: how many rows, and their hash."""
    return json.loads(place.python(OLD).splitlines()[-1])


def move(here: Place) -> list[str]:
    """What goes wrong when this place moves to PostgreSQL, and when it tries once more."""
    with postgresql() as server:
        there = type(here)(here.data, new_database(server, "moved"))
        before = rows(here)
        here.heed("migrate-database", "--to", there.database)
        moved = rows(there)
        closed = here.said("work", "--until-empty")
        there.heed("work", "--until-empty")
        worked = rows(there)
        (Path(here.data) / "moved-to-postgresql").unlink()
        right = {
            "the rows that moved are others": before == moved,
            "the old database did not stay as it was": rows(here) == before,
            "the old place did not say that it is closed": "moved to PostgreSQL" in closed,
            "a second move was not refused": "not empty"
            in here.said("migrate-database", "--to", there.database),
            "a second move changed rows": rows(there) == worked,
        }
    return [problem for problem, held in right.items() if not held]
