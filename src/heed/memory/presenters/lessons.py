"""Lessons as pages show them: a list, and each one as a line through the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from heed.learning.presenters import state_of
from heed.library.presenters import shown_words
from heed.memory.models import Lesson, LessonStep
from heed.memory.presenters.before import came_words, time_between
from heed.memory.queries import Family, Telling, Told
from heed.memory.types import LessonDeed
from heed.platform.ui.components import (
    Content,
    Crumb,
    Fact,
    Happening,
    RegisterRow,
    element,
    joined,
    quote,
    tag,
)
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import count, day, words

_DEEDS = {
    LessonDeed.NAMED: "Named",
    LessonDeed.RENAMED: "Given another name",
    LessonDeed.JOINED: "Joined",
    LessonDeed.SPLIT: "Split",
    LessonDeed.ADDED: "Recommendations added",
    LessonDeed.TAKEN_OUT: "Recommendations taken out",
    LessonDeed.ENDED: "Ended: too few were left",
}


def lesson_row(told: Told) -> RegisterRow:
    """A lesson in the register."""
    note = [
        years_words(told),
        f"in {words(told.areas)}" if told.areas else "",
        f"{count(told.after_closure, 'time')} after it had been closed" if told.after_closure else "",
    ]
    text, tone = ("Difference seen", "green") if told.is_embedded else ("Not embedded", "amber")
    return RegisterRow(
        reference=told.lesson.reference,
        title=told.lesson.name,
        href=reverse("memory:lesson", args=[told.lesson.public_id]),
        note=" · ".join(filter(None, [f"recommended {count(len(told.tellings), 'time')}", *note])),
        state=tag(text=text, tone=tone),  # type: ignore[arg-type]
    )


def years_words(told: Told) -> str:
    """From when to when it was recommended."""
    known = [each.on.year for each in told.tellings if each.on]
    if not known:
        return "no year known"
    return f"{known[0]} to {known[-1]}" if known[0] != known[-1] else str(known[0])


@dataclass(frozen=True, kw_only=True)
class LessonPage:
    """A lesson through the years."""

    title: str
    crumbs: tuple[Crumb, ...]
    lead: str
    facts: tuple[Fact, ...]
    happenings: tuple[Happening, ...]
    undated: tuple[Happening, ...]
    history: Table
    change_href: str
    candidates: int


def lesson_page(
    told: Told,
    steps: Sequence[LessonStep],
    *,
    judges: bool,
    candidates: int,
    shown: frozenset[int],
    today: date,
) -> LessonPage:
    """`shown`: lessons that this person may see, whose names may stand in the history."""
    happenings = [each for telling in told.tellings for each in _happenings(telling, told)]
    return LessonPage(
        title=told.lesson.name,
        crumbs=(Crumb(text="Lessons", href=reverse("memory:lessons")), Crumb(text=told.lesson.reference)),
        lead=_story(told, today),
        facts=_facts(told),
        happenings=tuple(sorted((each for each in happenings if each.at != date.max), key=_day_of)),
        undated=tuple(each for each in happenings if each.at == date.max),
        history=_history(steps, shown),
        change_href=reverse("memory:change_lesson", args=[told.lesson.public_id]) if judges else "",
        candidates=candidates,
    )


def _day_of(happening: Happening) -> str:
    return happening.at.isoformat()


def _story(told: Told, today: date) -> str:
    again = len(told.tellings) - 1
    ago = time_between(told.first, today) if told.first else ""
    first = day(told.first, none="a day that nobody knows") + (f" ({ago} ago)" if ago else "")
    after = count(told.after_closure, "time")
    closed = f", {after} after what was promised had been closed" if told.after_closure else ""
    return f"First recommended on {first}, and {count(again, 'time')} again{closed}."


def _facts(told: Told) -> tuple[Fact, ...]:
    reviews = {each.row.review_id for each in told.tellings}
    last = told.tellings[-1]
    return (
        Fact(
            name="How often",
            value=f"{count(len(told.tellings), 'time')}, by {count(len(reviews), 'review')}",
        ),
        Fact(name="Areas", value=words(told.areas) or "None named"),
        Fact(
            name="Asked last",
            value=f"{last.row.reference}, {day(last.on, none='no day known')}: {came_words(last.came)}",
        ),
        Fact(
            name="Embedded",
            value="A difference was seen of what was asked last."
            if told.is_embedded
            else "No difference is seen yet of what was asked last.",
        ),
    )


def _happenings(telling: Telling, told: Told) -> list[Happening]:
    """What happened to one recommendation, each with its day. Agencies stand beside what each was asked."""
    row, came = telling.row, telling.came
    again = telling is not told.tellings[0]
    state = state_of(row)
    asked = words([each.words for each in row.addressees.all()])
    href = reverse("learning:recommendation", args=[row.public_id])
    area = f", {row.review.area.name}" if row.review.area else ""
    body = joined(
        [
            quote(text=shown_words(row.text), size="small"),
            element("p", f"Asked of {asked}." if asked else "It names nobody whom it asks."),
            _promised(came),
            tag(text=state.text, tone=state.tone),
        ]
    )
    title = joined(
        [
            "Recommended again, after it had been closed: "
            if telling.after_closure
            else ("Recommended again: " if again else "Recommended: "),
            link(row.reference, href),
            f", {row.review.name}{area}",
        ]
    )
    found = [Happening(title=title, at=telling.on or date.max, body=body)]
    if came.closed_on:
        found.append(
            Happening(
                title=joined(["Reported complete: all that was promised for ", link(row.reference, href)]),
                at=came.closed_on,
                body=came_words(came),
            )
        )
    found += [
        Happening(
            title=joined(["Did not hold: ", link(row.reference, href)]),
            at=each.at.date(),
            by=each.by.name if each.by else "",
            body=each.reason,
        )
        for each in came.not_held
    ]
    return found


def _promised(came: Any) -> Content:
    if not came.actions:
        return element("p", "Nothing is recorded that was promised for it.", class_="heed-secondary")
    shown = came.actions[:4]
    listed = [
        element(
            "li",
            link(shown_words(each.text), reverse("plans:action", args=[each.public_id])),
            f" {each.agency.name}" if each.agency else "",
        )
        for each in shown
    ]
    more = len(came.actions) - len(shown)
    return joined(
        [
            element("p", "Promised:"),
            element("ul", listed, class_="govuk-list govuk-list--bullet"),
            element("p", f"and {more} more", class_="heed-secondary") if more else None,
        ]
    )


def _history(steps: Sequence[LessonStep], shown: frozenset[int]) -> Table:
    def what(step: LessonStep) -> str:
        other = f" with {step.other.reference}" if step.other and step.other_id in shown else ""
        deed = LessonDeed(step.deed)
        if deed is LessonDeed.RENAMED:
            return f"Until then called “{step.words}”"
        said = f": {step.words}" if step.words and deed is not LessonDeed.NAMED else ""
        return f"{_DEEDS[deed]}{other}{said}"

    return Table(
        heading="History of this lesson",
        columns=columns("What", "By", "When"),
        rows=rows([(what(each), each.by.name, day(each.at)) for each in steps]),
    )


@dataclass(frozen=True, kw_only=True)
class FamilyCard:
    """A family that the machine proposes."""

    title: str
    lines: tuple[Content, ...]
    note: str
    href: str
    button: str


@dataclass(frozen=True, kw_only=True)
class ProposedPage:
    title: str
    crumbs: tuple[Crumb, ...]
    lead: str
    families: tuple[FamilyCard, ...]
    more: int


_MOST_PROPOSED = 20


def proposed_page(families: Sequence[Family], *, judges: bool) -> ProposedPage:
    return ProposedPage(
        title="Proposed lessons",
        crumbs=(Crumb(text="Lessons", href=reverse("memory:lessons")), Crumb(text="Proposed")),
        lead="Recommendations that the machine takes for one lesson, or that people have confirmed pair by pair. "
        "A family is a lesson once somebody has looked at it and given it a name.",
        families=tuple(_family(each, judges=judges) for each in families[:_MOST_PROPOSED]),
        more=max(len(families) - _MOST_PROPOSED, 0),
    )


def _family(family: Family, *, judges: bool) -> FamilyCard:
    if family.lesson:
        title = f"{len(family.new)} more for “{family.lesson.name}”"
        href = reverse("memory:change_lesson", args=[family.lesson.public_id])
    else:
        title = f"{len(family.rows)} recommendations, {_span(family.rows)}"
        refs = "&".join(f"of={each.public_id}" for each in family.rows)
        href = f"{reverse('memory:name_lesson')}?{refs}"
    pairs = count(family.confirmed, "pair")
    return FamilyCard(
        title=title,
        lines=tuple(recommendation_line(each) for each in (family.new if family.lesson else family.rows)),
        note=f"{pairs} confirmed by people"
        if family.confirmed
        else "Nobody has confirmed a pair of these yet",
        href=href if judges else "",
        button="Look at the lesson" if family.lesson else "Name it, or leave some out",
    )


def _span(family_rows: Sequence[Any]) -> str:
    years = [each.review.ordered_on.year for each in family_rows if each.review.ordered_on]
    if not years:
        return "no year known"
    return f"{years[0]} to {years[-1]}" if years[0] != years[-1] else str(years[0])


def recommendation_line(row: Any) -> Content:
    """A recommendation in a list: reference, words, review and day."""
    where = f"{row.review.name}, {day(row.review.ordered_on, none='no day known')}"
    return joined(
        [
            link(row.reference, reverse("learning:recommendation", args=[row.public_id])),
            f" {shown_words(row.text)} ",
            element("span", where, class_="heed-secondary"),
        ]
    )


def choice_words(row: Any) -> str:
    """A recommendation as something to tick."""
    text = " ".join(shown_words(row.text).split())
    short = text if len(text) <= 160 else f"{text[:157].rsplit(' ', 1)[0]} …"
    return f"{row.reference} ({row.review.name}, {day(row.review.ordered_on, none='no day known')}): {short}"


def change_page(lesson: Lesson, doings: tuple[Doing, ...]) -> ThingPage:
    here = reverse("memory:lesson", args=[lesson.public_id])
    return ThingPage(
        title=f"Change “{lesson.name}”",
        crumbs=(
            Crumb(text="Lessons", href=reverse("memory:lessons")),
            Crumb(text=lesson.reference, href=here),
            Crumb(text="Change"),
        ),
        lead="Everything that is done here stays in the lesson's history, with your name.",
        doings=doings,
        links=(link("Back to the lesson", here),),
    )
