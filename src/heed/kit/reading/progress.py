"""What a table's row answers and promises, and how far its actions have come: words, colours, dates."""

from __future__ import annotations

import re

from heed.kit.reading.drafts import NOTED, PLANNED, SAID, TAKEN, UNSAID, Answer
from heed.kit.reading.pieces import Piece, Table
from heed.kit.reading.rules import Rules
from heed.kit.reading.status import read_status
from heed.kit.reading.tables import Row
from heed.kit.words import sentences, tokens


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
