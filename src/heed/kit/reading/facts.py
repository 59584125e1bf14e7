"""What a document is: its title, kind, the review's kind, who published it, its dates and pseudonyms."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from heed.kit.dates import find_dates
from heed.kit.reading.pieces import Piece, Table
from heed.kit.reading.rules import Rules
from heed.kit.reading.types import BlockKind, Document, PrintedDate
from heed.kit.words import plain, sentences, spaced

OPENING = 14  # pieces of a document's beginning in which its title, date and kind stand
LONGEST_TITLE = 220
_SMALL = frozenset("of a an the and in on for to by from with into at".split())


@dataclass(frozen=True, slots=True)
class Facts:
    title: str = ""
    document_kind: str = ""
    review_kind: str = ""
    partnership: str = ""
    area: str = ""
    pseudonyms: tuple[str, ...] = ()
    dates: tuple[PrintedDate, ...] = ()
    on: date | None = None
    """The document's own date, from which "within four months" is counted; None where it is not printed."""
    responds: bool = False
    """Whether the document answers recommendations rather than makes them."""


def read_facts(document: Document, found: list[Piece | Table], rules: Rules) -> Facts:
    """The facts of a document, each from what is printed in it; empty where it does not say."""
    loose = [piece for piece in found if isinstance(piece, Piece)]
    opening = loose[:OPENING]
    tables = [piece for one in found[:OPENING] if isinstance(one, Table) for piece in one.pieces()[:12]]
    flat = plain(document.text)
    title = read_title(document, opening, rules)
    head = " \n ".join([plain(title), *(piece.bare[:400] for piece in opening), *(piece.bare[:200] for piece in tables)])
    partnership, area = read_partnership(flat, head, rules)
    dates = read_dates(opening + tables, loose, rules)
    return Facts(
        title=title,
        document_kind=read_kind("facts/document_kinds", plain(title), head, rules),
        review_kind=read_kind("facts/review_kinds", plain(title), f"{head} \n {flat[:6000]}", rules),
        partnership=partnership,
        area=area,
        pseudonyms=read_pseudonyms(plain(title), flat, rules),
        dates=dates,
        on=_own_date(dates),
        responds=bool(rules.pattern("facts/responds").search(head)),
    )


def read_title(document: Document, opening: list[Piece], rules: Rules) -> str:
    """The lines at the head of the document, joined until a date, a name or the first paragraph."""
    lines: list[str] = []
    for piece in opening:
        text = piece.text.strip("*_# ")
        if not text or not lines and _is_frame(piece, rules):
            continue
        words = text.split()
        stops = (
            len(words) > 24 or text.endswith(".") and len(words) > 6 or piece.is_item and lines
            or _is_date(plain(text)) or piece.marker and lines or piece.place_in_table
        )
        if stops or lines and _is_frame(piece, rules):
            break
        if lines and (not _goes_on(lines[-1], piece, rules) or len(" ".join([*lines, text])) > LONGEST_TITLE):
            break
        lines.append(text)
    title = " ".join(lines) or document.title
    return re.sub(r"\s+", " ", title).strip(" *_")


def _is_frame(piece: Piece, rules: Rules) -> bool:
    return bool(rules.pattern("facts/not_title", whole=True).fullmatch(piece.bare))


def _goes_on(last: str, piece: Piece, rules: Rules) -> bool:
    """Whether a line still belongs to the title: a heading by its looks, of few words, no section of its own."""
    if rules.pattern("facts/sections", whole=True).fullmatch(piece.bare.strip(" :.")):
        return False
    if piece.kind is BlockKind.HEADING or plain(last).strip().endswith((":", "-", " of", " the", " from", " for", " into", ",")):
        return True
    return len(piece.bare.split()) <= 12 and not piece.bare.endswith((".", ":"))


def _is_date(text: str) -> bool:
    found = find_dates(text)
    return bool(found) and sum(len(one.text) for one in found) >= 0.5 * len(text.strip())


def read_kind(path: str, title: str, head: str, rules: Rules) -> str:
    """A kind by the words of the title, else of the document's beginning."""
    for text in (title, head):
        for kind in rules.kinds(path):
            if rules.pattern(f"{path}/{kind}").search(text):
                return kind
    return ""


