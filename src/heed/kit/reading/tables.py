"""Tables of recommendations and actions: which column is which, and what a row says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from heed.kit.reading.labels import marker_label, read_label
from heed.kit.reading.pieces import Cell, Piece, Table, joined
from heed.kit.reading.rules import Rules
from heed.kit.reading.types import BlockKind

_ACTING = {"action", "taken", "planned", "progress", "response"}
_LABEL_CELL = re.compile(r"\(?([A-Z]{0,3}\d{1,3}(?:\.\d{1,3})*[a-z]?|[a-z])[.):]?")
LONGEST_HEAD = 90


@dataclass(slots=True)
class Row:
    """A row's cells by what their columns are for."""

    number: int
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    names_theme: str = ""  # a row that only names a theme for the rows under it
    answering: str = ""  # the body that the head of the response's column names

    def words(self, field_: str) -> str:
        return " ".join(cell.plain for cell in self.cells.get(field_, [])).strip()

    def pieces(self, field_: str) -> list[Piece]:
        return [piece for cell in self.cells.get(field_, []) for piece in cell.pieces]

    @property
    def theme(self) -> str:
        return self.words("theme")

    @property
    def agency(self) -> str:
        return self.words("agency")


@dataclass(slots=True)
class Rows:
    """A table understood: its rows under its head, and which columns it has."""

    columns: dict[int, str]
    rows: list[Row]
    kind: str = "recommendation"

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def has_recommendations(self) -> bool:
        return "recommendation" in self.columns.values()

    @property
    def has_actions(self) -> bool:
        return bool(_ACTING & set(self.columns.values()))


def read_rows(table: Table, rules: Rules) -> Rows | None:
    """The table as rows of named columns; None where its head (or first column) names none that matter."""
    for index, row in enumerate(table.rows[:3]):
        columns = columns_of({column: cell.plain for column, cell in row.items()}, rules)
        if columns:
            return _under(table, index, columns, rules)
    return _sideways(table, rules)


def columns_of(head: Mapping[int, str], rules: Rules) -> dict[int, str]:
    """What the columns under a row are for, by its words; empty where it is no head of a table that matters."""
    columns = {column: name for column, words in head.items() if (name := column_name(words, rules))}
    useful = set(columns.values()) & {"recommendation", *_ACTING}
    matters = useful and len(set(columns.values())) >= 2 and len(columns) >= 0.5 * len(head)
    return columns if matters else {}


def column_name(text: str, rules: Rules) -> str:
    """What a column is for, by the words at its head; empty when they say nothing known."""
    words = text.strip(" :*_.")
    if (
        not words
        or len(words) > LONGEST_HEAD
        or re.search(r"\w[.!?]\s", text)
        or text.rstrip().endswith(".")
        and len(words.split()) > 4
    ):
        return ""
    for name in rules.kinds("tables/columns"):
        if rules.pattern(f"tables/columns/{name}", whole=True).fullmatch(words):
            return name
    return ""


