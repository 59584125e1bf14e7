"""Tables of recommendations and actions: which column is which, and what a row says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from heed.kit.reading.drafts import NOTED, PLANNED, SAID, TAKEN, UNSAID, Answer
from heed.kit.reading.labels import marker_label, read_label
from heed.kit.reading.pieces import Cell, Piece, Table, joined
from heed.kit.reading.rules import Rules
from heed.kit.reading.status import read_status
from heed.kit.reading.types import BlockKind
from heed.kit.words import sentences, tokens

_ACTING = {"action", "taken", "planned", "progress", "response"}
_LABEL_CELL = re.compile(r"\(?([A-Z]?\d{1,3}(?:\.\d{1,3})*[a-z]?|[a-z])[.):]?")
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
        columns = {column: name for column, cell in row.items() if (name := column_name(cell.plain, rules))}
        useful = set(columns.values()) & {"recommendation", *_ACTING}
        if useful and len(set(columns.values())) >= 2 and len(columns) >= 0.5 * len(row):
            return _under(table, index, columns, rules)
    return _sideways(table, rules)


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
    kind = "recommendation"
    for column, name in columns.items():
        if name == "recommendation":
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


def answers_of(row: Row, rules: Rules, colours: dict[str, str]) -> list[Answer]:
    """What a row answers and promises: its responses, actions and progress, with owner, date and status.

    `colours` is the document's own key to its colours (`colour_key`).
    """
    owner, due, agency = row.words("owner"), row.words("due"), row.agency
    status = _row_status(row, rules, colours)
    dues = [piece.text for piece in row.pieces("due")]
    owners = [piece.text for piece in row.pieces("owner")]
    answers = [
        Answer(piece, SAID, agency=row.answering or agency, row=row.number)
        for piece in row.pieces("response")
    ]
    actions = row.pieces("action")
    for index, piece in enumerate(actions):
        answers.append(
            Answer(
                piece,
                UNSAID,
                start=_after_label(piece),
                agency=agency,
                status=_own_status(piece, row, status, rules) if len(actions) > 1 else status,
                row=row.number,
                owner=owners[index] if len(owners) == len(actions) else owner,
                due=dues[index] if len(dues) == len(actions) else due,
            )
        )
    for name, listed in (("taken", TAKEN), ("planned", PLANNED)):
        answers += [
            Answer(
                piece,
                listed,
                start=_after_label(piece),
                agency=agency,
                owner=owner,
                due=due if name == "planned" else "",
                row=row.number,
            )
            for piece in row.pieces(name)
        ]
    mode = NOTED if row.cells.get("action") else UNSAID
    for piece in row.pieces("progress"):
        if not status_of(piece.bare, rules) or len(piece.bare.split()) > 4:
            answers.append(
                Answer(piece, mode, agency=agency, owner="" if mode == NOTED else owner, row=row.number)
            )
    return answers


def _own_status(action: Piece, row: Row, status: str, rules: Rules) -> str:
    """The status of one of several actions in a row: what the progress says of it by name, else the row's."""
    progress = row.words("progress")
    if not progress or status == "taken":
        return status
    about = {word[:6] for word in tokens(action.plain) if len(word) > 3}
    best, told = 1, ""
    for start, end in sentences(progress):
        sentence = progress[start:end]
        shared = len(about & {word[:6] for word in tokens(sentence) if len(word) > 3})
        statuses = read_status(sentence, rules).statuses
        if shared > best and statuses:
            best, told = shared, "planned" if "planned" in statuses else statuses[0]
    return told or status


def _row_status(row: Row, rules: Rules, colours: dict[str, str]) -> str:
    """A row's status: its progress in words says more than its colour."""
    progress = row.words("progress")
    colour = row.words("rag") or next(
        (piece.bare for piece in row.pieces("progress") if _COLOUR_WORD.fullmatch(piece.bare)), ""
    )
    opening = re.split(r"(?<=\w)(?:[.,;:]\s| - |\. )", progress, maxsplit=1)[0] if progress else ""
    told = (
        status_of(opening, rules) or status_of(" ".join(opening.split()[:2]), rules)
        if len(opening.split()) <= 5
        else ""
    )
    if told:
        return told
    named = re.match(r"[A-Za-z]+", colour)
    word = named.group().lower() if named else ""
    word = _LETTERS.get(word, word)
    if word in colours:
        return colours[word]
    colour = word if word in _LETTERS.values() else colour
    if status := status_of(colour, rules) or (_told(colour, rules) if len(colour.split()) > 1 else ""):
        return status
    if row.words("done") and re.search(r"\d", row.words("done")):
        return "taken"
    return _told(progress, rules) if row.cells.get("action") else ""


def _told(progress: str, rules: Rules) -> str:
    """The status that progress in prose tells of: stalled if any of it is, else what its first sentence says."""
    told = [read_status(progress[start:end], rules).statuses for start, end in sentences(progress)]
    if any("stalled" in one for one in told):
        return "stalled"
    first = next((one for one in told if one), ())
    return "planned" if "planned" in first else first[0] if first else ""


_COLOUR_WORD = re.compile(r"blue|green|amber|red|grey|gray|purple|yellow|[BGAR]", re.IGNORECASE)
_LETTERS = {"b": "blue", "g": "green", "a": "amber", "r": "red"}
_COLOUR = re.compile(
    r"\b(blue|green|amber|red|grey|gray|purple|yellow|white|black)\b\s*(?:=|:|-|means|is|indicates)+\s*([^;.|=]{3,80})",
    re.IGNORECASE,
)


def colour_key(found: list[Piece | Table], rules: Rules) -> dict[str, str]:
    """The meaning that a document itself gives its colours, as statuses."""
    key: dict[str, str] = {}
    for piece in found:
        if isinstance(piece, Table) and piece.width == 2:
            for row in piece.rows:
                if (
                    0 in row
                    and 1 in row
                    and _COLOUR_WORD.fullmatch(row[0].plain.strip())
                    and (status := status_of(row[1].plain, rules))
                ):
                    colour = row[0].plain.strip().lower()
                    key.setdefault(_LETTERS.get(colour, colour), status)
        for one in piece.pieces() if isinstance(piece, Table) else [piece]:
            for colour, meaning in _COLOUR.findall(one.plain):
                status = status_of(meaning, rules)
                if status:
                    key.setdefault(colour.lower(), status)
    return key


def theme_name(text: str, rules: Rules) -> str:
    """A theme's name without the word "Theme" and its letter."""
    found = rules.pattern("headings/theme", whole=True).fullmatch(text.strip(" *_"))
    return str(found.group("name")).strip() if found else text


def _after_label(piece: Piece) -> int:
    found = re.match(r"\(?\d{1,3}(?:\.\d{1,3})*[a-z]?[.):]?\s+(?=[A-Z\"'])", piece.plain)
    return found.end() if found and not piece.marker else 0


def status_of(text: str, rules: Rules) -> str:
    """The status that a status column's words or colour mean; empty when they mean none."""
    words = text.strip(" .*_:()").lower()
    if not words:
        return ""
    for status in rules.kinds("tables/status"):
        if rules.pattern(f"tables/status/{status}", whole=True).fullmatch(words):
            return status
    first = re.split(r"\s*[-,;:/(]\s*|\.\s", words, maxsplit=1)[0]
    if first and first != words:
        return status_of(first, rules)
    return ""


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
