"""Drafts of a demo case's report, sent, decided about and challenged by the operations that people use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from heed.kit.writing.types import Document, Paragraph, Part
from heed.kit.writing.word import to_word
from heed.platform.access.types import Actor
from heed.reviews.operations import answer_challenge, challenge_draft, decide_gate, send_draft
from heed.reviews.queries.drafts import draft_rules


class Known(Protocol):
    """Whom the file names, and days counted from the moment at which the demo is built."""

    @property
    def people(self) -> Mapping[str, Actor]: ...

    def at(self, days: int) -> datetime: ...
    def on(self, days: int) -> date: ...


def build_drafts(known: Known, ref: str, written: Sequence[Mapping[str, Any]]) -> None:
    """Each version with what was decided about it and how it was challenged, in the file's order."""
    for number, each in enumerate(written, start=1):
        send_draft(
            known.people[each["by"]],
            review_ref=ref,
            file=(each["file"], [_as_word(each)]),
            note=each["note"],
            last_seen=number - 1,
            at=known.at(each["day"]),
        )
        for gate in each.get("gates", ()):
            _decide(known, ref, number, gate)
        for challenge in each.get("challenges", ()):
            _challenge(known, ref, number, challenge)


def _as_word(said: Mapping[str, Any]) -> bytes:
    """A Word file as an author would send it."""
    parts = tuple(
        Part(heading, tuple(Paragraph(words) for words in paragraphs))
        for heading, paragraphs in said["says"].items()
    )
    return to_word(Document(title=said["title"], parts=parts, foot="Draft"))


def _decide(known: Known, ref: str, number: int, said: Mapping[str, Any]) -> None:
    unmet = said.get("unmet", {})
    decide_gate(
        known.people[said["by"]],
        review_ref=ref,
        number=number,
        gate=said["gate"],
        outcome=said["outcome"],
        met=[key for key in draft_rules().standards if key not in unmet.get("keys", ())],
        unmet=unmet.get("why", ""),
        words=said.get("words", ""),
        meeting=said["meeting"],
        held_on=known.on(said["day"]),
        at=known.at(said["day"]),
    )


def _challenge(known: Known, ref: str, number: int, said: Mapping[str, Any]) -> None:
    row = challenge_draft(
        known.people[said["by"]],
        review_ref=ref,
        number=number,
        place=said["place"],
        words=said["words"],
        at=known.at(said["day"]),
    )
    if answer := said.get("answer"):
        answer_challenge(
            known.people[answer["by"]],
            ref=row.public_id,
            outcome=answer["outcome"],
            answer=answer["words"],
            at=known.at(answer["day"]),
        )
