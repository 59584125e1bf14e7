"""`heed doctor`: is all well, and what to mend."""

from __future__ import annotations

import json
import sys

import click

from heed.cli.safekeeping import refusals_said, start

_MARKS = {"well": "  ok  ", "look at this": " look ", "wrong": "WRONG "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs that watch over machines.")
def doctor(as_json: bool) -> None:
    """Look at settings, durability, rights, clock, disk, backups, audit log, versions, sign-in and workers.

    Exit code 0 where all is well, 1 where something should be looked at, 2 where something is wrong.
    """
    start()
    from django.utils import timezone

    from heed.platform.safekeeping.doctor import State, examine, worst

    with refusals_said():
        found = examine(at=timezone.now())
    state = worst(found)
    if as_json:
        rows = [
            {"about": each.about, "state": each.state.value, "sentence": each.sentence, "mend": each.mend}
            for each in found
        ]
        click.echo(json.dumps({"state": state.value, "findings": rows}, ensure_ascii=False, indent=1))
    else:
        for each in found:
            click.echo(f"{_MARKS[each.state.value]} {each.about}: {each.sentence}")
            if each.mend:
                click.echo(f"         To mend it: {each.mend}")
    sys.exit(list(State).index(state))
