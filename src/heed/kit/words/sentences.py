"""Sentence ends: careful with abbreviations, initials, numbers, quotations and lost spaces."""

from __future__ import annotations

import re

from heed.kit.words.plain import plain

_SHORT = """
mr mrs ms miss mx dr prof rev revd hon sgt insp supt cllr st no nos para paras p pp vol ch sec s ss fig eg e.g ie i.e
etc cf al vs v approx dept esp incl inc ltd plc co u.k u.s n.b nb ed eds viz ibid op ref refs tel ext
jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
"""
_ABBREVIATIONS = frozenset(_SHORT.split())
# These often end a sentence as well: only a small letter or a digit after them keeps it going.
_EITHER = frozenset(["etc", "al", "co", "ltd", "plc", "inc", "u.k", "u.s", "no"])
_END = re.compile(r"""([.!?\u2026]+)(["')\]*_]*)(?=\s|$|[A-Z][a-z])""")
_BEFORE = re.compile(r"([^\s(\[\"']+)$")
_CLOSERS = "\"')]*_"


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a one-line text starts and ends (offsets; blanks between them left out)."""
    flat = plain(text)
    ends: list[int] = []
    for found in _END.finditer(flat):
        if _ends_sentence(flat, found):
            ends.append(found.end())
    if not ends or ends[-1] < len(flat.rstrip()):
        ends.append(len(flat))
    spans: list[tuple[int, int]] = []
    start = 0
    for end in ends:
        while start < end and flat[start] == " ":
            start += 1
        stop = end
        while stop > start and flat[stop - 1] == " ":
            stop -= 1
        if stop > start:
            spans.append((start, stop))
        start = end
    return spans


def _ends_sentence(flat: str, found: re.Match[str]) -> bool:
    after = flat[found.end() :]
    following = after.lstrip()
    if not following:
        return True
    lost_space = not after[:1].isspace()
    word = _BEFORE.search(flat, 0, found.start())
    before = word.group(1) if word else ""
    if lost_space and (
        before.lower().startswith(("www", "http")) or "." in before or "@" in before or not before.islower()
    ):
        return False
    if found.group(1) in {"!", "?"} and found.group(2) and following[0].islower():
        return False
    opening = following.lstrip("\"'([*_")
    nxt = opening[:1]
    if nxt.islower():
        return False
    if found.group(1) != ".":
        return True
    stem = before.lower().rstrip(".")
    if len(before) == 1 and before.isalpha() and before.isupper():
        # An initial ("J. Smith") goes on; a labelled child ("Child K. The ...") ends.
        return bool(
            re.search(
                r"\b(?:child|baby|adult|family|sibling|mother|father|young person|"
                r"grade|level|tier|part|appendix|option|vitamin|hepatitis)\s+\S$",
                flat[: found.start()],
                re.IGNORECASE,
            )
        )
    if stem in _ABBREVIATIONS:
        return stem in _EITHER and nxt.isupper() and bool(found.group(2) or len(stem) > 2)
    if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]?", before):
        return nxt.isupper() and len(following.split(" ", 1)[0]) > 1 and before[0].isupper() is False
    # A number that opens the line ("1. The Board ...") ends nothing.
    return not (re.fullmatch(r"\(?\d+", before) and found.start() - len(before) <= 1)
