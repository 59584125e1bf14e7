"""The restore drill: a backup is only known to be good when it has been restored."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from heed.platform.safekeeping.keys import Key
from heed.platform.safekeeping.place import data_folder
from heed.platform.safekeeping.types import SafekeepingRefused

_LONGEST = 4 * 60 * 60
_MAKE = "from heed.cli.main import main; main()"


def restore_elsewhere(path: Path, key: Key) -> float:
    """Restore this backup as an administrator would, by `heed restore` in a process of its own, into an empty place
    that is removed afterwards; and give the seconds it took. Always into SQLite, which asks no rights of a server:
    an archive is the same for both. Raises `SafekeepingRefused` with what was said."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=data_folder(), prefix=".drill-") as folder:
        place = Path(folder)
        written = place / "key"
        written.touch(mode=0o600)
        written.write_text(key.identity or key.passphrase, encoding="utf-8")
        option = "--key-file" if key.identity else "--passphrase-file"
        done = subprocess.run(
            [sys.executable, "-c", _MAKE, "restore", str(path.resolve()), option, str(written)],
            env=surroundings(place / "data", database=""),
            capture_output=True,
            text=True,
            timeout=_LONGEST,
            check=False,
        )
    if done.returncode:
        raise SafekeepingRefused(f"It could not be restored. {last_words(done.stderr)}")
    return time.monotonic() - began


def surroundings(data: Path | str, *, database: str) -> dict[str, str]:
    """The environment of another Heed: of this one's, all but where it keeps things."""
    given = {
        name: value
        for name, value in os.environ.items()
        if name not in ("HEED_DATA", "HEED_DATABASE", "HEED_DEMO", "DJANGO_SETTINGS_MODULE")
    }
    given["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
    return {**given, "HEED_DATA": str(data), **({"HEED_DATABASE": database} if database else {})}


def last_words(said: str) -> str:
    """The last line that a command said, without click's own beginning."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return (lines[-1] if lines else "It said nothing.").removeprefix("Error: ")
