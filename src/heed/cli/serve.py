"""`heed serve` and `heed work`: the web processes and the worker, started together, stopped together."""

from __future__ import annotations

import io
import os
import socket
from pathlib import Path

import click

from heed.cli.processes import run_parts

HOUSE = Path(__file__).resolve().parents[3]


@click.command()
@click.option(
    "--demo", is_flag=True, help="Start with the fictional demo partnership, in a data folder of its own."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The first port to try.")
@click.option("--web", default=2, show_default=True, type=click.IntRange(1), help="How many web processes.")
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(0),
    help="How many processes for background work; 0 where `heed work` runs elsewhere.",
)
@click.option("--fresh", is_flag=True, help="With --demo: throw the demo away and build it again.")
def serve(demo: bool, host: str, port: int, web: int, workers: int, fresh: bool) -> None:
    """Start Heed: web pages and background work, on this machine."""
    if fresh and not demo:
        raise click.ClickException("--fresh goes with --demo. Heed never throws real data away.")
    start_django(demo=demo)
    from heed.cli.safekeeping import refusals_said
    from heed.platform.safekeeping.place import check_whole, in_use

    with refusals_said():
        check_whole()
        if not demo:
            _bring_up_to_date()
        with in_use():
            _prepare(demo=demo, fresh=fresh)
            port = _free_port(host, port)
            address = f"http://{host}:{port}/"
            _announce(address, demo=demo)
            run_parts(host, port, web=web, workers=workers)


@click.command()
@click.option("--until-empty", is_flag=True, help="Stop when nothing is waiting.")
def work(until_empty: bool) -> None:
    """Do the background work (started by `heed serve` too)."""
    start_django(demo=False)
    from heed.cli.safekeeping import refusals_said
    from heed.platform.jobs.worker import work as do_work
    from heed.platform.safekeeping.place import check_whole, in_use

    with refusals_said():
        check_whole()
        with in_use():
            do_work(until_empty=until_empty)


def start_django(*, demo: bool) -> None:
    """Make Django ready: for the demo in its own data folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
    if demo:
        os.environ["HEED_DEMO"] = "true"
        os.environ.setdefault("HEED_DATA", str(HOUSE / "var-demo"))
    import django

    django.setup()


def _prepare(*, demo: bool, fresh: bool) -> None:
    """Bring the database up to date, and refuse to mix the demo with real data."""
    from django.core.management import call_command

    from heed.cli.demo import build_demo, holds_partnership, throw_demo_away
    from heed.platform.base.upkeep import refresh_statistics
    from heed.platform.partnerships.models import Partnership
    from heed.platform.safekeeping.upgrading import waiting

    if demo and holds_partnership(is_demo=False):
        raise click.ClickException(
            "This data folder holds a real partnership. The demo never runs on real data."
        )
    if fresh:
        throw_demo_away()
    # A start after a crash should be quick: what is up to date is left alone.
    if waiting():
        click.echo("Making the database ready. It takes a minute, once; a few minutes on a slow machine.")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        refresh_statistics()
    call_command("check", "--database", "default", stdout=io.StringIO())
    if not demo and holds_partnership(is_demo=True):
        raise click.ClickException(
            "This data folder holds the demo. Start it with --demo, or name another HEED_DATA."
        )
    if demo and not Partnership.objects.exists():
        click.echo("Building the demo partnership: its documents are read as anyone's would be.")
        build_demo(HOUSE / "demo", say=lambda line: click.echo(f"  {line}"))


def _bring_up_to_date() -> None:
    """A database of an earlier version: backed up before anything is changed."""
    from django.utils import timezone

    from heed.platform.safekeeping.upgrading import upgrade, waiting

    if waiting():
        done = upgrade(at=timezone.now(), say=click.echo)
        if done.backup:
            click.echo(f"The database is up to date. The backup made before is {done.backup}.")


def _free_port(host: str, wanted: int) -> int:
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise click.ClickException(f"No free port between {wanted} and {wanted + 49}. Name another with --port.")


def _announce(address: str, *, demo: bool) -> None:
    click.echo(f"\nHeed is at {address}")
    if demo:
        click.echo(
            "Sign in with one click as anybody of the demo partnership; start with the business manager."
        )
    else:
        click.echo("The first visit sets up your partnership, its agencies and your own account.")
    click.echo("Press Ctrl+C to stop.\n")
