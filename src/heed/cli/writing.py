"""A file that a command writes: it is there whole, or as it was before."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_whole(out: Path, chunks: Iterable[bytes]) -> None:
    """Write these bytes, one after another; where the place takes no file, one sentence says so."""
    partial = out.with_name(f"{out.name}.part")
    try:
        with partial.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        partial.replace(out)
    except OSError as problem:
        reason = (problem.strerror or "unknown").lower()
        raise click.ClickException(f"{out} could not be written: {reason}.") from problem
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
