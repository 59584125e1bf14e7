"""`heed import` and `heed export`: what the pages do for the register, from the command line."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heed.cli.read import ENDINGS

if TYPE_CHECKING:
    from heed.intake.models import Import
    from heed.platform.access.types import Actor

_FORMS = ("xlsx", "docx", "csv", "json")


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--as", "email", required=True, help="The e-mail address of the person you are.")
@click.option(
    "--register", "into_register", is_flag=True, help="Put what the reader is sure of into the register too."
)
def import_(paths: tuple[Path, ...], email: str, into_register: bool) -> None:
    """Bring in documents (folders are read whole). Each waits in the library to be looked at.

    With --register, documents in which the reader is sure of every recommendation go into the register at once,
    each under a review as the document names it. Files that cannot be read are named with one sentence; the exit
    code is then 1.
    """
    actor = actor_for(email)
    files = [file for path in paths for file in _files(path)]
    failed = 0
    for number, file in enumerate(files, start=1):
        outcome, fine = _bring_in(actor, file, into_register=into_register)
        failed += not fine
        click.echo(f"{number} of {len(files)} {file.name}: {outcome}", err=not fine)
    sys.exit(1 if failed else 0)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.is_file() and each.suffix.lower() in ENDINGS)
    return [path]


def _bring_in(actor: Actor, file: Path, *, into_register: bool) -> tuple[str, bool]:

    from heed.intake.operations import accept_import, begin_import, decide_sure
    from heed.intake.queries import list_proposals, proposed_choice, tally
    from heed.intake.types import ImportState
    from heed.platform.base import clock
    from heed.platform.base.errors import Refusal

    content = file.read_bytes()
    try:
        row = begin_import(actor, name=file.name, size=len(content), chunks=[content], at=clock.now())
        row = _wait(actor, row.public_id)
        if row.state != ImportState.OPEN:
            return row.error or "not read yet", False
        found = tally(list_proposals(row))
        if not into_register or not found.found or found.open_and_sure < found.open:
            unsure = found.open - found.open_and_sure
            return f"{found.found} recommendations found, {unsure} to look at; it waits in the library", True
        decide_sure(actor, import_ref=row.public_id, at=clock.now())
        review = accept_import(actor, ref=row.public_id, choice=proposed_choice(row), at=clock.now())
    except Refusal as refusal:
        return refusal.sentence, False
    return f"{found.found} recommendations in the register under {review}", True


def _wait(actor: Actor, ref: str) -> Import:
    """Do the reading here, or wait for a worker that runs beside and has taken it."""
    from heed.intake.queries import find_import
    from heed.intake.types import ImportState
    from heed.platform.jobs.worker import work

    until = time.monotonic() + _LONGEST_WAIT
    while True:
        work(until_empty=True)
        row = find_import(actor, ref)
        if row.state != ImportState.READING or time.monotonic() > until:
            return row
        time.sleep(0.3)


_LONGEST_WAIT = 600
"""Seconds; longer than any document may take."""


@click.command("export")
@click.argument("register")
@click.option("--as", "email", required=True, help="The e-mail address of the person you are.")
@click.option("--form", type=click.Choice(_FORMS), default="xlsx", show_default=True)
@click.option("--out", "-o", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option(
    "--only", multiple=True, metavar="NAME=VALUE", help="Narrow as the page does, such as area=Westmere."
)
@click.option("--order", default="", help="Sort as the page does, by the order's key.")
@click.option("--column", multiple=True, help="Show these columns, by their keys; the usual ones without it.")
def export(
    register: str,
    email: str,
    form: str,
    out: Path,
    only: tuple[str, ...],
    order: str,
    column: tuple[str, ...],
) -> None:
    """Write a register to a file: the rows and columns that its page would show.

    REGISTER is reviews, documents, recommendations, responses, answer-requests, actions, evidence, findings, lessons,
    agencies or any other: one that there is not is answered with all that there are.
    """
    actor = actor_for(email)

    from heed.platform.base import clock
    from heed.platform.registers.downloads import FORMS
    from heed.platform.registers.operations import note_download
    from heed.platform.registers.taking import rows_noted
    from heed.platform.registers.types import Asked
    from heed.platform.registers.views import REGISTERS

    asked_for = REGISTERS.get(register)
    if asked_for is None:
        raise click.BadParameter(
            f"There is no register “{register}”. There are: {', '.join(sorted(REGISTERS))}.",
            param_hint="REGISTER",
        )
    orders = [each.key for each in asked_for.orders if each.key]
    if order and order not in orders:
        raise click.BadParameter(
            f"There is no order {order}. There are: {', '.join(orders)}.", param_hint="--order"
        )
    known = set(asked_for.filter_names())
    filters = dict(_pair(each, known) for each in only)
    unknown = sorted(set(column) - {each.key for each in asked_for.columns})
    if unknown:
        keys = ", ".join(each.key for each in asked_for.columns)
        raise click.BadParameter(
            f"There is no column {unknown[0]}. There are: {keys}.", param_hint="--column"
        )
    asked = Asked(filters=filters, order=order)
    columns = asked_for.chosen_columns(column)
    refs = asked_for.refs_of_every(actor, asked)
    kind = asked_for.kind or asked_for.one
    note_download(actor, register=register, form=form, kind=kind, refs=refs, at=clock.now())
    rows = rows_noted(asked_for, actor, asked, columns, frozenset(refs))
    partial = out.with_name(f"{out.name}.part")
    with partial.open("wb") as file:
        for chunk in FORMS[form][2](asked_for.title, [each.label for each in columns], rows):
            file.write(chunk)
    partial.replace(out)
    click.echo(f"{len(refs)} rows in {out}")


def _pair(written: str, known: set[str]) -> tuple[str, str]:
    name, _, value = written.partition("=")
    if name not in known or not value:
        raise click.BadParameter(
            f"“{written}” is not one of {', '.join(sorted(known))} with = and a value.", param_hint="--only"
        )
    return name, value


def actor_for(email: str) -> Actor:
    """Who uses the command: the account must exist here and be in force; it may do what it may do in the browser."""
    from heed.cli.serve import start_django

    start_django(demo=False)

    from heed.platform.access.queries import find_actor_by_email
    from heed.platform.base import clock
    from heed.platform.safekeeping.upgrading import waiting

    if changes := waiting():
        raise click.ClickException(
            f"{changes} changes of the database are still to be made. Run heed upgrade first: it backs up before it "
            "makes them."
        )
    actor = find_actor_by_email(email, on=clock.today())
    if actor is None:
        raise click.ClickException(f"Nobody here has the address {email}, or the account is not in force.")
    return actor
