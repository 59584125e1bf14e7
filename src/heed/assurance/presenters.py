"""Assurance as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.urls import reverse

from heed.assurance.models import Assurance, AssuranceEntry
from heed.assurance.policies import reads_restricted
from heed.assurance.types import ANSWERS, GRADE_NAMES, KIND_NAMES, Grade, Kind, State, Step
from heed.library.presenters import shown_words
from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, Crumb, Fact, RegisterRow, element, tag
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import count, day, moment

Tone = Literal["neutral", "teal", "amber", "red", "green"]

PLACES: dict[str, str] = {
    Kind.REQUEST: "assurance:requests",
    Kind.LETTER: "assurance:letters",
    Kind.CHALLENGE: "assurance:challenges",
}
PLURALS: dict[str, str] = {
    Kind.REQUEST: "Requests for assurance",
    Kind.LETTER: "Assurance letters",
    Kind.CHALLENGE: "Challenges",
}
_GRADE_TONES: dict[str, Tone] = {Grade.ASSURED: "green", Grade.PARTLY: "amber", Grade.NOT: "red"}


def state_of(row: Assurance, today: date) -> tuple[str, Tone]:
    """Where it stands, as one would say it."""
    if row.state == State.CLOSED:
        return GRADE_NAMES[row.grade], _GRADE_TONES[row.grade]
    if row.state == State.WITHDRAWN:
        return "Not asked any more", "neutral"
    if row.state == State.REPLIED:
        said = f"Said {ANSWERS[row.answer].lower()}" if row.answer else "Replied"
        return f"{said}, nobody has looked", "amber"
    days = (row.due_on - today).days
    if days < 0:
        return f"{count(-days, 'day')} late", "red"
    return f"Due in {count(days, 'day')}" if days else "Due today", "amber"


def asked_of(row: Assurance) -> str:
    """The agency, and what it was called when it was asked where that is another name."""
    name = row.agency.name
    return name if row.to_as == name else f"{name} (asked as {row.to_as})"


def assurance_row(row: Assurance, today: date) -> RegisterRow:
    """One of them in a register."""
    words, tone = state_of(row, today)
    taken = sum(each.step == Step.ESCALATION for each in row.entries.all())
    note = [
        f"{row.asked_for} to {asked_of(row)}",
        row.review.name if row.review else "",
        f"by {day(row.due_on)}",
        f"taken further {count(taken, 'time')}" if taken else "",
        "asked again" if row.follows_id else "",
    ]
    return RegisterRow(
        reference=row.reference,
        title=row.topic,
        href=reverse("assurance:one", args=[row.public_id]),
        note=" · ".join(filter(None, note)),
        state=tag(text=words, tone=tone),
    )


@dataclass(frozen=True, kw_only=True)
class AssurancePage(ThingPage):
    """One of them with its state as a tag beside its reference."""

    state: str
    tone: Tone


def assurance_page(
    actor: Actor,
    row: Assurance,
    *,
    siblings: Sequence[Assurance],
    again: Assurance | None,
    doings: tuple[Doing, ...],
    beside: tuple[Doing, ...],
    today: date,
) -> AssurancePage:
    words, tone = state_of(row, today)
    shows = reads_restricted(actor, row)
    facts = [
        Fact(name="What is asked", value=element("span", row.question, class_="heed-prewrap")),
        Fact(name="Challenged" if row.kind == Kind.CHALLENGE else "Asked of", value=asked_of(row)),
        Fact(name="By", value=f"{row.asked_for}; written by {row.asked_by}, {day(row.asked_at)}"),
        Fact(name="To be answered by", value=day(row.due_on)),
    ]
    if row.recommendation:
        facts.append(Fact(name="The answer it challenges", value=_of_answer(row)))
    if row.effect:
        facts.append(Fact(name="Effect", value=element("span", row.effect, class_="heed-prewrap")))
    return AssurancePage(
        title=row.topic,
        crumbs=(
            Crumb(text=PLURALS[row.kind], href=reverse(PLACES[row.kind])),
            Crumb(text=row.reference),
        ),
        lead=f"{KIND_NAMES[row.kind]} {row.reference}",
        state=words,
        tone=tone,
        facts=tuple(facts),
        tables=(_written(row, shows), *_to_others(row, siblings, today)),
        doings=doings,
        beside=beside,
        links=tuple(_links(row, again)),
    )


def _of_answer(row: Assurance) -> Content:
    recommendation = row.recommendation
    assert recommendation is not None
    href = reverse("learning:recommendation", args=[recommendation.public_id])
    whole = link(f"Its answer to {recommendation.reference}", href)
    if row.response is None:
        return whole
    said = element("span", shown_words(row.response.text), class_="heed-prewrap heed-secondary")
    return element("span", whole, element("br"), said)


def answer_challenged(response: Any, recommendation: Any) -> Content:
    """The words of an answer, above the form that challenges it."""
    who = response.agency or response.agency_words or "An agency that is not named"
    said = element("span", f"{who} to {recommendation.reference}: ", class_="heed-secondary")
    return element("span", said, element("span", shown_words(response.text), class_="heed-prewrap"))


def _written(row: Assurance, shows: bool) -> Table:
    return Table(
        heading="What came of it",
        columns=columns("What", "Words", "By"),
        rows=rows(
            [
                [
                    _step(each),
                    _words(each, shows),
                    f"{each.written_by}, {each.written_for}, {moment(each.written_at)}",
                ]
                for each in row.entries.all()
            ]
        ),
        empty="Nothing yet.",
    )


def _step(each: AssuranceEntry) -> Content:
    if each.step == Step.REPLY:
        return f"Replied: {ANSWERS[each.said].lower()}" if each.said else "Replied"
    if each.step == Step.VIEW:
        return element("span", tag(text=GRADE_NAMES[each.said], tone=_GRADE_TONES[each.said]))
    return "Taken further" if each.step == Step.ESCALATION else "Taken back"


def _words(each: AssuranceEntry, shows: bool) -> Content:
    said = element("span", each.words, class_="heed-prewrap")
    if not each.restricted or not shows:
        return said
    note = element("span", f"Restricted: {each.restricted}", class_="heed-prewrap heed-secondary")
    return element("span", said, element("br"), note)


def _to_others(row: Assurance, siblings: Sequence[Assurance], today: date) -> tuple[Table, ...]:
    """The same letter, agency by agency, with yes or no."""
    if len(siblings) < 2:
        return ()
    yes, no = (sum(each.answer == said for each in siblings) for said in ("yes", "no"))
    silent = sum(each.state == State.OPEN for each in siblings)
    return (
        Table(
            heading="The same letter, by agency",
            lead=f"{yes} said yes, {no} said no, {silent} have not answered, of {len(siblings)}",
            columns=columns("Agency", "Answer", "State"),
            rows=rows(
                [
                    [
                        link(each.agency.name, reverse("assurance:one", args=[each.public_id])),
                        ANSWERS.get(each.answer, "None yet"),
                        state_of(each, today)[0],
                    ]
                    for each in siblings
                ]
            ),
        ),
    )


def _links(row: Assurance, again: Assurance | None) -> list[Content]:
    found: list[Content] = []
    if row.review:
        found.append(
            link(f"The review {row.review.name}", reverse("reviews:review", args=[row.review.public_id]))
        )
    if row.follows:
        found.append(link(f"Follows {row.follows}", reverse("assurance:one", args=[row.follows.public_id])))
    if again:
        found.append(link(f"Asked again as {again}", reverse("assurance:one", args=[again.public_id])))
    return found


@dataclass(frozen=True, kw_only=True)
class More:
    """What stands above each register: the way to ask."""

    text: str
    href: str
