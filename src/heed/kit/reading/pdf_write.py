"""The last step from a PDF: the lines written out as one text, and blocks with spans that point into it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from heed.kit.reading.layout import layout_rules
from heed.kit.reading.pdf_blocks import Draft
from heed.kit.reading.pdf_lines import Line
from heed.kit.reading.pdf_words import HYPHENS, Word
from heed.kit.reading.types import Block, Span

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_SOFT = "\u00ad\u2010"
_LINE_END_HYPHENS = "-" + HYPHENS


@dataclass(slots=True)
class Hyphens:
    """Decides what a hyphen at a line end was, by the document's own words."""

    words: Counter[str] = field(default_factory=Counter)
    compounds: Counter[str] = field(default_factory=Counter)
    soft: bool = False  # the document was hyphenated by machine

    @classmethod
    def learn(cls, lines: Iterable[Line]) -> Hyphens:
        learned = cls()
        for line in lines:
            for word in line.words[:-1]:
                text = word.text.lower().strip(".,;:()‘’“”'\"")
                if "-" in text:
                    learned.compounds[text] += 1
                else:
                    learned.words[text] += 1
        return learned

    def keeps(self, first: str, second: str) -> bool:
        """Whether the hyphen between two halves is a real one, to be kept."""
        head = first.rstrip(_LINE_END_HYPHENS).lower().strip("(‘“'\"")
        tail = second.lower().strip(".,;:()‘’“”'\"")
        if "/" in first:  # an address keeps its own hyphens, and loses a machine's
            return first[-1] not in _SOFT
        if not head or not head[-1].isalpha() or not tail[:1].isalpha() or second[:1].isupper():
            return True
        if self.compounds[f"{head}-{tail}"]:
            return True
        if self.words[head + tail]:
            return False
        if head in layout_rules()["hyphen_kept_after"]:
            return True
        return not self.soft and first[-1] not in _SOFT

    def judge(self, breaks: Sequence[tuple[str, str]]) -> None:
        """A document most of whose known broken words are whole elsewhere was hyphenated by machine."""
        whole = sum(bool(self.words[_join(a, b)]) for a, b in breaks)
        hyphened = sum(bool(self.compounds[f"{a.rstrip(_LINE_END_HYPHENS)}-{b}".lower()]) for a, b in breaks)
        self.soft = whole >= 2 and whole > 2 * hyphened


def _join(first: str, second: str) -> str:
    return (first.rstrip(_LINE_END_HYPHENS) + second.strip(".,;:()‘’“”'\"")).lower()


def ends_in_hyphen(word: Word) -> bool:
    """Whether a line's last word is cut by a hyphen (and is not itself a dash)."""
    return len(word.text) > 1 and word.text[-1] in _LINE_END_HYPHENS and word.text[-2].isalnum()


def ends_cut(word: Word, rest: Word) -> bool:
    """Whether a line's last word goes on in the next line's first: by a hyphen, a stroke or an address."""
    text = word.text
    if ends_in_hyphen(word) or (len(text) > 1 and text[-1] == "/" and text[-2].isalnum()):
        return True
    return bool(_ADDRESS.search(text)) and text[-1] in "/-_=?&.%#" and not rest.text[:1].isupper()


@dataclass(slots=True)
class Writer:
    """Writes lines in order and remembers where each word went."""

    hyphens: Hyphens
    parts: list[str] = field(default_factory=list)
    length: int = 0
    pages: dict[int, int] = field(default_factory=dict)  # id of word to page

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def draft(self, draft: Draft, page: int) -> None:
        """Write a draft's lines on a page. A word cut at a line end is written whole where it begins, be
        its rest on the next page."""
        for index, line in enumerate(draft.lines):
            if line.page != page:
                continue
            words = [word for word in line.words if word.start < 0]
            for number, word in enumerate(words):
                if number and word.spaced:
                    self.write(" ")
                if number == len(words) - 1:
                    self._whole(word, draft.lines[index + 1 :], page)
                else:
                    self._word(word, page)
            if words:
                self.write("\n")

    def _whole(self, word: Word, rest: Sequence[Line], page: int) -> None:
        """Write a line's last word, with what the lines after it hold of it."""
        for line in rest:
            after = line.words[0]
            if not ends_cut(word, after):
                break
            self._word(word, page, keep=not ends_in_hyphen(word) or self.hyphens.keeps(word.text, after.text))
            word = after
            if len(line.words) > 1:
                break
        self._word(word, page)

    def _word(self, word: Word, page: int, keep: bool = True) -> None:
        text = word.text.translate(_RAISED) if word.raised else word.text
        if text[-1] in HYPHENS:
            text = text[:-1] + "-"
        if not keep:
            text = text[:-1]
        if not text.isascii():
            text = _UNSEEN.sub("", text)
        word.start = self.length
        self.write(text)
        word.end = self.length
        self.pages[id(word)] = page

    @property
    def text(self) -> str:
        return "".join(self.parts)


def block_of(draft: Draft, writer: Writer, text: str) -> Block:
    """A draft's block, with spans into the written text."""
    words = [word for word in draft.words if word.start >= 0]
    marker = draft.marker
    spans = _spans(words, writer.pages, text)
    links: list[tuple[Span, str]] = []
    for address in dict.fromkeys(word.link for word in words if word.link):
        links += [
            (span, address)
            for span in _spans([w for w in words if w.link == address], writer.pages, text, words)
        ]
    return Block(
        kind=draft.kind,
        spans=tuple(spans),
        marker=draft.marker_text,
        marker_span=Span(marker[0].start, marker[-1].end, draft.first.page) if marker else None,
        level=draft.level,
        place=draft.place,
        bold=tuple(_spans([word for word in words if word.bold], writer.pages, text, words)),
        italic=tuple(_spans([word for word in words if word.italic], writer.pages, text, words)),
        links=tuple(sorted(links, key=lambda link: link[0])),
        size=draft.first.size,
        indent=round(draft.first.x0, 1),
    )


def _spans(
    words: Sequence[Word], pages: dict[int, int], text: str, among: Sequence[Word] | None = None
) -> list[Span]:
    """The stretches that words cover: one as long as nothing but white space stands between them.

    Where something else does, the white space before the cut goes with the first stretch, so that the
    stretches put end to end read as the sentence. With `among` (some words of a block), stretches end
    with their last word.
    """
    spans: list[list[int]] = []
    for word in words:
        page = pages[id(word)]
        if spans and spans[-1][2] == page and not text[spans[-1][1] : word.start].strip():
            spans[-1][1] = max(spans[-1][1], word.end)
            continue
        start = word.start
        if spans and among is None:
            last = spans[-1]
            if text[last[1] : last[1] + 1].isspace() and text[last[1] - 1] not in _LINE_END_HYPHENS:
                last[1] += 1
            elif word.spaced and start and text[start - 1].isspace():
                start -= 1
        spans.append([start, word.end, page])
    return [Span(start, end, page) for start, end, page in spans]