def _under(table: Table, head: int, columns: dict[int, str], rules: Rules) -> Rows:
    names = set(columns.values())
    learned = "recommendation" not in names and "finding" in names and bool(names & {"action", "planned"})
    if learned:  # a plan that sets actions against what was learned
        columns = {
            column: "recommendation" if name == "finding" else name for column, name in columns.items()
        }
    labels = [column for column, name in sorted(columns.items()) if name == "label"]
    columns = {
        column: name for column, name in columns.items() if column not in labels[1:]
    }  # an action's own
    if "taken" not in columns.values():  # "Actions to be taken" beside no "taken" is the column of actions
        columns = {column: "action" if name == "planned" else name for column, name in columns.items()}
    rows: list[Row] = []
    words_of_head = {column: cell.plain for column, cell in table.rows[head].items()}
    heads = " ".join(words for column, words in words_of_head.items() if columns.get(column) == "response")
    speaker = re.search(r"(?i)\b(?:board|partnership)\b", heads)
    answering = f"the {speaker.group()}" if speaker else ""
    for number, row in enumerate(table.rows[head + 1 :], start=head + 1):
        if not row or {column: cell.plain for column, cell in row.items()} == words_of_head:
            continue  # the head printed again on the next page
        found = Row(number, answering=answering)
        alone = next(iter(row.values())) if len(row) == 1 else None
        if (
            alone is not None
            and len(words_of_head) > 2
            and min(words_of_head) in row
            and len(alone.plain.split()) >= 2
            and len(alone.plain) <= 120
        ):
            rows.append(Row(number, names_theme=alone.plain))
            continue
        for column, cell in sorted(row.items()):
            if column in columns:
                found.cells.setdefault(columns[column], []).append(cell)
        if found.cells and rows and _cut(rows[-1], found):
            _rejoin(rows[-1], found)
        elif found.cells:
            rows.append(found)
    kind = "learning point" if learned else "recommendation"
    for column, name in columns.items():
        if name == "recommendation" and not learned:
            kind = kind_of_head(words_of_head.get(column, ""), rules)
    return Rows(columns, rows, kind)


def _cut(above: Row, row: Row) -> bool:
    """Whether a row is the rest of the row above, which the page's end cut: a later page, and words in mid-sentence."""
    last = [cell.pieces[-1] for cells in above.cells.values() for cell in cells if cell.pieces]
    first = [cell.pieces[0] for cells in row.cells.values() for cell in cells if cell.pieces]
    if not last or not first or row.cells.get("label"):
        return False
    ends = [piece.block.spans[-1].page or 0 for piece in last]
    begins = [piece.block.spans[0].page or 0 for piece in first]
    if max(ends) >= min(begins):
        return False
    body = row.pieces("recommendation")
    opening = body[0].plain.lstrip("\"'(")[:1] if body else ""
    if opening.islower():
        return True
    return (
        not body
        and any(piece.plain.lstrip("\"'(")[:1].islower() for piece in first)
        and not row.cells.get("rag")
    )


def _rejoin(above: Row, row: Row) -> None:
    for name, cells in row.cells.items():
        for cell in cells:
            mates = above.cells.setdefault(name, [])
            if mates and mates[-1].pieces and cell.pieces and not cell.pieces[0].marker:
                mates[-1].pieces[-1] = joined(mates[-1].pieces[-1], cell.pieces[0])
                mates[-1].pieces.extend(cell.pieces[1:])
            else:
                mates.append(cell)


def kind_of_head(text: str, rules: Rules) -> str:
    lower = text.lower()
    for kind in ("learning point", "question", "area for improvement"):
        if kind.split()[0] in lower:
            return kind
    return "recommendation"


def _sideways(table: Table, rules: Rules) -> Rows | None:
    """A form: each row a name in the first column and its words beside it; a new recommendation starts a record."""
    if table.width not in (2, 3) or len(table.rows) < 3:
        return None
    names: list[tuple[str, dict[int, Cell]]] = []
    for row in table.rows:
        first = row.get(0)
        if first is None:
            continue
        label = read_label(first.plain, rules)
        name = (
            "recommendation" if label and label.rest >= len(first.plain) else column_name(first.plain, rules)
        )
        names.append((name, row))
    known = [name for name, _ in names if name]
    if len(known) < 0.7 * len(names) or "recommendation" not in known or len(set(known)) < 3:
        return None
    rows: list[Row] = []
    for name, row in names:
        if name == "recommendation" or not rows:
            rows.append(Row(row[0].row))
        rest = [cell for column, cell in sorted(row.items()) if column > 0]
        if name == "recommendation" and read_label(row[0].plain, rules):
            rows[-1].cells.setdefault("label", []).append(row[0])
        if name:
            rows[-1].cells.setdefault(name, []).extend(rest)
    return Rows(dict(enumerate(dict.fromkeys(known))), rows)


