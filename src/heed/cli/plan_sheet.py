"""`heed import-plan`: a plan kept in a spreadsheet or a Word table comes in, as on its page."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heed.cli.register import actor_for

if TYPE_CHECKING:
    from heed.intake.queries import Looked
    from heed.intake.types import Columns

_MOST_SAID = 50


@click.command("import-plan")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help="The e-mail address of the person you are.")
@click.option(
    "--review",
    default="",
    help="The review's reference; without it, the partnership's own plan.",
)
@click.option(
    "--columns", multiple=True, metavar="HEAD=PURPOSE", help='Say what a column is, such as "Lead=owner".'
)
@click.option(
    "--status", multiple=True, metavar="WORDS=MEANING", help='What a status means, such as "P=planned".'
)
@click.option("--leave-out-errors", is_flag=True, help="Bring in the others where rows have errors.")
@click.option("--dry-run", is_flag=True, help="Say what would become of each row, and change nothing.")
def import_plan(
    file: Path,
    email: str,
    review: str,
    columns: tuple[str, ...],
    status: tuple[str, ...],
    leave_out_errors: bool,
    dry_run: bool,
) -> None:
    """Bring in the rows of an action plan kept as Excel, CSV or a Word table: all of them, or none.

    Columns are guessed by their heads. Errors are named by row and column; while there are any, nothing comes in
    unless --leave-out-errors says so, and the exit code is 1. The same file again changes nothing.
    """
    actor = actor_for(email)

    from heed.intake.operations import accept_sheet, begin_sheet, say_columns
    from heed.intake.queries import guess_columns, look_at_file
    from heed.intake.types import RowOutcome
    from heed.kit.reading.types import Unreadable
    from heed.platform.base import clock
    from heed.platform.base.errors import Refusal
    from heed.platform.files.tables import tables_in
    from heed.platform.ui.wording import count

    content = file.read_bytes()
    try:
        chosen = _review(actor, review)
        tables = tables_in(content, file.name)
        said = _said(guess_columns(tables), tables, columns, status)
        looked = look_at_file(
            actor, tables, said, file=file.name, review_id=chosen.pk if chosen else None, today=clock.today()
        )
        _tell(looked)
        new, faulty = looked.count(RowOutcome.NEW), looked.count(RowOutcome.FAULTY)
        if dry_run or not new or (faulty and not leave_out_errors):
            click.echo("Nothing came in." if new else "Nothing in it is new.")
            sys.exit(1 if faulty else 0)
        row = begin_sheet(
            actor,
            name=file.name,
            size=len(content),
            chunks=[content],
            review_ref=chosen.public_id if chosen else "",
            at=clock.now(),
        )
        say_columns(actor, ref=row.public_id, columns=said, version=row.version, at=clock.now())
        accept_sheet(actor, ref=row.public_id, seen=new, leave_out=leave_out_errors, at=clock.now())
    except (Refusal, Unreadable) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    out = f"; {count(faulty, 'row')} with errors stayed out" if faulty else ""
    click.echo(f"{count(new, 'action')} came in{out}.")


def _review(actor: Any, reference: str) -> Any:
    from heed.reviews.queries import list_reviews

    if not reference:
        return None
    for each in list_reviews(actor):
        if reference.casefold() in (each.reference.casefold(), each.public_id):
            return each
    raise click.BadParameter(f"There is no review {reference} that you can see.", param_hint="--review")


def _said(guessed: Columns, tables: Any, columns: tuple[str, ...], status: tuple[str, ...]) -> Columns:
    """The guess with what was said on the command line in its place."""
    from heed.intake.queries import columns_offered, meanings_offered

    of, heads = (
        dict(guessed.of),
        [" ".join(each.split()) for each in tables[guessed.table].rows[guessed.head]],
    )
    for head, purpose in _pairs(columns, "--columns", set(columns_offered())):
        if head not in heads:
            raise click.BadParameter(
                f"There is no column {head}. There are: {', '.join(filter(None, heads))}.",
                param_hint="--columns",
            )
        of = {at: name for at, name in of.items() if name != purpose}
        of[heads.index(head)] = purpose
    meanings = {
        words.casefold(): meaning for words, meaning in _pairs(status, "--status", set(meanings_offered()))
    }
    return replace(guessed, of=of, meanings=meanings)


def _pairs(written: tuple[str, ...], option: str, known: set[str]) -> list[tuple[str, str]]:
    pairs = []
    for each in written:
        words, _, value = each.rpartition("=")
        if not words or value not in known:
            raise click.BadParameter(
                f"“{each}” does not end with = and one of {', '.join(sorted(known))}.", param_hint=option
            )
        pairs.append((" ".join(words.split()), value))
    return pairs


def _tell(looked: Looked) -> None:
    from heed.intake.types import RowOutcome

    faults = [fault for each in looked.rows for fault in each.row.faults]
    for fault in faults[:_MOST_SAID]:
        click.echo(f"{fault}.", err=True)
    if len(faults) > _MOST_SAID:
        click.echo(f"and {len(faults) - _MOST_SAID:,} further errors", err=True)
    counted = (
        (RowOutcome.NEW, "new"),
        (RowOutcome.HERE, "here already"),
        (RowOutcome.JOINS, "say the same"),
    )
    told = [f"{looked.count(outcome):,} {words}" for outcome, words in counted]
    click.echo(
        f"{len(looked.rows):,} rows: {', '.join(told)}, {looked.count(RowOutcome.FAULTY):,} with errors."
    )
