"""Recommendations in running prose: "We recommend that ...", in a document that does not list them in full."""

from __future__ import annotations

import re

from heed.kit.reading.asks import asks
from heed.kit.reading.drafts import Draft, Gathered
from heed.kit.reading.pieces import Piece, Table
from heed.kit.reading.rules import Rules
from heed.kit.words import sentences

SHORT = 30  # words: a summary's items are shorter than the recommendations they sum up
_GOES_ON = re.compile(r"(?:The|This|It|They|These|Such)\b")


def in_prose(gathered: Gathered, found: list[Piece | Table], rules: Rules) -> None:
    """Read the sentences that recommend, where no list does, or where a list only sums them up.

    A summary's list has as many items as the prose has such sentences, each of them short; what is
    answered to an item is then answered to the sentence in its place.
    """
    listed = [draft for draft in gathered.drafts if draft.kind == "recommendation"]
    if listed and not all(
        re.search(r"(?i)summary", draft.section) and len(draft.plain.split()) <= SHORT for draft in listed
    ):
        return
    told = _sentences(found, rules, loosely=not gathered.drafts)
    if not listed:
        gathered.drafts.extend(told)
    elif len(told) == len(listed):
        for draft, short in zip(told, listed, strict=True):
            draft.answers, draft.sure = short.answers, 0.85
        gathered.drafts[:] = [*told, *(draft for draft in gathered.drafts if draft not in listed)]
        for group in gathered.groups:
            group.drafts = [draft for draft in group.drafts if draft not in listed]
        gathered.groups[:] = [group for group in gathered.groups if group.drafts]


def _kind_of(sentence: str, rules: Rules, *, loosely: bool) -> tuple[str, float, str]:
    """What a sentence of running prose is, how sure that is and why; an empty kind where it recommends nothing.

    `loosely` takes also one in which a body, named as its subject, should or ought to do something: the way a
    report asks that has no list, no labels and no "we recommend".
    """
    words = sentence.lstrip("*_ ")
    if len(words.split()) <= 6 or words.endswith("?"):
        return "", 0.0, ""
    if rules.pattern("labels/recommends").match(words):
        return "recommendation", 0.7, "a sentence that recommends, in running prose"
    exhorts = rules.pattern("labels/body_asked/exhorts").search(words)
    if not loosely or exhorts or words[:1] in "\"'\u201c\u2018":
        return "", 0.0, ""
    if rules.pattern("labels/body_asked/considers").match(words):
        return "consideration", 0.55, "it says what a body may wish to consider, in running prose"
    if rules.pattern("labels/body_asked/should").match(words):
        return "recommendation", 0.55, "it says what a body should do, in running prose without a list"
    return "", 0.0, ""


def _sentences(found: list[Piece | Table], rules: Rules, *, loosely: bool) -> list[Draft]:
    foreign = rules.pattern("headings/not_ours")
    told: list[Draft] = []
    heading = ""
    for index, piece in enumerate(found):
        if isinstance(piece, Table):
            continue
        if piece.is_heading:
            heading = " ".join(part for part in (piece.marker, piece.bare.rstrip(":")) if part)
            continue
        draft: Draft | None = None
        # A list's short items are no prose; a report's numbered paragraphs, of several sentences, are.
        prose = loosely and (not piece.is_item or len(sentences(piece.plain)) > 1)
        for start, end in sentences(piece.plain):
            sentence = piece.plain[start:end]
            kind, sure, why = _kind_of(sentence, rules, loosely=prose and not foreign.search(heading))
            if kind:
                draft = Draft("", kind, heading, sure=sure, why=[why])
                draft.add(piece, start, end)
                told.append(draft)
            elif draft is not None and _GOES_ON.match(sentence) and asks(sentence, rules):
                draft.add(piece, start, end)
            else:
                draft = None
        if draft is not None and draft.plain.endswith(":"):
            for other in found[index + 1 :]:
                if isinstance(other, Table) or not other.is_item:
                    break
                draft.items.append(other)
    return told
