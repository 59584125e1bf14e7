"""`heed import` and `heed export`: what the pages do for the register, from the command line."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heed.cli.read import ENDINGS
from heed.cli.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from heed.intake.models import Import, Proposal
    from heed.intake.queries import Meant
    from heed.platform.access.types import Actor
    from heed.platform.ui.components import FilterGroup

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
    each under a review as the document names it. Where that review is here already, what it says again becomes a new
    round of the same recommendations; where it cannot be told which review or recommendation is meant, the document
    waits in the library, and why is said. What to look at is named with its page. Files that cannot be read are named
    with one sentence; the exit code is then 1.
    """
    actor = actor_for(email)
    files = [file for path in paths for file in _files(path)]
    for file in (each for path in paths for each in _left_out(path)):
        click.echo(f"Left out {file.name}: Heed reads {', '.join(sorted(ENDINGS))}", err=True)
    failed = 0
    for number, file in enumerate(files, start=1):
        (outcome, *more), fine = _bring_in(actor, file, into_register=into_register)
        failed += not fine
        click.echo(f"{number} of {len(files)} {file.name}: {outcome}", err=not fine)
        for line in more:
            click.echo(f"  {line}", err=not fine)
    sys.exit(1 if failed else 0)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.is_file() and each.suffix.lower() in ENDINGS)
    return [path]


def _left_out(path: Path) -> list[Path]:
    """What stands in a folder and is no document; hidden files are not mentioned."""
    if not path.is_dir():
        return []
    read = set(_files(path))
    return sorted(
        each
        for each in path.rglob("*")
        if each.is_file() and each not in read and not each.name.startswith(".")
    )


def _bring_in(actor: Actor, file: Path, *, into_register: bool) -> tuple[list[str], bool]:
    """What became of a file, a line for each thing to say, and whether it came in."""
    from heed.intake.operations import begin_import
    from heed.intake.queries import find_meant, list_proposals, tally
    from heed.intake.types import ImportState
    from heed.platform.base import clock
    from heed.platform.base.errors import Refusal
    from heed.platform.ui.wording import count

    content = file.read_bytes()
    try:
        row = begin_import(actor, name=file.name, size=len(content), chunks=[content], at=clock.now())
        row = _wait(actor, row.public_id)
        if row.state != ImportState.OPEN:
            return [row.error or "not read yet"], False
        proposals, meant = list_proposals(row), find_meant(actor, row)
        found = tally(proposals)
        sure = bool(found.found) and found.open_and_sure == found.open
        if into_register and sure and not meant.doubt:
            return [_register(actor, row.public_id, meant)], True
    except Refusal as refusal:
        return [refusal.sentence], False
    unsure = found.open - found.open_and_sure
    said = [f"{count(found.found, 'recommendation')} found, {unsure} to look at; it waits in the library"]
    return [*said, *_to_look_at(row, proposals, meant, doubt=into_register)], True


def _register(actor: Actor, ref: str, meant: Meant) -> str:
    """Accept all that was found; it goes to the review that is meant, or to a new one."""
    from heed.intake.operations import accept_import, decide_sure
    from heed.intake.presenters.meant import what_came_in
    from heed.intake.queries import find_import, list_proposals, proposed_choice, tally
    from heed.intake.types import ReviewChoice
    from heed.platform.base import clock

    decide_sure(actor, import_ref=ref, at=clock.now())
    row = find_import(actor, ref)
    there = ReviewChoice(review_ref=meant.review_ref)
    choice = there if meant.review_ref else proposed_choice(row)
    review = accept_import(actor, ref=ref, choice=choice, at=clock.now(), matches=meant.known)
    return f"{what_came_in(tally(list_proposals(row)), len(meant.known))} Under {review}."


def _to_look_at(row: Import, proposals: Sequence[Proposal], meant: Meant, *, doubt: bool) -> list[str]:
    """What a person should look at, each with its page; of a doubt only where somebody wanted it registered."""
    from heed.intake.presenters.meant import said_like
    from heed.intake.queries import unsure_ones
    from heed.library.presenters import first_page

    lines = [said_like(other.document, share) for other, share in meant.like]
    if doubt and meant.doubt:
        lines.append(f"Look at what is meant: {meant.doubt}.")
    for each in unsure_ones(proposals):
        page = first_page(each.spans)
        place = ", ".join(filter(None, [f"page {page}" if page else "", each.values.get("label", "")]))
        why = "; ".join(each.why) or "the reader is not sure"
        lines.append(f"{place or 'without a number'}: {why}: “{each.values['text'][:_BEGINNING]}”")
    for warning in row.reading.found.get("warnings", []) if row.reading else []:
        page = next((span["page"] for span in warning.get("spans", []) if span.get("page")), None)
        lines.append(f"{f'page {page}: ' if page else ''}{warning['message']}")
    further = len(lines) - _MOST_SAID
    return [*lines[:_MOST_SAID], f"and {further} further"] if further > 0 else lines


_MOST_SAID = 20
_BEGINNING = 60


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

    from heed.platform.registers.taking import take
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
    filters = _filters(asked_for.filter_groups(actor) if only else (), known, only)
    unknown = sorted(set(column) - {each.key for each in asked_for.columns})
    if unknown:
        keys = ", ".join(each.key for each in asked_for.columns)
        raise click.BadParameter(
            f"There is no column {unknown[0]}. There are: {keys}.", param_hint="--column"
        )
    asked = Asked(filters=filters, order=order)
    columns = asked_for.chosen_columns(column)
    taken = take(asked_for, actor, asked, columns, form, tell=_tell_rows)
    write_whole(out, taken.content)
    click.echo(f"{asked_for.counted(taken.rows)} in {out}")


def _tell_rows(number: int) -> None:
    """How far it is, beside what is written, where it takes long."""
    if number % _TOLD_EVERY == 0:
        click.echo(f"{number:,} rows written", err=True)


_TOLD_EVERY = 5000


def _filters(groups: Iterable[FilterGroup], known: set[str], only: Sequence[str]) -> dict[str, str]:
    from heed.platform.base.errors import Invalid
    from heed.platform.registers.taking import value_meant

    filters = {}
    for written in only:
        name, _, value = written.partition("=")
        if name not in known or not value:
            raise click.BadParameter(
                f"“{written}” is not one of {', '.join(sorted(known))} with = and a value.",
                param_hint="--only",
            )
        try:
            filters[name] = value_meant(groups, name, value)
        except Invalid as refusal:
            raise click.BadParameter(refusal.sentence, param_hint="--only") from refusal
    return filters


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