_OWN_LABEL = re.compile(r"([A-Z]{1,3}\d{1,2}[a-z]?)[.:)]?\s+(?=[A-Z\"'])")


def recommendations_of(row: Row, rules: Rules) -> list[tuple[str, int, list[Piece]]]:
    """A row's recommendations: one, or as many as its cell has paragraphs with labels of their own."""
    body = row.pieces("recommendation")
    if body and re.match(r"(?i)(?:none|nil|n/?a|not applicable)\b", body[0].plain):
        return []
    own = [(piece, found) for piece in body if (found := _OWN_LABEL.match(piece.plain))]
    if own and own[0][0] is body[0]:
        asked: list[tuple[str, int, list[Piece]]] = []
        for piece in body:
            found = _OWN_LABEL.match(piece.plain)
            if found:
                asked.append((found.group(1), found.end(), [piece]))
            else:
                asked[-1][2].append(piece)
        return asked
    one = recommendation_of(row, rules)
    return [one] if one is not None else []


def recommendation_of(row: Row, rules: Rules) -> tuple[str, int, list[Piece]] | None:
    """A row's recommendation: its label, where its words start in the first piece, its pieces.

    None where the row goes on with the recommendation above it; no pieces where it only names one.
    """
    body = row.pieces("recommendation")
    label, start = "", 0
    stated = row.words("label")
    if stated:
        named = read_label(stated, rules)
        found = _LABEL_CELL.fullmatch(stated)
        label = named.number if named else found.group(1) if found else stated if len(stated) <= 8 else ""
    if not body:
        return (label, 0, []) if label and named_again(stated) else None
    first = body[0]
    named = read_label(first.plain, rules)
    if named:
        label, start = label or named.number, named.rest
        if not first.plain[start:].strip("*_ "):
            return label, 0, body[1:]
    elif first.marker and marker_label(first.marker):
        label = label or marker_label(first.marker)
    elif found := re.match(r"\(?([A-Z]?\d{1,3}(?:\.\d{1,3})*[a-z]?)[.):]?\s+(?=[A-Z\"'])", first.plain):
        label, start = label or found.group(1), found.end()
    elif _LABEL_CELL.fullmatch(first.plain) and len(body) > 1:
        return label or marker_label(first.plain), 0, body[1:]
    if len(first.plain[start:].split()) < 3 and len(body) == 1 and not start:
        return (label or marker_label(first.plain), 0, [])
    return label, start, body


def named_again(stated: str) -> bool:
    return bool(re.search(r"\d", stated))


def theme_name(text: str, rules: Rules) -> str:
    """A theme's name without the word "Theme" and its letter."""
    found = rules.pattern("headings/theme", whole=True).fullmatch(text.strip(" *_"))
    return str(found.group("name")).strip() if found else text


def labelled_pairs(table: Table, rules: Rules) -> list[tuple[str, Piece]] | None:
    """A table of numbered recommendations without a head: label cell, words cell."""
    if table.width != 2:
        return None
    pairs = []
    for row in table.rows:
        if not row:
            continue
        first, second = row.get(0), row.get(1)
        if first is None or second is None or not second.pieces:
            return None
        named = read_label(first.plain, rules)
        found = _LABEL_CELL.fullmatch(first.plain)
        if not named and not found:
            return None
        pairs.append((named.number if named else found.group(1) if found else "", second.pieces[0]))
    return pairs or None


def as_pieces(table: Table) -> list[Piece]:
    """The cells of a table that is only a frame, as paragraphs in reading order."""
    loose = []
    for piece in table.pieces():
        kind = BlockKind.ITEM if piece.marker else BlockKind.PARAGRAPH
        loose.append(
            Piece(
                piece.block,
                piece.shown,
                kind if piece.kind is BlockKind.CELL else piece.kind,
                piece.marker,
                piece.level,
            )
        )
    return loose
