"""From what the reader found to what a person decides on, and from that to the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from heed.intake.types import (
    ActionValues,
    FindingValues,
    ProposalKind,
    RecommendationValues,
    ResponseValues,
)
from heed.kit.reading.asks import recommends_itself
from heed.learning.types import Stance

Values = RecommendationValues | ResponseValues | ActionValues | FindingValues
VALUES: dict[ProposalKind, type[Any]] = {
    ProposalKind.RECOMMENDATION: RecommendationValues,
    ProposalKind.RESPONSE: ResponseValues,
    ProposalKind.ACTION: ActionValues,
    ProposalKind.FINDING: FindingValues,
}
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Found:
    """One proposal as read. `parent` is the place of its recommendation in the list, None at the top."""

    kind: ProposalKind
    parent: int | None
    theme: str
    values: Values
    spans: list[list[int | None]]
    sure: float
    why: list[str]


def proposals_of(reading: Mapping[str, Any]) -> list[Found]:
    """The proposals in a reading's JSON, recommendations before what belongs to them, in printed order."""
    found: list[Found] = []
    for recommendation in reading.get("recommendations", []):
        found.append(
            _found(ProposalKind.RECOMMENDATION, None, recommendation.get("theme") or "", recommendation)
        )
        parent = len(found) - 1
        found += _children(recommendation, parent, "")
    for holder in [*reading.get("recommendations", []), *reading.get("themes", [])]:
        for action in holder.get("actions", []):
            if recommends_itself(action["text"]):
                found += _made_by_an_answer(holder, action, len(found))
    for theme in reading.get("themes", []):
        if theme.get("response"):
            found.append(
                _found(
                    ProposalKind.RESPONSE,
                    None,
                    theme["name"],
                    {"text": theme["response"], "spans": theme.get("spans", [])},
                )
            )
        found += _children({"actions": theme.get("actions", [])}, None, theme["name"])
    for each in reading.get("findings", []):
        found.append(_audits(each) if each.get("kind") == AUDITS else _finding(each))
    return found


AUDITS = "audit recommendation"
"""What an audit asks for, quoted in a document: held like any recommendation, so that each item needs its own
evidence. "All were implemented" is a statement about each."""
MADE_BY_ANSWER = "answer"
"""The source of a recommendation that an answer makes itself."""


def _audits(read: Mapping[str, Any]) -> Found:
    return _found(
        ProposalKind.RECOMMENDATION,
        None,
        "",
        {
            **read,
            "source": "audit",
            "sure": _FOUND_UNSURE,
            "why": ["an audit recommended it, and this document quotes it: accept it to follow it by itself"],
        },
    )


def _made_by_an_answer(holder: Mapping[str, Any], action: Mapping[str, Any], place: int) -> list[Found]:
    """The recommendation, and the action that says who owns it and by when it is first due."""
    answered = holder.get("label") or holder.get("name") or ""
    raised = {
        "label": "",
        "kind": "recommendation",
        "text": action["text"],
        "source": MADE_BY_ANSWER,
        "section": f"In the answer to {answered}".strip() if answered else "In an answer",
        "addressed_to": [action["agency"]] if action.get("agency") else [],
        "spans": action.get("spans", []),
        "sure": _FOUND_UNSURE,
        "why": ["an answer recommends this itself: say who owns it and by when it is first due"],
    }
    return [
        _found(ProposalKind.RECOMMENDATION, None, "", raised),
        _found(ProposalKind.ACTION, place, "", {**action, "status": "planned"}),
    ]


_FOUND_SURE = 0.85
_FOUND_UNSURE = 0.6


def _finding(read: Mapping[str, Any]) -> Found:
    """A finding that the document numbers, or lists under a heading of its kind, is sure; words under a heading that
    gathers everything a review found are a finding only when a person says so."""
    plainly = bool(read.get("label")) or read.get("kind") == "good practice"
    return _found(
        ProposalKind.FINDING,
        None,
        "",
        {
            "sure": _FOUND_SURE if plainly else _FOUND_UNSURE,
            "why": [] if plainly else ["it stands under a heading for findings, and is not numbered"],
            **read,
        },
    )


def _children(holder: Mapping[str, Any], parent: int | None, theme: str) -> Iterable[Found]:
    for response in holder.get("responses", []):
        yield _found(ProposalKind.RESPONSE, parent, theme, response)
    for action in holder.get("actions", []):
        if not recommends_itself(action["text"]):
            yield _found(ProposalKind.ACTION, parent, theme, action)


def _found(kind: ProposalKind, parent: int | None, theme: str, read: Mapping[str, Any]) -> Found:
    due = read.get("due") or {}
    given = {
        **read,
        "due_text": due.get("text") or "",
        "due_earliest": due.get("earliest"),
        "due_latest": due.get("latest"),
    }
    if kind is ProposalKind.RESPONSE:
        given["stance"] = stance_said(read["text"])
    return Found(
        kind=kind,
        parent=parent,
        theme=theme,
        values=make_values(kind, given),
        spans=[[span["start"], span["end"], span.get("page")] for span in read.get("spans", [])],
        sure=float(read.get("sure", 1.0)),
        why=list(read.get("why", [])),
    )


def make_values(kind: ProposalKind, given: Mapping[str, Any]) -> Any:
    """The values of this kind of proposal from a mapping that may hold more; lists become tuples."""
    known = {each.name for each in fields(VALUES[kind])}
    return VALUES[kind](
        **{
            name: tuple(value)
            if isinstance(value, list)
            else ("" if value is None and name in _WORDS else value)
            for name, value in given.items()
            if name in known
        }
    )


_WORDS = frozenset({"label", "kind", "text", "section", "theme", "source", "agency", "owner", "due_text"})


_WHO = r"^(?:[\w’'&,-]+ ){0,6}?"
_SAID = (
    (Stance.REJECTS, re.compile(rf"{_WHO}(?:not accept(?:s|ed)?|reject(?:s|ed)?|decline(?:s|d)?)\b")),
    (Stance.IN_PART, re.compile(rf"{_WHO}accept(?:s|ed)?\b.*\b(?:in part|partly|partially)\b")),
    (Stance.IN_PART, re.compile(rf"{_WHO}(?:partly|partially) accept(?:s|ed)?\b")),
    (Stance.ACCEPTS, re.compile(rf"{_WHO}accept(?:s|ed)?\b|^agreed$")),
    (Stance.NOTES, re.compile(rf"{_WHO}note(?:s|d)?\b")),
)
_NOT_PLAIN = re.compile(
    r"\b(?:but|however|unless|if|except|although|never|was|were|been|that|who|which|no)\b"
)
_SHORT = 12


def stance_said(text: str) -> str:
    """What an answer says to what was asked, where its first sentence is short and says it: "Accepted in part." """
    first = re.split(r"[.;:!?]", " ".join(text.split()).casefold(), maxsplit=1)[0]
    if len(first.split()) > _SHORT or _NOT_PLAIN.search(first):
        return ""
    return next((str(stance) for stance, words in _SAID if words.search(first)), "")


def text_key(text: str) -> str:
    """Equal for two statements that say the same, whatever their case, spaces and final full stop."""
    return " ".join(text.casefold().replace("’", "'").replace("**", "").split()).rstrip(".;, ")
