"""What a person should look at before relying on a document."""

from __future__ import annotations

import re
from collections import Counter

from heed.kit.reading.asks import recommends_itself
from heed.kit.reading.drafts import Gathered
from heed.kit.reading.facts import Facts
from heed.kit.reading.figures import counted
from heed.kit.reading.labels import marker_label, order_of
from heed.kit.reading.links import has_no_target
from heed.kit.reading.pieces import Piece, Table
from heed.kit.reading.rules import Rules
from heed.kit.reading.types import BlockKind, Document, Recommendation, Span, Warning_
from heed.kit.words import plain, sentences


def warnings(
    document: Document,
    found: list[Piece | Table],
    gathered: Gathered,
    facts: Facts,
    recommendations: tuple[Recommendation, ...],
    rules: Rules,
) -> tuple[Warning_, ...]:
    """The warnings of a document, in reading order within each kind."""
    loose = [one for piece in found for one in (piece.pieces() if isinstance(piece, Table) else [piece])]
    raised = _extracted(document, rules)
    raised += _editor_notes(loose, rules)
    raised += _real_names(loose, facts, rules)
    raised += _dead_links(document)
    raised += _redactions(loose, rules)
    raised += _acronyms(document, loose, rules)
    raised += _restarts(recommendations)
    raised += _repeated_words(loose, rules)
    raised += _numbers(loose, recommendations, rules)
    raised += _incomplete(recommendations, rules)
    raised += [
        Warning_(
            "withheld",
            f"The words of recommendation {one.label or one.id} are left out of this document; ask who holds them.",
            one.spans,
        )
        for one in recommendations
        if one.withheld
    ]
    raised += _own_recommendations(recommendations)
    return tuple(raised)


def _extracted(document: Document, rules: Rules) -> list[Warning_]:
    """What could not be read, or only guessed at."""
    raised = [Warning_("left-out", sentence) for sentence in document.left_out]
    if document.unread:
        one = len(document.unread) == 1
        pages = ", ".join(map(str, document.unread))
        raised.append(
            Warning_(
                "unread-pages",
                f"Page {pages} is a picture whose words were not read."
                if one
                else f"Pages {pages} are pictures whose words were not read.",
            )
        )
    if document.ocr:
        why = str(rules.get("warnings/ocr/why"))
        raised.append(Warning_("ocr", f"{why[0].upper()}{why[1:]}."))
    return raised


def _all(loose: list[Piece], pattern: re.Pattern[str]) -> list[tuple[Piece, re.Match[str]]]:
    return [(piece, found) for piece in loose for found in pattern.finditer(piece.plain)]


def _editor_notes(loose: list[Piece], rules: Rules) -> list[Warning_]:
    pattern = re.compile(str(rules.get("warnings/editor_notes/pattern")))
    return [
        Warning_(
            "editor-note",
            f"An editor's note seems to be left in: \u201c{piece.text[found.start() : found.end()].strip()}\u201d.",
            piece.spans(*found.span()),
        )
        for piece, found in _all(loose, pattern)
    ]


def _redactions(loose: list[Piece], rules: Rules) -> list[Warning_]:
    pattern = re.compile(str(rules.get("warnings/redactions/pattern")), re.IGNORECASE)
    return [
        Warning_(
            "redaction",
            f"Words were taken out here: \u201c{found.group()}\u201d.",
            piece.spans(*found.span()),
        )
        for piece, found in _all(loose, pattern)
    ]


def _real_names(loose: list[Piece], facts: Facts, rules: Rules) -> list[Warning_]:
    """Two or more capitalised names, then in brackets the letters of children: the names may be real."""
    words = "|".join(str(word) for word in rules.get("facts/pseudonym_words"))
    pattern = re.compile(
        rf"\b[A-Z][a-z]+(?:(?:,| and) [A-Z][a-z]+)*(?: [A-Z][a-z]+)+(?: in \d{{4}})?,? "
        rf"?\((?:known as |referred to as )?(?i:{words})(?:ren)? [A-Z]\b[^)]{{0,40}}\)"
    )
    return [
        Warning_(
            "real-name",
            "A name stands beside a pseudonym; check that it may be published.",
            piece.spans(*found.span()),
        )
        for piece, found in _all(loose, pattern)
    ]


def _dead_links(document: Document) -> list[Warning_]:
    return [
        Warning_(
            "dead-link",
            f"The link \u201c{plain(document.text[span.start : span.end])[:80]}\u201d "
            "leads nowhere; its address is missing.",
            (span,),
        )
        for block in document.blocks
        for span, address in block.links
        if has_no_target(address)
    ]


_ACRONYM = re.compile(r"(?<![\w/-])[A-Z][A-Z&]{1,6}s?(?![\w'-])")


