"""What a text leans on: links, footnotes, owners, and the register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from heed.kit.proofing.rules import Rules
from heed.kit.proofing.types import Fault, Registered, Text
from heed.kit.words import plain, sentences

_MARKED = re.compile(r"\[([^\]\n]+)\]\(([^()\s]*)\)")
_PRINTED = re.compile(r"(?:https?://|www\.)[^\s<>\"“”‘’()\[\]|*]+", re.IGNORECASE)
_NOWHERE = frozenset({"", "#", "about:blank", "http://", "https://"})
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = re.compile(rf"[{_SUPERSCRIPTS}]+")
_NOTE = re.compile(rf"^\s*(?:\[?\^?(\d{{1,3}})\]?[.):]?|([{_SUPERSCRIPTS}]+))\s+\S")
_ANCHOR = re.compile(r"\[\^?(\d{1,3})\](?!\()")

Checker = Callable[[str], bool | None]
"""Whether an address leads somewhere; None where that cannot be told. The caller asks the network, not this."""


def dead_links(texts: Sequence[Text], leads: Checker | None) -> Iterator[Fault]:
    """Links without an address, and addresses that the caller's checker says lead nowhere."""
    for number, text in enumerate(texts):
        met: set[str] = set()
        dead: set[str] = set()
        links = [(words, address, text.words.find(words)) for words, address in text.links]
        links += [(found[1], found[2], found.start(1)) for found in _MARKED.finditer(text.words)]
        links += [
            (found.group().rstrip(".,;:!?'"),) * 2 + (found.start(),)
            for found in _PRINTED.finditer(text.words)
        ]
        for words, address, at in links:
            if address.strip() in _NOWHERE:
                why = "the link leads nowhere: its address is missing"
            elif leads is not None and address not in met and leads(address) is False:
                why = f"nothing was found at {address}"
            else:
                continue
            met.add(address)
            if words in dead:
                continue
            dead.add(words)
            start = max(at, 0)
            yield Fault("dead-link", words, text.place, number, start, start + len(words), why)


def footnotes(texts: Sequence[Text]) -> Iterator[Fault]:
    """Notes that no place in the text points to, and marks that point to no note."""
    notes: dict[str, int] = {}
    anchors: dict[str, tuple[int, int, int]] = {}
    for number, text in enumerate(texts):
        note = _NOTE.match(text.words)
        is_note = text.form == "note" or bool(note and note[2])
        if is_note and note:
            notes[note[1] or _figures(note[2])] = number
        body = note.end(2) if note and note[2] else note.end(1) if is_note and note else 0
        for found in _RAISED.finditer(text.words, max(body, 0)):
            anchors.setdefault(_figures(found.group()), (number, *found.span()))
        for found in _ANCHOR.finditer(text.words, max(body, 0)):
            anchors.setdefault(found[1], (number, *found.span()))
    if not notes and not anchors:
        return
    for label, number in notes.items():
        if label not in anchors:
            text = texts[number]
            why = f"nothing in the text points to footnote {label} any longer"
            yield Fault(
                "footnote-without-anchor", text.words[:60], text.place, number, 0, len(text.words), why
            )
    for label, (number, start, end) in anchors.items():
        if label not in notes and notes:
            text = texts[number]
            why = f"there is no footnote {label}"
            yield Fault("anchor-without-footnote", text.words[start:end], text.place, number, start, end, why)


def _figures(raised: str) -> str:
    return "".join(str(_SUPERSCRIPTS.index(each)) for each in raised)


def unowned(texts: Sequence[Text]) -> Iterator[Fault]:
    """Paragraphs for which nobody answers, where that is asked."""
    for number, text in enumerate(texts):
        if text.owner == "" and text.form in ("paragraph", "point"):
            why = "nobody is named as answering for this paragraph"
            yield Fault("no-owner", text.words[:60], text.place, number, 0, len(text.words), why)


def against_register(
    texts: Sequence[Text], registered: Sequence[Registered], rules: Rules
) -> Iterator[Fault]:
    """Recommendations that nobody answered, and sentences that claim another state than the register has."""
    flats = [plain(text.words) for text in texts]
    for one in registered:
        label = re.escape(one.label.strip().rstrip("."))
        named = re.compile(rf"\brecommendations? (?:no\.? ?)?{label}(?![\w]|\.\d)", re.IGNORECASE)
        places = [number for number, flat in enumerate(flats) if named.search(flat)]
        if not one.answered:
            at = places[0] if places else -1
            place = texts[at].place if at >= 0 else ""
            why = f"nobody has answered recommendation {one.label}"
            yield Fault(
                "recommendation-without-response", f"Recommendation {one.label}", place, at, 0, 0, why
            )
        if one.state:
            for number in places:
                yield from _disagreeing(number, texts[number], flats[number], named, one, rules)


def _disagreeing(
    number: int, text: Text, flat: str, named: re.Pattern[str], one: Registered, rules: Rules
) -> Iterator[Fault]:
    for start, end in sentences(flat):
        if not named.search(flat, start, end):
            continue
        for state, pattern in rules.statuses:
            found = pattern.search(flat, start, end)
            if found and state not in (one.state, *one.also) and not _negated(flat[start : found.start()]):
                claimed, kept = state.replace("_", " "), one.state.replace("_", " ")
                why = f"the register has recommendation {one.label} as {kept}, and this says {claimed}"
                yield Fault("status-disagrees", text.words[start:end], text.place, number, start, end, why)
                break


def _negated(before: str) -> bool:
    return bool(
        re.search(r"\b(?:not|never|no|yet to be|to be|will be|until)\b[^,;]{0,20}$", before, re.IGNORECASE)
    )
