"""`heed chronology merge`: agencies' chronologies made into one, with no database and no network."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from heed.cli.writing import write_whole


@click.group()
def chronology() -> None:
    """Chronologies that agencies sent, made into one."""


@chronology.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it here: .xlsx, .docx, .pdf, .csv or .json.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON, entries and all.")
@click.option(
    "--agency",
    "agencies",
    multiple=True,
    metavar="FILE=NAME",
    help="Whose file it is, where the file does not say.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEAD=USE",
    help="What a column is for, where its head is not known: date, time, event, source…",
)
@click.option(
    "--month-first",
    "american",
    multiple=True,
    metavar="FILE",
    help="A file whose dates in figures put the month first (03/25/2011).",
)
@click.option(
    "--day-first",
    "british",
    multiple=True,
    metavar="FILE",
    help="A file whose dates in figures put the day first, whatever they look like.",
)
@click.option(
    "--child",
    "children",
    multiple=True,
    metavar="NAME",
    help="A child as the entries name them; gaps are then found for each.",
)
@click.option(
    "--gap-days", type=click.IntRange(1, 3650), help="Days without a sighting that make a gap (28)."
)
@click.option(
    "--silence-days", type=click.IntRange(1, 3650), help="Days without an entry of one agency (90)."
)
@click.option("--strict", is_flag=True, help="Exit with 1 where any row has something to mend.")
def merge(
    files: tuple[Path, ...],
    out: Path | None,
    as_json: bool,
    agencies: tuple[str, ...],
    columns: tuple[str, ...],
    american: tuple[str, ...],
    british: tuple[str, ...],
    children: tuple[str, ...],
    gap_days: int | None,
    silence_days: int | None,
    strict: bool,
) -> None:
    """Make agencies' Excel, Word and CSV chronologies into one, in order, and say what the whole shows.

    Prints gaps (no recorded sighting of a child, an agency's silence), records that differ, and events that several
    agencies tell. No row is lost: what cannot be understood stands at the end and is named by file, row and column.
    A file that cannot be read is named, the rest is merged, and the exit code is 1.
    """
    from heed.kit.chronology import as_json as in_json
    from heed.kit.chronology import merge as merged
    from heed.kit.chronology import table_of
    from heed.kit.reading import Unreadable
    from heed.kit.reading.process import read_in_process

    owners, uses, tables, failed = _pairs(agencies, "--agency"), _pairs(columns, "--column"), [], 0
    _check_uses(uses)
    for file in files:
        try:
            found = read_in_process(file, function="heed.kit.reading.grid.grids")
            owner = owners.get(file.name) or owners.get(str(file), "")
            order = _order(file, american, british)
            tables.append(table_of(found, file.name, agency=owner, columns=uses, month_first=order))
        except Unreadable as error:
            failed += 1
            click.echo(f"{file}: {error.message.removeprefix(f'{file.name}: ')}", err=True)
    whole = merged(tables, children=children, gap_days=gap_days, silence_days=silence_days)
    if out and tables:
        _write(out, whole)
    if as_json:
        click.echo(json.dumps(in_json(whole), ensure_ascii=False))
    elif tables:
        _say(whole, out)
    if failed or (strict and any(table.faults for table in tables)):
        sys.exit(1)


def _order(file: Path, american: tuple[str, ...], british: tuple[str, ...]) -> bool | None:
    """Whether somebody said that a file's dates put the month first; None where nobody said anything."""
    said = {file.name, str(file)}
    return True if said & set(american) else False if said & set(british) else None


def _pairs(given: tuple[str, ...], option: str) -> dict[str, str]:
    wrong = next((each for each in given if "=" not in each), None)
    if wrong:
        raise click.UsageError(f"{option} {wrong}: put a name, an equals sign and what it is.")
    return dict((part.strip() for part in each.split("=", 1)) for each in given)  # type: ignore[misc]


def _check_uses(uses: dict[str, str]) -> None:
    from heed.kit.chronology.rules import rules

    known = list(rules()["columns"])
    for head, use in uses.items():
        if use not in known:
            raise click.UsageError(
                f"--column {head}={use}: there is no {use}. Choose from {', '.join(known)}."
            )


def _write(out: Path, whole: Any) -> None:
    from heed.kit import chronology as kit
    from heed.kit.writing import to_pdf, to_word

    writers: dict[str, Callable[[Any], bytes]] = {
        ".xlsx": kit.as_workbook,
        ".csv": kit.as_csv,
        ".docx": lambda found: to_word(kit.as_document(found)),
        ".pdf": lambda found: to_pdf(kit.as_document(found)),
        ".json": lambda found: json.dumps(kit.as_json(found), ensure_ascii=False, indent=1).encode(),
    }
    writer = writers.get(out.suffix.lower())
    if writer is None:
        raise click.UsageError(f"--out {out}: end its name with {', '.join(writers)}.")
    write_whole(out, [writer(whole)])


def _say(whole: Any, out: Path | None) -> None:
    from heed.kit.chronology.writing import tables_of

    agencies = len({entry.agency for entry in whole.entries})
    click.echo(f"{len(whole.entries)} entries of {agencies} agencies{f', in {out}' if out else ''}.")
    if whole.sent_twice:
        click.echo(f"{whole.sent_twice} rows were sent twice and stand once.")
    for name, _, lines in tables_of(whole):
        click.echo(f"\n{name}: {len(lines) or 'none'}")
        for line in lines:
            click.echo("  " + " · ".join(" ".join(cell.split())[:120] for cell in line if cell))
