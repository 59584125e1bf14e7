"""What a document is: its title, kind, the review's kind, who published it, its dates and pseudonyms."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from heed.kit.dates import find_dates
from heed.kit.reading.agencies import in_heading
from heed.kit.reading.labels import read_label
from heed.kit.reading.pieces import Piece, Table
from heed.kit.reading.rules import Rules
from heed.kit.reading.sections import Role, read_heading
from heed.kit.reading.shown import Shown
from heed.kit.reading.tables import read_rows
from heed.kit.reading.types import BlockKind, Document, PrintedDate
from heed.kit.words import plain, sentences, spaced

OPENING = 14  # pieces of a document's beginning in which its title, date and kind stand
LONGEST_TITLE = 220
_SMALL = frozenset(
    ["of", "a", "an", "the", "and", "in", "on", "for", "to", "by", "from", "with", "into", "at"]
)


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
    writer: str = ""
    """The agency whose letter it is; empty for what is no letter."""
    responds: bool = False
    """Whether the document answers recommendations rather than makes them."""


def read_facts(document: Document, found: list[Piece | Table], rules: Rules) -> Facts:
    """The facts of a document, each from what is printed in it; empty where it does not say."""
    loose = [piece for piece in found if isinstance(piece, Piece)]
    opening = (_above_tables(found) if document.kind == "xlsx" else loose)[:OPENING]
    boxes = [one for one in found[:OPENING] if isinstance(one, Table)]
    boxed = [piece for one in boxes for piece in one.pieces()[:12]]
    plans = [
        piece for one in boxes if read_rows(one, rules) for piece in one.pieces()
    ]  # their dates are of actions
    dated = [piece for piece in boxed if _is_date(piece.plain) and piece not in plans]
    frame = _furniture(document)
    flat = plain(document.text)
    title = read_title(document, opening, rules)
    head = " \n ".join(
        [plain(title), *(piece.bare[:400] for piece in opening), *(piece.bare[:200] for piece in boxed)]
    )
    partnership, area = read_partnership([*(piece.plain for piece in frame + loose + boxed)], head, rules)
    dates = read_dates([*opening, *frame, *dated], loose, rules)
    kind = read_kind("facts/review_kinds", plain(title), f"{head} \n {flat[:6000]}", rules)
    return Facts(
        title=title,
        document_kind=read_kind("facts/document_kinds", plain(title), head, rules),
        review_kind=kind,
        partnership=partnership,
        area=area,
        pseudonyms=read_pseudonyms(plain(title), flat, rules),
        dates=dates,
        on=_own_date(dates),
        writer=_writer(opening, frame, rules),
        responds="inspection" not in kind and bool(rules.pattern("facts/responds").search(head)),
    )


def _above_tables(found: list[Piece | Table]) -> list[Piece]:
    """What stands above a workbook's first table: every later sheet has a name and titles of its own."""
    above = takewhile(lambda one: isinstance(one, Piece), found)
    return [piece for piece in above if isinstance(piece, Piece)]


def _writer(opening: list[Piece], frame: list[Piece], rules: Rules) -> str:
    """The agency at the head or foot of a letter."""
    dear = next((index for index, piece in enumerate(opening) if piece.bare.startswith("Dear ")), None)
    if dear is None:
        return ""
    for piece in [*opening[: min(dear, 3)], *frame]:
        name = in_heading(piece.plain, rules)
        if len(name.split()) > 2:
            return name
    return ""


def _furniture(document: Document) -> list[Piece]:
    """The running heads and feet, each wording once."""
    found: dict[str, Piece] = {}
    for block in document.blocks:
        if block.kind is BlockKind.FURNITURE:
            shown = Shown(document.text, block.spans)
            found.setdefault(re.sub(r"\d+", "#", shown.text), Piece(block, shown, block.kind))
    return list(found.values())[:12]


def read_title(document: Document, opening: list[Piece], rules: Rules) -> str:
    """The document's title: the first lines with a word such as "review" or "report", and those that go on with it."""
    lines: list[str] = []
    before = ""
    for piece in opening:
        text = re.sub(r"\s+", " ", piece.text.strip("*_# "))
        flat = plain(text)
        if _begins(piece, rules):
            if lines or not flat.lower().startswith("dear"):
                break
            continue
        if not lines and (piece.is_item or piece.marker or flat.endswith(".") and len(flat.split()) > 8):
            continue
        if not lines:
            if (
                rules.pattern("facts/title_words").search(flat)
                and not _is_frame(flat, rules)
                and not _is_date(flat)
            ):
                lines.extend([f"{before.rstrip(':')}:", text] if before else [text])
            else:
                named = piece.is_heading and len(flat.split()) <= 8 and not piece.marker and "," not in flat
                named = named and not _is_date(flat)
                before = text if named and not _is_body(flat, rules) and not _is_frame(flat, rules) else ""
        elif (
            read_label(flat, rules)
            or read_heading(flat, rules).role
            in (
                Role.RECOMMENDATIONS,
                Role.THEME,
                Role.CLOSING,
            )
            or (
                _is_date(flat)
                or _has_date(flat)
                or _is_body(flat, rules)
                or not _goes_on(lines[-1], piece, rules)
            )
        ):
            break
        else:
            lines.append(text)
        if len(" ".join(lines)) > LONGEST_TITLE:
            break
    title = re.sub(r"\s+(?:in|on|of|from|during|dated|published)$", "", " ".join(lines))
    return title or _own_title(document, opening)


