"""`heed audit-log`: seal, anchor, verify and export the log of who did and saw what."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from heed.cli.serve import start_django
from heed.cli.writing import write_whole


@click.group("audit-log")
def audit_log() -> None:
    """Who did what, and who saw what: sealed, verified, taken away."""


@audit_log.command()
def seal() -> None:
    """Chain every event that is not chained yet, and add it to the anchor. The worker does this every few seconds."""
    start_django(demo=False)
    from django.utils import timezone

    from heed.platform.audit_log.keeping import seal_and_anchor

    click.echo(f"{seal_and_anchor(at=timezone.now())} events sealed.")


@audit_log.command()
@click.option("--partnership", metavar="NAME", help="Only this one, by its name or public id.")
@click.option(
    "--anchor",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An anchor, or a text with printed or mailed heads; the usual one without it.",
)
@click.option("--new", "only_new", is_flag=True, help="Only what came since the last sound verification.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def verify(partnership: str | None, anchor: Path | None, only_new: bool, as_json: bool) -> None:
    """Follow every chain from its first row; name the first that is wrong. Exit code 1 where there is one, or where
    a trigger that refuses changes is missing."""
    start_django(demo=False)
    from django.utils import timezone

    from heed.platform.audit_log.verification import verify as do_verify

    verdicts = do_verify(
        partnership_id=_partnership(partnership), anchor=anchor, only_new=only_new, at=timezone.now()
    )
    if as_json:
        click.echo(json.dumps([each.as_json() for each in verdicts], indent=2))
    else:
        names = _names()
        for each in verdicts:
            click.echo(f"{names.get(each.partnership_id, each.partnership)}: {_sentence(each)}")
            for note in each.notes:
                click.echo(f"  {note}")
    sys.exit(0 if all(each.sound and each.guarded for each in verdicts) else 1)


def _sentence(verdict: Any) -> str:
    if not verdict.sound:
        return str(verdict.problem)
    tail = f", {verdict.unsealed} events not sealed yet" if verdict.unsealed else ""
    anchored = f", anchored up to row {verdict.anchored}" if verdict.anchored is not None else ""
    return f"{verdict.rows} rows are what they were{anchored}{tail}."


@audit_log.command()
@click.option(
    "--print", "to_print", is_flag=True, help="Show the heads, to be printed, signed and locked away."
)
@click.option("--mail", is_flag=True, help="Mail the heads to HEED_ANCHOR_MAIL.")
@click.option(
    "--put-back",
    metavar="WHY",
    help="Say that the database was put back on purpose (after a restore), and why.",
)
def anchor(to_print: bool, mail: bool, put_back: str | None) -> None:
    """Keep the heads of the chains outside the database."""
    start_django(demo=False)
    from django.utils import timezone

    from heed.platform.audit_log import anchor as anchors
    from heed.platform.audit_log.keeping import mail_heads, seal_and_anchor

    if put_back:
        _say_put_back(put_back)
    seal_and_anchor(at=timezone.now())
    if mail and not mail_heads():
        raise click.ClickException("Name an address first: HEED_ANCHOR_MAIL.")
    if to_print:
        click.echo("\n".join(anchors.heads_in_words()))
    else:
        click.echo(f"The anchor is {anchors.anchor_path()}")
        if anchors.is_on_the_same_disk():
            click.echo("It is on the same disk as the data. Name another volume with HEED_ANCHOR.")


def _say_put_back(why: str) -> None:
    from django.utils import timezone

    from heed.platform.audit_log.anchor import note_restored, refs_of_partnerships
    from heed.platform.audit_log.models import Chain

    refs = refs_of_partnerships()
    for chain in Chain.objects.order_by("partnership_id"):
        ref = refs.get(chain.partnership_id, str(chain.partnership_id))
        note_restored(partnership_ref=ref, sequence=chain.sequence, why=why, at=timezone.now())


@audit_log.command()
@click.option("--as", "email", required=True, help="The e-mail address of the person you are.")
@click.option("--form", type=click.Choice(("csv", "xlsx", "json")), default="csv", show_default=True)
@click.option("--out", "-o", type=click.Path(dir_okay=False, path_type=Path), required=True)
def export(email: str, form: str, out: Path) -> None:
    """Write the partnership's whole log to a file, as its page would."""
    from heed.cli.register import actor_for

    actor = actor_for(email)
    from django.utils import timezone

    from heed.platform.base.errors import Refusal
    from heed.platform.history.export import write_log
    from heed.platform.history.types import Wanted

    try:
        write_whole(out, write_log(actor, Wanted(), form=form, at=timezone.now()))
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(f"The audit log is in {out}")


@audit_log.command()
@click.option("--as", "email", required=True, help="The e-mail address of the person you are.")
def dispose(email: str) -> None:
    """Remove old events by the partnership's own rule. Without one, nothing is ever removed."""
    from heed.cli.register import actor_for

    actor = actor_for(email)
    from django.utils import timezone

    from heed.platform.base.errors import Refusal
    from heed.platform.history.retention import dispose_by_rule

    try:
        removed = dispose_by_rule(actor, at=timezone.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(
        f"{removed} events removed; the rest still verifies." if removed else "Nothing is to be removed."
    )


def _partnership(wanted: str | None) -> int | None:
    from django.db.models import Q

    from heed.platform.partnerships.models import Partnership

    if wanted is None:
        return None
    found = Partnership.objects.filter(Q(name__iexact=wanted) | Q(public_id=wanted)).first()
    if found is None:
        raise click.BadParameter(f"There is no partnership {wanted} here.", param_hint="--partnership")
    return found.pk


def _names() -> dict[int, str]:
    from heed.platform.partnerships.models import Partnership

    return {0: "No partnership", **dict(Partnership.objects.values_list("pk", "name"))}