def _acronyms(document: Document, loose: list[Piece], rules: Rules) -> list[Warning_]:
    """Short forms used and never spelt out, in a document that is not all capitals; one warning for each."""
    known = frozenset(str(rules.get("warnings/known_acronyms")).split())
    flat = plain(document.text)
    raised = []
    seen: set[str] = set()
    for piece, found in _all(
        [one for one in loose if not one.plain.isupper() and one.kind is not BlockKind.HEADING], _ACRONYM
    ):
        short = found.group().rstrip("s")
        if short in known or short in seen or len(short) < 2 or short.strip("IVX") == "":
            continue
        seen.add(short)
        if re.search(rf"\b{re.escape(short.lower())}\b", flat):
            continue  # a word printed in capitals
        if (
            re.search(rf"\(\s*[\"']?(?:the )?{re.escape(short)}s?\b", flat)
            or re.search(rf"\b{re.escape(short)}s? ?\((?=[A-Z]?[a-z]+ )", flat)
            or re.search(rf"\b{re.escape(short)}\s*(?:-|:|=|stands for|means)\s*[A-Z]?[a-z]+ [A-Za-z]", flat)
        ):
            continue
        raised.append(
            Warning_(
                "undefined-acronym",
                f"\u201c{short}\u201d is not spelt out in this document.",
                piece.spans(*found.span()),
            )
        )
    return raised


def _restarts(recommendations: tuple[Recommendation, ...]) -> list[Warning_]:
    counts = Counter((one.kind, one.label) for one in recommendations if one.label)
    raised = []
    for (_, label), count in counts.items():
        if count > 1:
            spans = tuple(span for one in recommendations if one.label == label for span in one.spans[:1])
            raised.append(
                Warning_(
                    "numbering-restarts",
                    f"The label {label} is used {count} times; tell them apart by their section.",
                    spans,
                )
            )
    last: dict[tuple[str, str], Recommendation] = {}
    for one in recommendations:
        before = last.get((one.kind, one.section))
        if before is not None and one.label and before.label and order_of(one.label) < order_of(before.label):
            raised.append(
                Warning_(
                    "numbering-restarts",
                    f"After {before.label} the numbering goes back to {one.label}.",
                    one.spans[:1],
                )
            )
        last[one.kind, one.section] = one
    return raised


def _repeated_words(loose: list[Piece], rules: Rules) -> list[Warning_]:
    fine = frozenset(str(rules.get("warnings/words_repeated_but_fine")).split())
    pattern = re.compile(r"\b([A-Za-z]{2,}) (?:[a-z]+ )?\1\b|\b(this|it|they)\. \2\b", re.IGNORECASE)
    raised = []
    for piece, found in _all(loose, pattern):
        first = found.group().split()
        same = first[0].strip(".").lower() == first[-1].lower()
        between = len(first) == 3
        if (
            same
            and first[0].lower() not in fine
            and (not between or first[0].lower() in ("been", "have", "has", "was", "is", "are", "will"))
            and piece.kind is not BlockKind.HEADING
        ):
            raised.append(
                Warning_(
                    "repeated-word",
                    f"Words are repeated here: \u201c{piece.text[found.start() : found.end()]}\u201d.",
                    piece.spans(*found.span()),
                )
            )
    return raised


def _numbers(loose: list[Piece], recommendations: tuple[Recommendation, ...], rules: Rules) -> list[Warning_]:
    """A count of people or cases in an answer without saying out of how many."""
    pattern = counted(rules)
    whole = rules.pattern("warnings/denominators")
    told = [part.spans for one in recommendations for part in one.actions]
    told += [part.spans for one in recommendations for part in one.responses]
    lines = {span.start for spans in told for span in spans}
    raised = []
    for piece in loose:
        if not any(piece.block.spans[0].start <= start < piece.block.spans[-1].end for start in lines):
            continue
        for left, right in sentences(piece.text):
            sentence = piece.plain[left:right]
            found = pattern.search(sentence)
            if found and not whole.search(sentence):
                raised.append(
                    Warning_(
                        "no-denominator",
                        f"\u201c{found.group()}\u201d does not say out of how many.",
                        piece.spans(left, right),
                    )
                )
    return raised


def _incomplete(recommendations: tuple[Recommendation, ...], rules: Rules) -> list[Warning_]:
    pending = rules.pattern("warnings/pending_ends")
    raised = []
    for one in recommendations:
        texts = [(one.text, one.spans, f"Recommendation {one.label or one.id}")]
        texts += [(action.text, action.spans, "An action") for action in one.actions]
        for text, spans, what in texts:
            words = plain(text).rstrip("*_ ;,")
            if words and (
                re.search(pending.pattern, words, re.IGNORECASE)
                or re.search(r"\bhowever [^.]*$", words)
                and not re.search(r"\bhowever,? .*\b(?:is|are|was|were|has|have|will|does|can)\b", words)
            ):
                raised.append(
                    Warning_("incomplete-sentence", f"{what} ends in the middle of a sentence.", spans)
                )
    return raised


def _own_recommendations(recommendations: tuple[Recommendation, ...]) -> list[Warning_]:
    """An answer that recommends something itself."""
    return [
        Warning_(
            "recommendation-in-response",
            f"The answer to recommendation {one.label or one.id} makes a recommendation of its own.",
            action.spans,
        )
        for one in recommendations
        for action in one.actions
        if recommends_itself(action.text)
    ]


__all__ = ["Span", "marker_label", "warnings"]
