"""`heed read`: from files to records, with no database and no network."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

ENDINGS = {".pdf", ".docx", ".xlsx", ".html", ".htm", ".txt", ".md", ".markdown"}
COLUMNS = (
    "file", "page", "row", "label", "kind", "text", "section", "theme", "source", "addressed_to",
    "withheld", "agency", "status", "owner", "due", "due_earliest", "due_latest", "sure",
)  # fmt: skip


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--json", "as_", flag_value="json", default="json", help="One JSON object a line for each file (default)."
)
@click.option(
    "--csv", "as_", flag_value="csv", help="A table, a row for each recommendation, response and action."
)
@click.option(
    "--xlsx",
    "workbook",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the table to this Excel file.",
)
@click.option("--quiet", is_flag=True, help="Do not show progress.")
def read(paths: tuple[Path, ...], as_: str, workbook: Path | None, quiet: bool) -> None:
    """Read published documents: PDF, Word, Excel action plans, HTML, text or Markdown; folders are read whole.

    Files that cannot be read are named on standard error, each with one sentence, and the rest are read all the
    same; the exit code is then 1.
    """
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise click.ClickException(
            "There is no PDF, Word, Excel, HTML, text or Markdown file in what you named."
        )
    readings = _read_all(files, quiet=quiet)
    if workbook:
        failed = _write_workbook(workbook, readings)
    elif as_ == "csv":
        failed = _write_csv(readings)
    else:
        failed = _write_json(readings)
    if failed:
        sys.exit(1)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(
            each for each in path.rglob("*") if each.is_file() and each.suffix.lower() in ENDINGS
        )
    else:
        yield path


def _read_all(files: list[Path], *, quiet: bool) -> Iterator[dict[str, Any] | None]:
    """Each file's reading as JSON, in the order given; None for one that could not be read."""
    from heed.kit.reading import Unreadable, as_json
    from heed.kit.reading.process import read_many
    from heed.kit.reading.scans import scans_last

    show = not quiet and len(files) > 1 and sys.stderr.isatty()
    found: dict[str, dict[str, Any] | None] = {}
    waiting = list(dict.fromkeys(str(file) for file in files))
    for done, (path, reading) in enumerate(scans_last(read_many(tuple(waiting))), start=1):
        name = str(path)
        if show:
            click.echo(f"\r{done} of {len(files)} {Path(name).name[:60]:60}", err=True, nl=False)
        if isinstance(reading, Unreadable):
            where = f", page {reading.page}" if reading.page else ""
            click.echo(f"{name}{where}: {reading.message}", err=True)
            found[name] = None
        else:
            digest = hashlib.sha256(Path(name).read_bytes()).hexdigest()
            found[name] = as_json(reading, file=Path(name).name, sha256=digest)
        while waiting and waiting[0] in found:
            yield found.pop(waiting.pop(0))
    if show:
        click.echo("", err=True)


def _write_json(readings: Iterable[dict[str, Any] | None]) -> int:
    failed = 0
    for reading in readings:
        if reading is None:
            failed += 1
        else:
            click.echo(json.dumps(reading, ensure_ascii=False))
    return failed


def _write_csv(readings: Iterable[dict[str, Any] | None]) -> int:
    from heed.kit.writing.cells import harmless

    failed = 0
    writer = csv.writer(sys.stdout)
    writer.writerow(COLUMNS)
    for reading in readings:
        if reading is None:
            failed += 1
        else:
            writer.writerows([[harmless(cell) for cell in row] for row in rows_of(reading)])
    return failed


def _write_workbook(path: Path, readings: Iterable[dict[str, Any] | None]) -> int:
    import xlsxwriter

    failed = 0
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("What was read")
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        line = 0
        for reading in readings:
            if reading is None:
                failed += 1
                continue
            for row in rows_of(reading):
                line += 1
                sheet.write_row(line, 0, row)
    return failed


def rows_of(reading: dict[str, Any]) -> Iterator[list[str]]:
    """A row for each recommendation, its responses and its actions, and for those of themes; see `COLUMNS`."""
    for recommendation in reading["recommendations"]:
        shared = {"label": recommendation["label"], "theme": recommendation.get("theme") or ""}
        yield _row(reading, "recommendation", recommendation)
        for response in recommendation["responses"]:
            yield _row(reading, "response", {**shared, **response})
        for action in recommendation["actions"]:
            yield _row(reading, "action", {**shared, **action})
    for theme in reading["themes"]:
        if theme.get("response"):
            yield _row(
                reading, "response", {"text": theme["response"], "theme": theme["name"], **_spans(theme)}
            )
        for action in theme["actions"]:
            yield _row(reading, "action", {"theme": theme["name"], **action})


def _spans(holder: dict[str, Any]) -> dict[str, Any]:
    return {"spans": holder.get("spans", [])}


def _row(reading: dict[str, Any], kind: str, record: dict[str, Any]) -> list[str]:
    due = record.get("due") or {}
    page = next((span["page"] for span in record.get("spans", []) if span.get("page")), "")
    values = {
        **{name: record.get(name) for name in COLUMNS},
        "file": reading["file"],
        "page": page,
        "row": kind,
        "addressed_to": "; ".join(record.get("addressed_to") or []),
        "withheld": "yes" if record.get("withheld") else "",
        "due": due.get("text"),
        "due_earliest": due.get("earliest"),
        "due_latest": due.get("latest"),
    }
    return ["" if values[name] is None else str(values[name]) for name in COLUMNS]
