"""Finding words that somebody selected or pasted in the text that they came from."""

from __future__ import annotations

import unicodedata

_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_INVISIBLE = frozenset("\u00ad\u200b\ufeff\ufffe\u0002")


def locate(words: str, text: str, *, within: tuple[int, int] | None = None) -> tuple[int, int] | None:
    """Where `words` stand in `text`, as (start, end); None where they do not, or are empty.

    Spaces, line ends, hyphens, kinds of quotation mark and capital letters do not matter. `within` limits
    the search to a stretch of the text (a page). The first place wins.
    """
    start, end = within or (0, len(text))
    wanted, _ = _bare(words)
    if not wanted:
        return None
    found, origins = _bare(text[start:end])
    at = found.find(wanted)
    if at < 0:
        return None
    return start + origins[at], start + origins[at + len(wanted) - 1] + 1


def _bare(text: str) -> tuple[str, list[int]]:
    """The text without what does not matter, and for each kept letter where it stood."""
    kept: list[str] = []
    origins: list[int] = []
    for position, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKC", letter.translate(_SAME)).casefold():
            if not plain.isspace() and plain != "-" and plain not in _INVISIBLE:
                kept.append(plain)
                origins.append(position)
    return "".join(kept), origins
