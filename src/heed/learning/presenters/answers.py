"""Answers as pages show them: in the agency's own words, with what was found of each part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

from heed.kit.reading.figures import figures_in
from heed.learning.models import Judgement, PartAnswer, Response
from heed.learning.queries import newest_by_part
from heed.learning.rules import GRADE_WORDS
from heed.learning.types import STANCE_WORDS, Grade, Stance
from heed.library.presenters import first_page, place_address, shown_words
from heed.platform.ui.wording import day, moment

Tone = Literal["neutral", "teal", "amber", "red", "green"]


@dataclass(frozen=True, kw_only=True)
class StateWords:
    """A state as one would say it, with the colour that says the same."""

    text: str
    tone: Tone


@dataclass(frozen=True, kw_only=True)
class PartAnswerRow:
    """What an agency says to one part; `asked` is empty where the whole is one."""

    asked: str
    stance: str
    tone: Tone
    text: str
    reason: str
    warned: str


@dataclass(frozen=True, kw_only=True)
class JudgedRow:
    """What was found of an answer to one part: `asked` is empty where the whole is one."""

    asked: str
    grade: str
    tone: Tone
    reason: str
    who: str


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """An answer: read from a document (with its place there), or signed here (with who did, and its parts).

    `says` is what the words of a document say to what was asked, where they do; `warned` what a reader should know
    before relying on its figures; `judge_href` is there for those who
    may judge it.
    """

    agency: str
    note: str
    text: str
    source: str
    href: str
    link: str
    says: StateWords | None = None
    warned: str = ""
    parts: tuple[PartAnswerRow, ...] = ()
    judged: tuple[JudgedRow, ...] = ()
    judge_href: str = ""


def answer_row(row: Response, judged: Sequence[Judgement] = (), *, judge_href: str = "") -> AnswerRow:
    """One answer, in the agency's own words, with what was last found of each part of it."""
    named = row.agency.name if row.agency else row.agency_words or "No agency named"
    other_name = row.agency and row.agency_words and row.agency_words != row.agency.name
    note = [
        f"as “{row.agency_words}”" if other_name else "",
        f"for the whole theme {row.theme.name}" if row.theme else "",
        f"round {row.round}" if row.round > 1 else "",
    ]
    page = first_page(row.spans)
    signed = row.reading is None
    if row.reading is None:
        source, link = f"Signed by {row.signed_by}, {moment(row.registered_at)}", "what was asked"
        href = reverse("learning:request", args=[row.request.public_id]) if row.request else ""
    else:
        source, link = f"Page {page}" if page else "In the document", "see it on the page"
        href = place_address(row.reading.document, row.reading.public_id, row.spans)
    return AnswerRow(
        agency=named,
        note=" · ".join(filter(None, note)),
        text="" if signed else shown_words(row.text),
        source=source,
        href=href,
        link=link,
        says=None if signed or not row.stance else _says(row.stance),
        warned="" if signed else warned_of_figures(row.text),
        parts=tuple(_part_answer_row(each) for each in row.part_answers.all()) if signed else (),
        judged=tuple(judged_row(each) for each in newest_by_part(judged).values()),
        judge_href=judge_href,
    )


_GRADE_TONES: dict[str, Tone] = {
    Grade.FULL: "green",
    Grade.PARTIAL: "amber",
    Grade.NONE: "red",
    Grade.SUBSTITUTED: "red",
}


def judged_row(each: Judgement) -> JudgedRow:
    """One judgement, with who made it for which agency."""
    return JudgedRow(
        asked=f"Part {each.part.position}" if each.part else "",
        grade=GRADE_WORDS[each.grade],
        tone=_GRADE_TONES[each.grade],
        reason=each.reason,
        who=f"{each.judged_by}, {each.judged_for}, {day(each.judged_at)}",
    )


_STANCE_TONES: dict[str, Tone] = {
    Stance.ACCEPTS: "teal",
    Stance.IN_PART: "amber",
    Stance.REJECTS: "red",
}


def _says(stance: str) -> StateWords:
    return StateWords(text=STANCE_WORDS[stance], tone=_STANCE_TONES.get(stance, "neutral"))


def _part_answer_row(each: PartAnswer) -> PartAnswerRow:
    return PartAnswerRow(
        asked=each.part.text if each.part else "",
        stance=_says(each.stance).text,
        tone=_says(each.stance).tone,
        text=each.text,
        reason=each.reason,
        warned=warned_of_figures(each.text),
    )


def warned_of_figures(text: str) -> str:
    """What the figures of an answer leave unsaid: "“437 attendees” does not say out of how many, nor on which day it
    was counted."; "" where nothing is."""
    said = []
    for each in figures_in(text):
        missing = [] if each.has_whole else ["out of how many"]
        missing += [] if each.has_day else ["on which day it was counted"]
        if missing:
            said.append(f"“{each.words}” does not say {', nor '.join(missing)}.")
    return " ".join(dict.fromkeys(said))
