"""`heed upgrade` and `heed migrate-database`."""

from __future__ import annotations

import click

from heed.cli.safekeeping import in_words, refusals_said, say, start


@click.command()
def upgrade() -> None:
    """Bring the database up to date with this version: back up first, and put everything back where it fails."""
    start()
    from django.utils import timezone

    from heed.platform.safekeeping.upgrading import upgrade as bring_up

    with refusals_said():
        done = bring_up(at=timezone.now(), say=say)
    if not done.carried_out:
        click.echo("The database is up to date.")
        return
    before = f" The backup made before is {done.backup}." if done.backup else ""
    click.echo(f"{done.carried_out} migrations carried out and checked.{before}")


@click.command("migrate-database")
@click.option("--to", "address", required=True, help="An empty database: postgres://heed:PASSWORD@HOST/heed")
def migrate_database(address: str) -> None:
    """Move this partnership from SQLite to PostgreSQL: every row compared by hash, every file where it was."""
    start()
    from django.utils import timezone

    from heed.platform.safekeeping.moving import move_to

    with refusals_said():
        done = move_to(address, at=timezone.now(), say=say)
    click.echo(f"Moved and compared: {in_words(done.manifest)}, {done.seconds:.0f} s.")
    click.echo("Set HEED_DATABASE to that address and start Heed. The old database stays as it was, unused.")