def read_partnership(flat: str, head: str, rules: Rules) -> tuple[str, str]:
    """The body whose document it is, as printed most fully, and its area."""
    body = spaced("|".join(f"(?:{entry})" for entry in rules.get("facts/partnerships")))
    pattern = re.compile(rf"\b((?:[A-Z][\w'-]+|of|and|on|upon|&|the)(?:[ ](?:[A-Z][\w'-]+|of|and|on|upon|&))*?)[ ]+((?i:{body}))(?!\w)")
    counts: Counter[tuple[str, str]] = Counter()
    for text, weight in ((head, 4), (flat, 1)):
        for found in pattern.finditer(text):
            name = re.sub(r"\s+", " ", found.group(1))
            name = re.sub(r"^(?:(?:The|the|of|and|In|By|For|on|To|As|That|Independent|Chair|Prepared|Board|Report|REPORT|THE|OF|AND)\s+)+", "", name).strip()
            if name and name.lower() not in ("local", "national", "the", "new", "each", "safeguarding"):
                counts[_cased(name), _cased(re.sub(r"\s+", " ", found.group(2)))] += weight
    if counts:
        (area, kind), _ = max(counts.items(), key=lambda entry: (entry[1], len(entry[0][0])))
        area = max((one for one, _ in counts if one.endswith(area) and counts[one, kind] >= counts[area, kind]), key=len, default=area)
        return f"{area} {kind}", area
    council = spaced("|".join(f"(?:{entry})" for entry in rules.get("facts/councils")))
    names: Counter[str] = Counter()
    for found in re.finditer(rf"\b([A-Z][\w'-]+(?: (?:[A-Z][\w'-]+|of|and|upon))*?) (?i:{council})(?!\w)", head + flat[:20000]):
        names[found.group(1)] += 1
    return ("", re.sub(r"^(?:The|City of|London Borough of) ", "", names.most_common(1)[0][0])) if names else ("", "")


def _cased(name: str) -> str:
    """A name in capitals written as names are."""
    if not name.isupper():
        return name if name != name.lower() else name.title().replace("'S", "'s")
    words = name.lower().split()
    return " ".join(word if word in _SMALL and index else word.capitalize() for index, word in enumerate(words))


def read_dates(opening: list[Piece], loose: list[Piece], rules: Rules) -> tuple[PrintedDate, ...]:
    """Printed dates that say what they are of; one alone at the document's head is the report's."""
    dates: dict[tuple[str, str], PrintedDate] = {}
    for index, piece in enumerate([*opening, *loose[OPENING:]]):
        early = index < len(opening)
        for left, right in sentences(piece.text):
            sentence = piece.plain[left:right]
            for found in find_dates(piece.text[left:right]):
                if found.days.earliest is None:
                    continue
                kind = _date_kind(sentence, found.start, found.end, early, rules)
                key = (kind, found.text)
                if kind and key not in dates:
                    dates[key] = PrintedDate(
                        kind, found.text, found.days.earliest.isoformat(),
                        found.days.latest.isoformat() if found.days.latest else None,
                        piece.spans(left + found.start, left + found.end),
                    )
    return tuple(dates.values())


def _date_kind(sentence: str, start: int, end: int, early: bool, rules: Rules) -> str:
    before = sentence[max(0, start - 90) : start]
    for kind in rules.kinds("facts/dates"):
        entries = spaced("|".join(f"(?:{entry})" for entry in rules.get(f"facts/dates/{kind}")))
        if re.search(rf"\b(?:{entries})\s*(?:on |in |at |the |to |of )*[(\"']*$", before, re.IGNORECASE):
            if kind in ("published", "report", "updated") and not early:
                return ""
            return kind
    alone = len(sentence[:start].split()) + len(sentence[end:].split()) <= 8
    return "report" if early and alone else ""


def _own_date(dates: tuple[PrintedDate, ...]) -> date | None:
    for kind in ("published", "report", "updated", "accepted"):
        for found in dates:
            if found.kind == kind and found.latest:
                return date.fromisoformat(found.latest)
    return None


_NAMES = re.compile(r"[A-Z][\w-]*(?: [A-Z]\d?\b)?")


def read_pseudonyms(title: str, flat: str, rules: Rules) -> tuple[str, ...]:
    """The names a document uses for its children and families."""
    found: list[str] = []
    words = "|".join(str(word) for word in rules.get("facts/pseudonym_words"))
    labelled = re.compile(rf"\b((?:{words}) [A-Z]{{1,2}}\d?|(?i:{words}) [A-Z]{{1,2}}\d?)\b(?!')", 0)
    for name in (match.group(1) for match in labelled.finditer(title)):
        found.append(name[0].upper() + name[1:])
    for pattern in rules.get("facts/title_names"):
        for match in re.finditer(f"(?i:{pattern})" if pattern.startswith("(?:review") else pattern, title):
            found += _split_names(match.group("names"), rules)
    for pattern in rules.get("facts/known_as"):
        for match in re.finditer(_case(pattern), flat):
            found += _split_names(match.group("names"), rules)
    if not found:
        counts = Counter(match.group(1) for match in labelled.finditer(flat) if match.group(1)[0].isupper())
        found += [name for name, count in counts.most_common(4) if count >= 3]
    return tuple(dict.fromkeys(found))


def _case(pattern: str) -> str:
    head, _, tail = pattern.partition("(?P<names>")
    return f"(?i:{head})(?P<names>{tail}"


def _split_names(names: str, rules: Rules) -> list[str]:
    parts = [part.strip() for part in re.split(r",| and ", names)]
    dull = frozenset(str(rules.get("facts/not_names")).lower().split())
    return [part for part in parts if part and part[0].isupper() and part.split()[0].lower() not in dull and not part.isupper() or re.fullmatch(r"(?:Child|Baby|Family|Adult) [A-Z]{1,2}\d?", part)]
