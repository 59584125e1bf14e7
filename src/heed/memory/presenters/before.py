"""Earlier recommendations as a page shows them: words with what is shared marked, why, and what came of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal

from django.urls import reverse
from markupsafe import Markup

from heed.library.presenters import shown_words
from heed.memory.models import Lesson
from heed.memory.types import ANSWER_NAMES, Before, Likeness, Match, Said, Searched
from heed.plans.presenters import state_words
from heed.plans.queries import CameOf, level_names
from heed.platform.ui.components import Content, element, joined
from heed.platform.ui.wording import count, day

Tone = Literal["neutral", "teal", "amber", "red", "green"]


@dataclass(frozen=True, kw_only=True)
class PromisedLine:
    """One action: what, whose, and where it stands."""

    text: str
    href: str
    who: str
    state: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class Came:
    """What was promised for a recommendation and what came of it."""

    lines: tuple[PromisedLine, ...]
    more: int
    summary: str
    not_held: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MatchCard:
    """An earlier recommendation beside what is asked now."""

    reference: str
    href: str
    where: str
    when: str
    verdict: str
    tone: Tone
    words: Content
    why: str
    came: Came
    said: str
    lessons: tuple[tuple[str, str], ...]
    ask_href: str
    ask: str


@dataclass(frozen=True, kw_only=True)
class Group:
    heading: str
    cards: tuple[MatchCard, ...]


@dataclass(frozen=True, kw_only=True)
class BeforeShown:
    """What a look found: groups of cards, own area first, and what was looked through."""

    groups: tuple[Group, ...]
    lead: str
    searched: str
    set_aside: str

    @property
    def is_empty(self) -> bool:
        return not self.groups


_LONGEST = 3
"""Actions shown of one earlier recommendation; the others are counted."""


def before_shown(
    found: Before,
    came: Mapping[int, CameOf],
    *,
    on: date,
    of: str = "",
    draft: str = "",
    lessons: Mapping[int, Sequence[Lesson]] | None = None,
    judges: bool = False,
) -> BeforeShown:
    """`on` is the day from which time is counted; `of` the public id of the recommendation that is compared, or `draft`
    that of the draft; both "" for words that were typed."""
    asks = partial(_asks, of, draft, judges)
    cards = [
        (
            each,
            match_card(each, came.get(each.key, CameOf()), on=on, lessons=lessons or {}, asks=asks(each)),
        )
        for each in found.matches
    ]
    own = tuple(card for match, card in cards if match.own_area)
    others = tuple(card for match, card in cards if not match.own_area)
    groups = (
        Group(heading=_own_heading(found.matches) if others else "", cards=own),
        Group(heading="In other areas" if own else "", cards=others),
    )
    same = sum(each.verdict == Likeness.SAME for each in found.matches)
    return BeforeShown(
        groups=tuple(each for each in groups if each.cards),
        lead=_lead(same, len(found.matches)),
        searched=searched_words(found.searched, bool(found.matches)),
        set_aside=f"{count(found.set_aside, 'more')} that somebody has said is different is left out."
        if found.set_aside == 1
        else f"{found.set_aside} more that somebody has said are different are left out."
        if found.set_aside
        else "",
    )


def _own_heading(matches: Sequence[Match]) -> str:
    return next((f"In {each.area}" for each in matches if each.own_area), "")


def _lead(same: int, all_found: int) -> str:
    if not all_found:
        return ""
    near = all_found - same
    said = [
        f"{count(same, 'earlier recommendation asks', 'earlier recommendations ask')} the same"
        if same
        else "",
        f"{count(near, 'asks', 'ask')} something near it" if near else "",
    ]
    return f"{' and '.join(filter(None, said))}. Whether it is the same lesson is for a person to say."


def match_card(
    match: Match,
    came: CameOf,
    *,
    on: date,
    lessons: Mapping[int, Sequence[Lesson]],
    asks: tuple[str, str] = ("", ""),
) -> MatchCard:
    """`asks`: where it is said whether the two are the same, and the words of the link there; "" for nowhere."""
    same = match.verdict == Likeness.SAME
    said = match.said
    where = [
        f"{match.review} ({match.review_reference})" if match.review_reference else match.review,
        f"published elsewhere: {match.area}" if match.elsewhere else match.area,
        label_words(match.label),
    ]
    return MatchCard(
        reference=match.reference,
        href=match_href(match),
        where=" · ".join(filter(None, where)),
        when=when_words(match.on, on),
        verdict=said_words(said) if said else ("Asks the same" if same else "Near it"),
        tone=_tone(said, same),
        words=marked_words(match.text, match.shared),
        why=f"Both are {match.why}"
        if match.why.startswith("about")
        else (f"Both: {match.why}" if match.why else ""),
        came=_NOT_KNOWN if match.elsewhere else came_shown(came),
        said=f"{said.reason} ({said.by}, {day(said.at)})" if said else "",
        lessons=tuple(
            (each.name, reverse("memory:lesson", args=[each.public_id]))
            for each in lessons.get(match.key, ())
        ),
        ask_href=asks[0],
        ask=asks[1],
    )


def label_words(label: str) -> str:
    """A printed label so that it is no part of the day beside it: "no. 1"; one that is a word says so itself."""
    return f"no. {label.rstrip('.')}" if label[:1].isdigit() else label


def match_href(match: Match) -> str:
    """Where it is read."""
    return match.elsewhere or reverse("learning:recommendation", args=[match.ref])


_NOT_KNOWN = Came(
    lines=(),
    more=0,
    summary="What was promised for it, and what came of it, is known there and not here. To say that it is the same "
    "lesson, bring the review into your own register.",
    not_held=(),
)


def _tone(said: Said | None, same: bool) -> Tone:
    if said:
        return "red" if said.answer == Likeness.SAME else "neutral"
    return "amber" if same else "neutral"


def _asks(of: str, draft: str, judges: bool, match: Match) -> tuple[str, str]:
    if match.elsewhere:
        return "", ""
    if of:
        words = "See the two side by side" if match.said or not judges else "Is it the same lesson?"
        return reverse("memory:pair", args=[of, match.ref]), words
    if draft and judges:
        words = "Answer anew" if match.said else "Is it the same lesson?"
        return f"{reverse('memory:draft', args=[draft])}?earlier={match.ref}#answer", words
    return "", ""


def said_words(said: Said) -> str:
    """What somebody said of two, as a tag shows it."""
    return ANSWER_NAMES[Likeness(said.answer)]


def when_words(then: date | None, now: date) -> str:
    """The day of an earlier review and how long before it was: "12 Mar 2019, 4 years and 2 months before"."""
    if then is None:
        return "no day known"
    between = time_between(then, now)
    return f"{day(then)}, {between} before" if between else day(then)


def time_between(then: date, now: date) -> str:
    """Years and whole months, as one says it; "" for less than a month or where it is the other way round."""
    months = (now.year - then.year) * 12 + now.month - then.month - (now.day < then.day)
    years, rest = divmod(max(months, 0), 12)
    said = [count(years, "year") if years else "", count(rest, "month") if rest else ""]
    return " and ".join(filter(None, said))


def marked_words(text: str, spans: Sequence[tuple[int, int]]) -> Content:
    """The words with those for what both ask marked. Where line breaks fold, marks stay with their words."""
    parts: list[Content] = []
    at = 0
    for start, stop in spans:
        parts += [_folded(text[at:start]), element("mark", _folded(text[start:stop]), class_="heed-shared")]
        at = stop
    parts.append(_folded(text[at:]))
    return joined(parts)


def _folded(words: str) -> str:
    """Line breaks as blanks; blanks at the ends stay, as marks stand between words."""
    inner = " ".join(words.split())
    before = " " if words[:1].isspace() else ""
    after = " " if words[-1:].isspace() and inner else ""
    return f"{before}{inner}{after}"


def came_shown(came: CameOf, *, every: bool = False) -> Came:
    """`every`: all the actions, however many."""
    lines = tuple(_promised(each) for each in (came.actions if every else came.actions[:_LONGEST]))
    return Came(
        lines=lines,
        more=len(came.actions) - len(lines),
        summary=came_words(came),
        not_held=tuple(
            f"{each.reason} ({each.by.name if each.by else 'nobody named'}, {day(each.at)})"
            for each in came.not_held
        ),
    )


def _promised(row: Any) -> PromisedLine:
    state = state_words(row)
    return PromisedLine(
        text=shown_words(row.text),
        href=reverse("plans:action", args=[row.public_id]),
        who=row.owner_post.title if row.owner_post else (row.agency.name if row.agency else row.owner_words),
        state=state.text,
        tone=state.tone,
    )


def came_words(came: CameOf) -> str:
    """What came of it in one sentence: reported and verified apart, and the most that evidence shows."""
    if not came.actions:
        return "No action is recorded for it."
    many = len(came.actions)
    shows = (
        f"evidence shows {level_names()[came.level].lower()} (level {came.level})"
        if came.level is not None
        else "no evidence was given"
    )
    elsewhere = f", {came.elsewhere} closed elsewhere and unverified here" if came.elsewhere else ""
    closed = f", closed by {day(came.closed_on)}" if came.closed_on else ""
    return (
        f"{count(many, 'action')}: {came.reported} reported complete, {came.verified} verified{elsewhere}; "
        f"{shows}{closed}."
    )


def searched_words(searched: Searched, found: bool) -> str:
    """What was looked through, in a sentence or two: silence does not reassure."""
    reviews = count(searched.reviews, "review")
    when = _when(searched.first_year, searched.last_year, searched.areas)
    looked = f"Searched: {count(searched.recommendations, 'recommendation')} of {reviews} {when}."
    if not searched.recommendations:
        looked = "Your own register has nothing older than this that you can see."
    if searched.elsewhere:
        years = searched.elsewhere_years or (None,)
        when = _when(years[0], years[-1], searched.elsewhere_areas)
        besides = f"{count(searched.elsewhere, 'recommendation')} published elsewhere {when}."
        looked += f" {'Besides' if searched.recommendations else 'Searched'}: {besides}"
    waits = f" {searched.waiting} more are still to be read." if searched.waiting else ""
    return f"{'' if found else 'Nothing like it was found. '}{looked}{waits}"


def _when(first: int | None, last: int | None, areas: Sequence[str]) -> str:
    years = f"of {first} to {last}" if first else "without a year"
    return f"{years} ({', '.join(areas) or 'no named area'})"


@dataclass(frozen=True, kw_only=True)
class AgainLine:
    """A later recommendation that says the same."""

    reference: str
    href: str
    text: str
    where: str
    said: str
    tone: Tone
    ask_href: str


@dataclass(frozen=True, kw_only=True)
class BeforePanel:
    """On a recommendation's page: what says it before, what says it again, and why what was done did not hold."""

    before: BeforeShown
    again: tuple[AgainLine, ...]
    not_held: tuple[str, ...]
    lessons: tuple[tuple[str, str], ...]
    drafted_href: str
    """The draft that it was, for those who draft."""


def again_line(row: Any, of: str, said: Said | None) -> AgainLine:
    where = [
        row.review.name,
        row.review.area.name if row.review.area else "",
        day(row.review.ordered_on),
    ]
    return AgainLine(
        reference=row.reference,
        href=reverse("learning:recommendation", args=[row.public_id]),
        text=shown_words(row.text),
        where=" · ".join(filter(None, where)),
        said=said_words(said) if said else "Asks the same",
        tone=_tone(said, True),
        ask_href=reverse("memory:pair", args=[of, row.public_id]),
    )


def match_summary(match: Match) -> Markup:
    """One earlier recommendation in a line: for lists of drafts and of what is being brought in."""
    link = element(
        "a",
        match.reference,
        href=match_href(match),
        class_="govuk-link",
    )
    return joined([link, f" {match.review}, {day(match.on, none='no day known')}"])