def _own_title(document: Document, opening: list[Piece]) -> str:
    """The title a file carries, without the site's name after it; else its first heading."""
    headings = [piece.bare for piece in opening if piece.is_heading]
    own, *site = re.split(r"\s+[|\u2013\u2014-]\s+", document.title)
    return (
        own
        if site and (plain(own) in headings or "|" in document.title)
        else document.title or "".join(headings[:1])
    )


def _begins(piece: Piece, rules: Rules) -> bool:
    """Whether the document's text begins here, after its title page or letter head."""
    return len(piece.bare.split()) > 40 or bool(
        rules.pattern("facts/text_begins", whole=True).fullmatch(piece.bare.strip(" :."))
    )


def _is_frame(flat: str, rules: Rules) -> bool:
    return bool(rules.pattern("facts/not_title", whole=True).fullmatch(flat))


def _is_body(flat: str, rules: Rules) -> bool:
    """Whether a line is only the name of a partnership or council."""
    if rules.pattern("facts/title_words").search(flat):
        return False
    for path in ("facts/partnerships", "facts/councils"):
        body = "|".join(f"(?:{entry})" for entry in rules.get(path))
        if re.fullmatch(spaced(rf"(?:[\w'&-]+ ){{0,6}}(?:{body})"), flat, re.IGNORECASE):
            return True
    return False


def _goes_on(last: str, piece: Piece, rules: Rules) -> bool:
    """Whether a line still belongs to the title: few words, no sentence, no person's post."""
    flat = piece.bare
    if (
        piece.marker
        or piece.is_item
        or rules.pattern("facts/sections", whole=True).fullmatch(flat.strip(" :."))
    ):
        return False
    if plain(last).endswith((":", "-", " of", " the", " from", " for", " into", ",", " and", " a")):
        return True
    return len(flat.split()) <= 16 and not flat.endswith((".", ":", ",")) and "@" not in flat


def _has_date(flat: str) -> bool:
    return bool(find_dates(flat))


def _is_date(text: str) -> bool:
    found = find_dates(text)
    return bool(found) and sum(len(one.text) for one in found) >= 0.5 * len(text.strip())


def read_kind(path: str, title: str, head: str, rules: Rules) -> str:
    """A kind by the words of the title, in the order of the rules; else by the first such words at the beginning."""
    for kind in rules.kinds(path):
        if rules.pattern(f"{path}/{kind}").search(title):
            return kind
    first: list[tuple[int, str]] = []
    for kind in rules.kinds(path):
        found = rules.pattern(f"{path}/{kind}").search(head)
        if found:
            first.append((found.start(), kind))
    return min(first)[1] if first else ""


def read_partnership(texts: list[str], head: str, rules: Rules) -> tuple[str, str]:
    """The body whose document it is, by its fullest name, and its area: whose name is printed most, early above all."""
    full = spaced("|".join(f"(?:{entry})" for entry in rules.get("facts/partnerships")))
    short = {str(key): str(value) for key, value in dict(rules.get("facts/short_bodies")).items()}
    votes: Counter[str] = Counter()
    bodies: Counter[tuple[str, str]] = Counter()
    pattern = re.compile(
        rf"({_NAME})\s+(?:(?P<full>(?i:{full}))|(?P<short>{'|'.join(key.upper() for key in short)}))(?!\w)"
    )
    for text, weight in [(head, 4), *((text, 1) for text in texts)]:
        for found in pattern.finditer(text):
            area = _area(found.group(1), rules)
            if not area:
                continue
            votes[area] += weight
            body = _cased(found.group("full")) if found.group("full") else short[found.group("short").lower()]
            bodies[area, body] += weight * (2 if found.group("full") else 1)
    if votes:
        area = max(votes, key=lambda one: (votes[one], len(one)))
        body = max(
            (body for place, body in bodies if place == area), key=lambda one: (bodies[area, one], len(one))
        )
        return f"{area} {body}", area
    council = spaced("|".join(f"(?:{entry})" for entry in rules.get("facts/councils")))
    named = re.compile(rf"({_NAME})\s+(?P<body>(?i:{council}))(?!\w)")
    for text, weight in [(head, 4), *((text, 1) for text in texts)]:
        for found in named.finditer(text):
            area = _area(found.group(1), rules)
            if area:
                bodies[area, _cased(re.sub(r"\s+", " ", found.group("body")))] += weight
    if not bodies:
        return "", ""
    (area, body), _ = max(bodies.items(), key=lambda entry: entry[1])
    return f"{area} {body}", re.sub(r"^(?:City of|London Borough of|Royal Borough of|Borough of) ", "", area)


