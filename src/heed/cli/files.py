"""`heed files`: whether every file is there and unchanged, and clearing away what nobody refers to."""

from __future__ import annotations

import sys

import click

from heed.cli.serve import start_django


@click.group()
def files() -> None:
    """Look after the files that people brought in."""


@files.command()
@click.option("--quick", is_flag=True, help="Look at names and sizes only; do not read every file.")
def check(quick: bool) -> None:
    """Say whether every file is there with the bytes it came with. Exit code 1 where one is not."""
    start_django(demo=False)
    from heed.platform.files.keeping import check_files

    found = check_files(read=not quick)
    click.echo(f"{found.files} files looked at.")
    for sha256 in found.missing:
        click.echo(f"Missing: {sha256}. Bring it back from a backup.", err=True)
    for sha256 in found.changed:
        click.echo(
            f"Changed: {sha256} holds other bytes than came in. Bring it back from a backup.", err=True
        )
    left = len(found.without_row) + found.unreferenced
    if left:
        click.echo(f"{left} left over from crashes or refusals; they are cleared away after a day.")
    if not found.is_well:
        sys.exit(1)
    click.echo("All are there, unchanged." if not quick else "All are there.")


@files.command()
def clear() -> None:
    """Clear away what a crash or a refusal left and nothing refers to (the worker does this each hour)."""
    start_django(demo=False)
    from django.utils import timezone

    from heed.platform.files.keeping import clear_files

    click.echo(f"{clear_files(at=timezone.now())} cleared away.")
