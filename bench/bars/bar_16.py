"""Backed up here, restored on an empty place, by the commands: nothing may differ, and no damaged backup is taken.

The place it came from and the place it went to are then asked the same, by every role: every list, every record,
every refusal. On PostgreSQL the backup is restored twice, into PostgreSQL and into SQLite. At last the place it came
from is upgraded, first in vain; and from SQLite it moves to PostgreSQL.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.bars.power import new_database
from bench.bars.served import COMMAND, HOUSE, prepare
from bench.bars.types import BOTH, Outcome, Size
from bench.bars.upgrading import move, upgrade

TITLE = (
    "A backup restores on an empty place with nothing different, and 50 of 50 damaged ones are refused; an upgrade "
    "that fails is put back, and a move to PostgreSQL loses nothing."
)
DATABASES = BOTH
ONE_SIZE = True
DAMAGED = 50
MOST_SECONDS = 600
LEAST_ANSWERS = 100
LEAST_ALLOWED = 50


@dataclass(frozen=True)
class Place:
    data: Path
    database: str = ""

    def run(self, command: list[str]) -> str:
        done = self._done(command)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout

    def _done(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        given = {name: value for name, value in os.environ.items() if name != "HEED_DATABASE"}
        given |= {"HEED_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "heed.config.settings"}
        if self.database:
            given["HEED_DATABASE"] = self.database
        return subprocess.run(command, env=given, cwd=HOUSE, capture_output=True, text=True, check=False)

    def heed(self, *arguments: str) -> str:
        return self.run([*COMMAND, *arguments])

    def said(self, *arguments: str) -> str:
        """All that a command says, though it may refuse."""
        done = self._done([*COMMAND, *arguments])
        return done.stdout + done.stderr

    def python(self, code: str) -> str:
        return self.run([sys.executable, "-c", code])

    def look(self) -> dict[str, Any]:
        """All that a restore must keep, as `bench.bars.looking` sees it."""
        found: dict[str, Any] = json.loads(
            self.run([sys.executable, "-m", "bench.bars.looking"]).splitlines()[-1]
        )
        return found


def run(size: Size) -> Outcome:
    prepare(writers=0)
    here = Place(Path(os.environ["HEED_DATA"]), os.environ.get("HEED_DATABASE", ""))
    folder = here.data.parent
    key, backup = folder / "key", folder / "a.heed"
    here.heed("backup-key", str(key))
    here.heed("audit-log", "seal")
    before = here.look()
    began = time.monotonic()
    here.heed("backup", str(backup), "--key-file", str(key))
    backed_up = time.monotonic() - began
    differences, seconds = [], 0.0
    for number, place in enumerate(empty_places(folder, here)):
        began = time.monotonic()
        place.heed("restore", str(backup), "--key-file", str(key))
        seconds = max(seconds, time.monotonic() - began)
        differences += [f"place {number}: {each}" for each in compare(before, place.look())]
    taken = take_damaged(backup, key, folder)
    differences += upgrade(here)
    if not here.database:
        differences += move(here)
    answers, allowed = (
        len(before["answers"]),
        sum(each.startswith("200") for each in before["answers"].values()),
    )
    if differences:
        print("\n".join(differences[:40]))
    rows = sum(each[0] for each in before["tables"].values())
    return Outcome(
        passed=not differences
        and not taken
        and before["audit"].endswith("sound")
        and seconds <= MOST_SECONDS
        and answers >= LEAST_ANSWERS
        and allowed >= LEAST_ALLOWED,
        figure=(
            f"{len(before['tables'])} tables, {rows:,} rows, {len(before['files'])} files, {answers:,} answers "
            f"({allowed:,} pages shown), audit log {before['audit']}: {len(differences)} differences; "
            f"{DAMAGED - len(taken)} of {DAMAGED} damaged backups refused; "
            f"upgraded in vain and for good{'' if here.database else ', and moved to PostgreSQL'}; "
            f"backed up in {backed_up:.1f} s, restored in {seconds:.1f} s; a national year was not tried"
        ),
    )


def empty_places(folder: Path, here: Place) -> list[Place]:
    """Where it is restored: always SQLite, and PostgreSQL where it came from there."""
    places = [Place(folder / "elsewhere")]
    if here.database:
        places.append(Place(folder / "beside", new_database(here.database, "restored")))
    return places


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What is not the same."""
    return [
        f"{part} {name}: {before[part].get(name)} became {after[part].get(name)}"
        for part in ("tables", "files", "answers")
        for name in sorted(before[part].keys() | after[part].keys())
        if before[part].get(name) != after[part].get(name)
    ] + (
        [] if before["audit"] == after["audit"] else [f"audit log: {before['audit']} became {after['audit']}"]
    )


def take_damaged(backup: Path, key: Path, folder: Path) -> list[str]:
    """The damaged backups that were taken for good ones: bits turned, cut short, opened with another key."""
    from heed.platform.safekeeping.archive import check_archive
    from heed.platform.safekeeping.keys import key_from_file, make_key_file
    from heed.platform.safekeeping.types import SafekeepingRefused

    chance, content, taken = random.Random(16), backup.read_bytes(), []
    right = key_from_file(key)
    for number in range(DAMAGED):
        path, used, how = folder / "damaged.heed", right, ("bit", "cut", "key")[number % 3]
        changed = bytearray(content)
        if how == "bit":
            changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        elif how == "cut":
            del changed[chance.randrange(len(content)) :]
        else:
            used = make_key_file(folder / f"other-{number}")
        path.write_bytes(changed)
        try:
            check_archive(path, used)
        except SafekeepingRefused as refusal:
            if "Traceback" in str(refusal) or not str(refusal).endswith("."):
                taken.append(f"{how}: {refusal}")
        else:
            taken.append(how)
    return taken
