"""Text broken over lines, as a person reads it in one line."""

from __future__ import annotations

import re

_BREAK = re.compile(
    # A soft hyphen marks a word divided only because the line ended: it goes, with the line break.
    r"(?P<soft>[\u00ad\ufffe]\s*\n\s*|\u00ad)"
    # A printed hyphen stays, but no space follows it ("post-" + "adoption"); "single-" + "and" keeps its space.
    r"|(?P<hard>(?<=\w)[-\u2010\u2011][ \t\r]*\n\s*(?!(?:and|or|to)\b)(?=\w))"
    r"|(?P<space>\s+)"
)


def fold(text: str) -> tuple[str, list[int]]:
    """The text in one line, and for each of its characters the offset it came from.

    Runs of blanks and line breaks become one space; a word divided at a line's end is put together.
    """
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for found in _BREAK.finditer(text):
        start = found.start()
        out.append(text[at:start])
        offsets.extend(range(at, start))
        if found.lastgroup == "hard":
            out.append(text[start])
            offsets.append(start)
        elif found.lastgroup == "space" and out_has_text(out):
            out.append(" ")
            offsets.append(start)
        at = found.end()
    out.append(text[at:])
    offsets.extend(range(at, len(text)))
    line = "".join(out)
    if line.endswith(" "):
        line = line.rstrip(" ")
    return line, offsets[: len(line)]


def out_has_text(out: list[str]) -> bool:
    """Whether anything but an opening blank has been written yet."""
    return any(out)


def join_lines(text: str) -> str:
    """`fold` without the offsets."""
    return _BREAK.sub(_joint, text).strip(" ")


def _joint(found: re.Match[str]) -> str:
    if found.lastgroup == "hard":
        return found.group()[0]
    return " " if found.lastgroup == "space" else ""
