"""`heed check`: a file is looked through before it leaves, with no database and no network."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from heed.kit.disclosure import Known, Layers

HELPS = "This helps a person to look and proves nothing: what it did not find may be there all the same."
LISTS = ("people", "agencies", "schools", "places", "pseudonyms", "glossary", "called", "may_be_named")


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each file.")
@click.option(
    "--known",
    "known_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A YAML or JSON file with what is known of the case: lists named people, agencies, schools, places, "
    "pseudonyms and may_be_named; glossary (short forms with their meaning); called (names with their pseudonyms).",
)
@click.option("--strict", is_flag=True, help="Exit with 2 where anything was found.")
def check(files: tuple[Path, ...], as_json: bool, known_file: Path | None, strict: bool) -> None:
    """Look through files before they leave: slips of writing, and whatever may tell who somebody is.

    Reads PDF, Word, Excel, PowerPoint, web pages, text and CSV, with everything in them that a reader cannot see. Each
    hit has its kind, place and layer. Files that cannot be read are named on standard error, each with one sentence,
    and the rest are read all the same; the exit code is then 1. It helps a person to look and proves nothing.
    """
    from heed.kit.reading import Unreadable

    known, glossary = _known(known_file)
    failed, hits = 0, 0
    for path in files:
        try:
            found = look(path, known, glossary)
        except Unreadable as reason:
            failed += 1
            click.echo(f"{path}: {reason.message}", err=True)
            continue
        hits += len(found["disclosure"]) + len(found["proofing"])
        click.echo(json.dumps(found, ensure_ascii=False) if as_json else _said(found))
    if not as_json:
        click.echo(HELPS)
    if failed:
        sys.exit(1)
    if strict and hits:
        sys.exit(2)


def look(path: Path, known: Known, glossary: dict[str, str]) -> dict[str, Any]:
    """What was found in one file, as JSON holds it. Raises `Unreadable` with one sentence."""
    from heed.kit.disclosure import CHECK, Checked, as_json
    from heed.kit.proofing import as_json as fault_as_json
    from heed.kit.proofing import lint, reading_age
    from heed.kit.reading.process import bytes_of, call_in_process

    checked: Checked = call_in_process(CHECK, bytes_of(path), path.name, known)
    layers, texts = checked.layers, texts_of(checked.layers)
    age = reading_age(text.words for text in texts if text.form in ("paragraph", "point"))
    return {
        "schema": 1,
        "file": path.name,
        "sha256": layers.sha256,
        "kind": layers.kind,
        "pages": layers.pages,
        "proves": HELPS,
        "unread": list(layers.warnings),
        "reading_age": age.age,
        "disclosure": [as_json(hit) for hit in checked.hits],
        "proofing": [fault_as_json(fault) for fault in lint(texts, glossary=glossary)],
    }


def texts_of(layers: Layers) -> list[Any]:
    """What proofing reads: the pieces that are seen, with the links that stand beside them."""
    from heed.kit.disclosure import SEEN
    from heed.kit.proofing import Text

    return [
        Text(piece.words, piece.form.value, piece.place, links=piece.links)
        for piece in layers.pieces
        if piece.layer in SEEN
    ]


def _known(path: Path | None) -> tuple[Known, dict[str, str]]:
    """What the caller wrote down of the case, and the meanings of short forms."""
    from heed.kit.disclosure import Known

    if path is None:
        return Known(), {}
    import yaml

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise click.ClickException(
            f"{path.name} is not a YAML or JSON file: {str(error).splitlines()[0]}."
        ) from error
    wrong = [str(name) for name in data if name not in LISTS] if isinstance(data, dict) else [path.name]
    if wrong:
        raise click.ClickException(
            f"“{wrong[0]}” is not one of the lists that {path.name} may hold: {', '.join(LISTS)}."
        )
    glossary = data.get("glossary") or {}
    meanings = (
        {str(short): str(full) for short, full in glossary.items()} if isinstance(glossary, dict) else {}
    )
    called = data.get("called") or {}
    pairs = (
        tuple((str(name), str(other)) for name, other in called.items()) if isinstance(called, dict) else ()
    )
    lists = {
        each.name: tuple(str(one) for one in data.get(each.name) or ())
        for each in dataclasses.fields(Known)
        if each.name != "called"
    }
    lists["glossary"] += tuple(meanings.values())
    lists["people"] += tuple(name for name, _ in pairs if name not in lists["people"])
    lists["pseudonyms"] += tuple(other for _, other in pairs if other not in lists["pseudonyms"])
    return Known(**lists, called=pairs), meanings


def _said(found: dict[str, Any]) -> str:
    """The same for a person at a terminal."""
    lines = [
        f"{found['file']}: {len(found['disclosure'])} that may tell who somebody is, {len(found['proofing'])} slips."
    ]
    for hit in found["disclosure"]:
        instead = f" -> {hit['proposed']}" if hit["proposed"] else ""
        where = f"{hit['layer']}, {hit['place']}"
        lines.append(f"  {hit['kind']}: “{hit['words'][:80]}” ({where}; {hit['why']}; {hit['act']}{instead})")
    for fault in found["proofing"]:
        said = f"“{fault['words'][:80]}” " if fault["words"] else ""
        lines.append(f"  {fault['kind']}: {said}({fault['place'] or 'the whole text'}; {fault['why']})")
    return "\n".join([*lines, *(f"  not read: {each}" for each in found["unread"])])
