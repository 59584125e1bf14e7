"""The links of a document: those that lie under words, and addresses that are only printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from heed.kit.reading.types import Block, BlockKind, Document, Span
from heed.kit.words import join_lines

_PRINTED = re.compile(r"(?:https?://|www\.)[^\s<>\"\u201c\u201d\u2018\u2019()\[\]|*]+", re.IGNORECASE)
_MARKED = re.compile(r"\[([^\]]+)\]\([^)\s]*\)")
_ENDS = ".,;:!?'"


@dataclass(frozen=True, slots=True)
class PrintedLink:
    """`text` is what a reader sees; `address` is empty where the link leads nowhere; `spans` is where it stands."""

    text: str
    address: str
    spans: tuple[Span, ...]


def has_no_target(address: str) -> bool:
    """Whether a link with this address leads nowhere."""
    return address.strip() in ("", "#", "about:blank")


def links_of(document: Document) -> tuple[PrintedLink, ...]:
    """Every link that leads out of the document, or nowhere, in reading order; not those of the site around it."""
    own = [block for block in document.blocks if block.kind is not BlockKind.FURNITURE]
    found = [link for block in own for link in _of_block(document.text, block)]
    return tuple(sorted(found, key=lambda link: link.spans[0]))


def _of_block(text: str, block: Block) -> list[PrintedLink]:
    found: list[PrintedLink] = []
    for span, written in block.links:
        address = "" if has_no_target(written) else written.strip()
        if address.startswith("#"):
            continue  # to another place of the same document
        last = found[-1] if found else None
        if last and last.address == address and not text[last.spans[-1].end : span.start].strip():
            spans = (*last.spans, span)
            found[-1] = PrintedLink(_shown(text, spans), address, spans)
        else:
            found.append(PrintedLink(_shown(text, (span,)), address, (span,)))
    taken = [span for span, _ in block.links]
    return found + [link for span in block.spans for link in _printed(text, span, taken)]


def _printed(text: str, span: Span, taken: list[Span]) -> list[PrintedLink]:
    found = []
    for match in _PRINTED.finditer(text, span.start, span.end):
        written = match.group().rstrip(_ENDS)
        start, end = match.start(), match.start() + len(written)
        if any(other.start < end and other.end > start for other in taken):
            continue
        address = written if written.casefold().startswith("http") else f"http://{written}"
        found.append(PrintedLink(written, address, (Span(start, end, span.page),)))
    return found


def _shown(text: str, spans: tuple[Span, ...]) -> str:
    words = " ".join(join_lines(text[span.start : span.end]) for span in spans)
    return _MARKED.sub(r"\1", " ".join(words.split()))
