"""Templates in Excel: cells with fields, and rows that repeat; what stands beneath them moves down."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from heed.kit.writing.templates.fields import (
    PLACEHOLDER,
    Fields,
    FoundField,
    Trouble,
    Value,
    filled,
    has_row_field,
    key_of,
    look_at,
    meant,
)
from heed.kit.writing.templates.shifting import Shift
from heed.kit.writing.templates.xml import parse, written

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK, _STRINGS, _CHAIN = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/calcChain.xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_REACHES_OUT = re.compile(
    r"\b(WEBSERVICE|HYPERLINK|IMAGE|RTD|CALL|REGISTER|REGISTER\.ID|EXEC|FILTERXML|STOCKHISTORY|IMPORT\w+)\s*\(",
    re.IGNORECASE,
)
_LONGEST = 32_767


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    member: str
    root: Any
    tables: tuple[str, ...]
    """The members of its tables."""


def look_at_sheets(members: Mapping[str, bytes], fields: Fields) -> Iterator[FoundField | Trouble]:
    """What the template asks for, sheet by sheet."""
    strings = _strings(members)
    for sheet in _sheets(members):
        asking = []
        for row in _rows(sheet):
            formulas = row.findall(f"{_M}c/{_M}f")
            for each in formulas:
                if _REACHES_OUT.search(each.text or ""):
                    place = f"{sheet.name}!{each.getparent().get('r')}"
                    yield Trouble("A formula fetches or opens something from elsewhere", place)
            for cell in row.findall(f"{_M}c"):
                yield from look_at(_text(cell, strings), f"{sheet.name}!{cell.get('r')}", fields)
            if _asks(row, strings, fields):
                asking.append(int(row.get("r")))
                if formulas:
                    place = f"{sheet.name}, row {row.get('r')}"
                    yield Trouble("A row that repeats holds a formula: put it above or beneath", place)
        if asking and asking[-1] - asking[0] + 1 != len(asking):
            places = ", ".join(map(str, asking))
            yield Trouble(
                f"Fields of a row stand in rows {places}: keep them in rows one after another", sheet.name
            )


def fill_sheets(
    members: Mapping[str, bytes],
    fields: Fields,
    facts: Mapping[str, Value],
    rows: Sequence[Mapping[str, Value]],
) -> dict[str, bytes]:
    """The members with everything filled in; formulas are computed again by whoever opens it."""
    strings, changed = _strings(members), dict(members)
    book = parse(members[_BOOK])
    for sheet in _sheets(members):
        shift = _fill(sheet, strings, fields, facts, rows)
        if shift.by:
            _move_ranges(sheet.root, shift)
            for member in sheet.tables:
                table = parse(changed[member])
                _move_ranges(table, shift)
                changed[member] = written(table)
            for name in book.iter(f"{_M}definedName"):
                name.text = shift.of_name(name.text or "", sheet.name)
        changed[sheet.member] = written(sheet.root)
    calculation = book.find(f"{_M}calcPr")
    if calculation is not None:
        calculation.set("fullCalcOnLoad", "1")
    changed[_BOOK] = written(book)
    return _without_chain(changed)


def _fill(
    sheet: _Sheet,
    strings: Sequence[str],
    fields: Fields,
    facts: Mapping[str, Value],
    rows: Sequence[Mapping[str, Value]],
) -> Shift:
    """Fill in a sheet; what its rows beneath those that repeat have moved by."""
    data, own = sheet.root.find(f"{_M}sheetData"), list(_rows(sheet))
    block = [each for each in own if _asks(each, strings, fields)]
    first = int(block[0].get("r")) if block else 0
    size, many = len(block), max(len(rows), 1) if block else 0
    shift = Shift(first, first + size - 1, (many - 1) * size if block else 0)
    for each in own:
        if each in block:
            continue
        for cell in each.findall(f"{_M}c"):
            _write(cell, strings, fields, facts)
        _renumber(each, shift.of_row(int(each.get("r"))))
        for formula in each.iter(f"{_M}f"):
            formula.text = shift.of_formula(formula.text or "") or None
            if shift.by and (kept := formula.getparent().find(f"{_M}v")) is not None:
                formula.getparent().remove(kept)
    if block:
        at = data.index(block[0])
        copies = []
        for number, row in enumerate(rows or [{}]):
            for each in block:
                copy = deepcopy(each)
                for cell in copy.findall(f"{_M}c"):
                    _write(cell, strings, fields, {**facts, **row})
                _renumber(copy, int(each.get("r")) + number * size)
                copies.append(copy)
        data[at : at + size] = copies
        if shift.by:
            _repeat_merged(sheet.root, shift, size)
    return shift


def _repeat_merged(root: Any, shift: Shift, size: int) -> None:
    """Cells that are joined within the rows that repeat are joined in each of them, and stay where they are."""
    merged = root.find(f"{_M}mergeCells")
    for each in list(merged) if merged is not None else ():
        if shift.within(each.get("ref")):
            each.set(_STAYS, "1")
            for number in range(1, shift.by // size + 1):
                copy = deepcopy(each)
                copy.set("ref", shift.moved_by(each.get("ref"), number * size))
                merged.append(copy)


_STAYS = "stays"


def _move_ranges(root: Any, shift: Shift) -> None:
    """Whatever names cells: joined ones, filters, tables, rules of looks and of what may be typed."""
    for each in root.iter():
        if each.attrib.pop(_STAYS, None):
            continue
        for name in ("ref", "sqref"):
            if each.get(name):
                each.set(name, " ".join(shift.of_range(one) for one in each.get(name).split()))


def _write(cell: Any, strings: Sequence[str], fields: Fields, values: Mapping[str, Value]) -> None:
    """Put words, or one number, into a cell that asks for something; never a formula."""
    text = _text(cell, strings)
    if "{{" not in text:
        return
    alone = PLACEHOLDER.fullmatch(text.strip())
    found = meant(alone[1], fields) if alone else None
    value = values.get(key_of(*found), "") if found else ""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, int):
        cell.append(_made("v", str(value)))
        return
    words = filled(text, fields, values)[:_LONGEST]
    if words:
        cell.set("t", "inlineStr")
        inline = _made("is")
        inline.append(_made("t", words))
        cell.append(inline)


def _made(name: str, text: str | None = None) -> Any:
    made = parse(f'<{name} xmlns="{_M[1:-1]}"/>'.encode())
    made.text = text
    if name == "t":
        made.set(_SPACE, "preserve")
    return made


def _renumber(row: Any, number: int) -> None:
    row.set("r", str(number))
    for cell in row.findall(f"{_M}c"):
        cell.set("r", re.sub(r"\d+$", str(number), cell.get("r")))


def _rows(sheet: _Sheet) -> Iterator[Any]:
    """Its rows, each row and cell with its number."""
    for number, row in enumerate(sheet.root.iterfind(f"{_M}sheetData/{_M}row"), start=1):
        if row.get("r") is None:
            row.set("r", str(number))
        for place, cell in enumerate(row.findall(f"{_M}c")):
            if cell.get("r") is None:
                cell.set("r", f"{_letters(place)}{row.get('r')}")
        yield row


def _letters(place: int) -> str:
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _asks(row: Any, strings: Sequence[str], fields: Fields) -> bool:
    return any(has_row_field(_text(cell, strings), fields) for cell in row.findall(f"{_M}c"))


def _text(cell: Any, strings: Sequence[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(each.text or "" for each in cell.iter(f"{_M}t"))
    number = cell.findtext(f"{_M}v") or ""
    if cell.get("t") != "s" or not number.isdigit() or int(number) >= len(strings):
        return ""
    return strings[int(number)]


def _strings(members: Mapping[str, bytes]) -> list[str]:
    if _STRINGS not in members:
        return []
    return [
        "".join(each.text or "" for each in item.iter(f"{_M}t") if each.getparent().tag != f"{_M}rPh")
        for item in parse(members[_STRINGS]).findall(f"{_M}si")
    ]


def _sheets(members: Mapping[str, bytes]) -> Iterator[_Sheet]:
    targets = _relations(members, _BOOK)
    for each in parse(members[_BOOK]).iterfind(f"{_M}sheets/{_M}sheet"):
        member = targets.get(each.get(_R), ("", ""))[1]
        if member.startswith("xl/worksheets/") and member in members:
            related = _relations(members, member).values()
            tables = tuple(path for kind, path in related if kind == "table" and path in members)
            yield _Sheet(each.get("name"), member, parse(members[member]), tables)


def _relations(members: Mapping[str, bytes], member: str) -> dict[str, tuple[str, str]]:
    """What a member refers to: by id, the kind and the other's name."""
    folder, name = posixpath.split(member)
    content = members.get(f"{folder}/_rels/{name}.rels")
    if content is None:
        return {}
    return {
        each.get("Id"): (
            each.get("Type", "").rsplit("/", 1)[-1],
            posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))[1:],
        )
        for each in parse(content)
    }


def _without_chain(members: dict[str, bytes]) -> dict[str, bytes]:
    """Without the order in which formulas were computed: it names cells that have moved."""
    members.pop(_CHAIN, None)
    for member, name in (("[Content_Types].xml", "PartName"), ("xl/_rels/workbook.xml.rels", "Target")):
        root = parse(members[member])
        for each in list(root):
            if each.get(name, "").endswith("calcChain.xml"):
                root.remove(each)
        members[member] = written(root)
    return members