_NAME = r"[A-Z][\w'-]+(?:[ ](?:[A-Z][\w'-]+|of|and|on|upon|&|the|in)){0,6}?"


def _area(name: str, rules: Rules) -> str:
    """A name without the words before it that are no part of it; empty where nothing is left."""
    dull = frozenset(str(rules.get("facts/not_of_name")).split())
    words = re.sub(r"\s+", " ", name).split(" ")
    while words and words[0].lower() in dull or words and not words[0][0].isupper():
        words.pop(0)
    for index in range(len(words) - 1, 0, -1):
        if (
            words[index - 1].lower() in ("of", "to", "for", "by")
            and index > 1
            and words[index - 2].lower() in dull
        ):
            words = words[index:]
            break
    area = _cased(" ".join(words))
    return "" if area.lower() in ("local", "national", "new", "each", "safeguarding", "") else area


def _cased(name: str) -> str:
    """A name in capitals (or small letters) written as names are."""
    name = re.sub(r"\s+", " ", name)
    if not name.isupper() and name != name.lower():
        return name
    words = name.lower().split()
    return " ".join(
        word if word in _SMALL and index else word.capitalize() for index, word in enumerate(words)
    )


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def read_dates(opening: list[Piece], loose: list[Piece], rules: Rules) -> tuple[PrintedDate, ...]:
    """Printed dates that say what they are of; one alone at the document's head is the report's."""
    dates: dict[tuple[str, str], PrintedDate] = {}
    for index, piece in enumerate([*opening, *loose[OPENING:]]):
        early = index < len(opening)
        if not _YEAR.search(piece.plain):
            continue
        for left, right in sentences(piece.text):
            sentence = piece.plain[left:right]
            for found in find_dates(piece.text[left:right]):
                if found.days.earliest is None:
                    continue
                kind = _date_kind(sentence, found.start, found.end, early, rules)
                key = (kind, found.text)
                if kind == "report" and any(text == found.text for _, text in dates):
                    continue
                if kind and key not in dates:
                    dates[key] = PrintedDate(
                        kind,
                        found.text,
                        found.days.earliest.isoformat(),
                        found.days.latest.isoformat() if found.days.latest else None,
                        piece.spans(left + found.start, left + found.end),
                    )
    if not any(kind in ("report", "published", "updated") for kind, _ in dates):
        for piece in reversed(loose[-14:]):  # a letter or a coroner's report is dated at its end
            last = next(iter(find_dates(piece.text)), None) if _is_date(piece.plain) else None
            if last and last.days.earliest and last.days.latest:
                first, end = last.days.earliest.isoformat(), last.days.latest.isoformat()
                spans = piece.spans(last.start, last.end)
                dates["report", last.text] = PrintedDate("report", last.text, first, end, spans)
                break
    return tuple(dates.values())


def _date_kind(sentence: str, start: int, end: int, early: bool, rules: Rules) -> str:
    before = sentence[max(0, start - 90) : start]
    for kind in rules.kinds("facts/dates"):
        entries = spaced("|".join(f"(?:{entry})" for entry in rules.get(f"facts/dates/{kind}")))
        if re.search(rf"\b(?:{entries})\s*(?:on |in |at |the |to |of )*[(\"']*$", before, re.IGNORECASE):
            own = len(sentence.split()) <= 14 or re.search(
                r"\b(?:this|report|review|document)\b", sentence, re.IGNORECASE
            )
            if kind in ("published", "report", "updated") and not (early and own):
                return ""
            return kind
    alone = len(sentence[:start].split()) + len(sentence[end:].split()) <= 4
    spread = re.search(r"\b(?:from|between|since|during|in|until|to)\s*$", before, re.IGNORECASE)
    return "report" if early and alone and not spread else ""


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
    labelled = re.compile(rf"\b((?i:{words}) (?:[A-Z]{{1,2}}\d?|\d+/\d+))\b(?!')")
    for name in (match.group(1) for match in labelled.finditer(title)):
        found.append(" ".join(part if len(part) <= 2 else part.capitalize() for part in name.split(" ")))
    for pattern in rules.get("facts/title_names"):
        for match in re.finditer(f"(?i:{pattern})" if pattern.startswith("(?:review") else pattern, title):
            found += _split_names(match.group("names"), rules)
    for pattern in rules.get("facts/known_as"):
        for match in re.finditer(_case(pattern), flat):
            if not re.search(
                str(rules.get("facts/known_as_of")),
                flat[max(0, match.start() - 90) : match.start()],
                re.IGNORECASE,
            ):
                continue
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
    return [
        part
        for part in parts
        if part
        and part[0].isupper()
        and part.split()[0].lower() not in dull
        and not part.isupper()
        or re.fullmatch(r"(?:Child|Baby|Family|Adult) [A-Z]{1,2}\d?", part)
    ]
