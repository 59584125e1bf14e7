"""Responses by agency: who speaks in each paragraph of an answer."""

from __future__ import annotations

from heed.kit.reading.agencies import Agencies
from heed.kit.reading.drafts import SAID, UNSAID, Answer
from heed.kit.reading.types import Response, Span, Sureness
from heed.kit.words import plain


def speakers(answers: list[Answer], agencies: Agencies, asked: str) -> list[str]:
    """The agency of each answer: named in its row or heading, its subject, or the one that spoke before.

    Where nobody has spoken yet: the first agency the paragraph mentions, else the next one to speak,
    else who was asked, else the document's own partnership.
    """
    named: list[str] = []
    for answer in answers:
        if answer.agency:
            named.append(agencies.stated(answer.agency))
        elif answer.row is not None and answer.owner:
            named.append(agencies.of_post(plain(answer.owner)))
        elif answer.heading:
            named.append("")
        else:
            named.append(agencies.subject(answer.plain))
    spoken: list[str] = []
    current = ""
    for index, answer in enumerate(answers):
        current = named[index] or current
        if not current and answer.mode == SAID and not answer.heading:
            current = _opening(answers[index:], named[index:], agencies) or asked or agencies.own
        spoken.append(current or asked or agencies.own)
    return spoken


def _opening(answers: list[Answer], named: list[str], agencies: Agencies) -> str:
    for answer, name in zip(answers, named, strict=True):
        found = name or agencies.mentioned(answer.plain)
        if found:
            return found
    return ""


def responses(answers: list[Answer], spoken: list[str]) -> tuple[Response, ...]:
    """The answers as responses: stretches by the same agency are one."""
    found: list[Response] = []
    gathered: list[tuple[str, list[str], list[Span]]] = []
    for answer, agency in zip(answers, spoken, strict=True):
        if not answer.plain or answer.heading and not gathered:
            continue
        if gathered and gathered[-1][0] == agency:
            gathered[-1][1].append(answer.text)
            gathered[-1][2].extend(answer.spans)
        else:
            gathered.append((agency, [answer.text], list(answer.spans)))
    for agency, texts, spans in gathered:
        value = 0.9 if agency else 0.5
        why = ("the agency is named in it or before it",) if agency else ("no agency is named",)
        found.append(Response(agency, " ".join(texts), tuple(spans), Sureness(value, why)))
    return tuple(found)


__all__ = ["SAID", "UNSAID", "responses", "speakers"]
