"""What the register says in the sections of a report about one review: one function for each `fill` of a layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from heed.platform.ui.wording import count
from heed.reports.queries.layouts import layout_rules
from heed.reports.queries.register import (
    OfReview,
    due_of,
    of_action,
    of_finding,
    of_recommendation,
    of_response,
    of_review,
    owner_of,
    said_of_action,
    state_of,
    who_acts,
    who_answers,
)
from heed.reports.rules import joined_names, status_of
from heed.reports.types import Block, Heading, Paragraph, Points, Said, Source, Table

STATUSES = ("taken", "in_place", "planned", "stalled")
PLAN_COLUMNS = ("Action", "Who", "Owner", "By when", "How we will know", "How far")
PLAN_WIDTHS = (8, 4, 4, 3, 4, 3)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fill writes: the section's key begins its blocks' keys, and its headings stand at `level`."""

    key: str
    level: int
    of: OfReview
    seen: set[str] = field(default_factory=set)

    def named(self, *parts: str) -> str:
        """A key for a block, once in the section."""
        name = "/".join([self.key, *parts])
        while name in self.seen:
            name += "'"
        self.seen.add(name)
        return name

    def heading(self, words: str, *parts: str, level: int = 0, sources: tuple[Source, ...] = ()) -> Heading:
        return Heading(self.named(*parts), Said(words, sources), self.level + level)

    def paragraph(self, words: str, *parts: str, sources: tuple[Source, ...] = ()) -> Paragraph:
        return Paragraph(self.named(*parts), (Said(one_line(words), sources),))


Filled = Iterator[Block]
Fill = Callable[[Place], Filled]


def one_line(words: str) -> str:
    return " ".join(words.split())


def paragraphs(place: Place, words: str, *parts: str, sources: tuple[Source, ...]) -> Filled:
    """A record's words, a paragraph for each of its lines."""
    for number, line in enumerate(filter(str.strip, words.splitlines()), 1):
        yield place.paragraph(line, *parts, str(number), sources=sources)


def name_of(row: Any) -> str:
    """What a recommendation is called over its words: "Recommendation 1a", "Learning point 3"."""
    return f"{row.kind[:1].upper()}{row.kind[1:]} {row.label}".strip()


def asked_of(row: Any) -> str:
    """Whom it asks, as they are called."""
    return joined_names([each.agency.name if each.agency else each.words for each in row.addressees.all()])


def asked(place: Place) -> Filled:
    """The recommendations' words and whom they ask, without what was answered."""
    for row in place.of.recommendations:
        yield from _asked(place, row)
    if not place.of.recommendations:
        yield place.paragraph("Nothing is recommended yet.", "none", sources=(of_review(place.of.review),))


def _asked(place: Place, row: Any) -> Filled:
    sources = (of_recommendation(row),)
    yield place.heading(name_of(row), row.public_id, sources=sources)
    yield from paragraphs(place, row.text, row.public_id, "text", sources=sources)
    if who := asked_of(row):
        yield place.paragraph(f"Asked of: {who}", row.public_id, "asked", sources=sources)


def recommendations(place: Place) -> Filled:
    """Each recommendation with what agencies answered and what was promised and done."""
    yield from _each(place, place.of.recommendations)
    for theme in _themes(place):
        yield from _for_theme(place, theme)
    if not place.of.recommendations:
        yield place.paragraph("Nothing is recommended yet.", "none", sources=(of_review(place.of.review),))


def _answered(place: Place, row: Any) -> Filled:
    found = place.of.responses_to(row)
    for each in found:
        sources, key = of_response(each, row), (row.public_id, each.public_id)
        who = who_answers(each)
        yield place.heading(f"Response of {who}" if who else "Response", *key, level=1, sources=sources)
        yield from paragraphs(place, each.text, *key, sources=sources)
    if not found and not (row.theme and place.of.responses_to_theme(row.theme)):
        yield place.paragraph(
            "No response is recorded.", row.public_id, "unanswered", sources=(of_recommendation(row),)
        )


def _promised(place: Place, actions: Iterable[Any], *key: str, ending: str = "") -> Filled:
    """What was done, is in place, will be done and is held up, under a heading each."""
    headings = layout_rules()["status_headings"]
    by_status: dict[str, list[Any]] = {}
    for each in actions:
        by_status.setdefault(status_of(each.state, each.kind), []).append(each)
    for status in STATUSES:
        if rows := by_status.get(status):
            yield place.heading(f"{headings[status]}{ending}", *key, status, level=1)
            yield Points(place.named(*key, status, "list"), tuple(map(said_of_action, rows)))


def _themes(place: Place) -> list[Any]:
    """The themes of its recommendations, in the order of the first of each."""
    found = {each.theme_id: each.theme for each in place.of.recommendations if each.theme}
    return list(found.values())


def _for_theme(place: Place, theme: Any) -> Filled:
    """What was answered to a theme as a whole and promised for it."""
    rows = [each for each in place.of.recommendations if each.theme_id == theme.pk]
    key = f"theme-{theme.pk}"
    for each in place.of.responses_to_theme(theme):
        sources = of_response(each, rows[0])
        who = who_answers(each)
        words = (
            f"Response of {who} to the theme {theme.name}" if who else f"Response to the theme {theme.name}"
        )
        yield place.heading(words, key, each.public_id, level=1, sources=sources)
        yield from paragraphs(place, each.text, key, each.public_id, sources=sources)
    yield from _promised(place, place.of.actions_for_theme(theme), key, ending=f" for the theme {theme.name}")


def themes(place: Place) -> Filled:
    """Theme by theme: what is recommended, answered, done and to be done."""
    rows = place.of.recommendations
    for theme in _themes(place):
        mine = [each for each in rows if each.theme_id == theme.pk]
        sources = tuple(map(of_recommendation, mine))
        yield place.heading(f"Theme: {theme.name}", f"theme-{theme.pk}", "name", sources=sources)
        yield from _each(_beneath(place), mine)
        yield from _for_theme(place, theme)
    rest = [each for each in rows if each.theme is None]
    if rest and len(rest) < len(rows):
        yield place.heading("Other recommendations", "others")
        yield from _each(_beneath(place), rest)
    else:
        yield from _each(place, rest)
    if not rows:
        yield place.paragraph("Nothing is recommended yet.", "none", sources=(of_review(place.of.review),))


def _beneath(place: Place) -> Place:
    """The same place, a level deeper."""
    return Place(place.key, place.level + 1, place.of, place.seen)


def _each(place: Place, rows: Iterable[Any]) -> Filled:
    """Each recommendation with what was answered and promised."""
    for row in rows:
        yield from _asked(place, row)
        yield from _answered(place, row)
        yield from _promised(place, place.of.actions_for(row), row.public_id)


def withheld(place: Place) -> Filled:
    """How many findings and recommendations this version leaves out; not which."""
    asked, found = place.of.withheld, place.of.withheld_findings
    left = [(asked, "recommendation", "count", of_recommendation), (found, "finding", "findings", of_finding)]
    for rows, noun, key, source in left:
        if rows:
            words = f"{count(len(rows), noun)} {'is' if len(rows) == 1 else 'are'} left out of this version."
            yield place.paragraph(words, key, sources=tuple(map(source, rows)))


def plan(place: Place) -> Filled:
    """The action plan: each recommendation with a table of its actions."""
    for row in place.of.recommendations:
        yield from _asked(place, row)
        actions = place.of.actions_for(row)
        if actions or not (row.theme and place.of.actions_for_theme(row.theme)):
            yield from _table(place, actions, row.public_id, name_of(row))
    for theme in _themes(place):
        if rows := place.of.actions_for_theme(theme):
            yield place.heading(f"For the theme {theme.name}", f"theme-{theme.pk}")
            yield from _table(place, rows, f"theme-{theme.pk}", f"the theme {theme.name}")
    if rows := place.of.other_actions():
        yield place.heading("Other actions", "others")
        yield from _table(place, rows, "others", "the review as a whole")


def _table(place: Place, actions: list[Any], key: str, name: str) -> Filled:
    if not actions:
        yield place.paragraph("No action is planned yet.", key, "no action")
        return
    rows = tuple(tuple(_plan_cells(each)) for each in actions)
    yield Table(place.named(key, "plan"), f"Actions for {name}", PLAN_COLUMNS, rows, PLAN_WIDTHS)


def _plan_cells(row: Any) -> Iterator[Said]:
    sources = (of_action(row),)
    far = f"{_STATUS_WORDS[status_of(row.state, row.kind)]}: {state_of(row)}"
    cells = (row.text, who_acts(row), owner_of(row), due_of(row), row.how_we_will_know, far)
    full = said_of_action(row).cells
    for number, words in enumerate(cells):
        yield Said(one_line(words), sources, cells=full if number == 0 else ())


_STATUS_WORDS = {"taken": "Done", "in_place": "In place", "planned": "To be done", "stalled": "Held up"}


def findings(place: Place) -> Filled:
    """What was learned, good practice among it, under a heading for each kind."""
    headings = layout_rules()["finding_headings"]
    order = list(headings)
    rows = sorted(
        (each for each in place.of.findings if each.kind != "audit recommendation"),
        key=lambda each: (order.index(each.kind) if each.kind in order else len(order), each.position),
    )
    for kind, group in groupby(rows, key=lambda each: each.kind):
        yield place.heading(headings.get(kind, headings["other"]), kind)
        yield Points(place.named(kind, "list"), tuple(map(_finding, group)))
    if not rows:
        yield place.paragraph("No finding is recorded.", "none", sources=(of_review(place.of.review),))


def _finding(row: Any) -> Said:
    return Said(one_line(f"{row.label}. {row.text}" if row.label else row.text), (of_finding(row),))


def key_learning(place: Place) -> Filled:
    """What was learned, as one list; where no finding is recorded, what is recommended."""
    rows = [each for each in place.of.findings if each.kind != "audit recommendation"]
    if rows:
        yield Points(place.named("list"), tuple(map(_finding, rows)))
    else:
        yield place.paragraph("No finding is recorded.", "none", sources=(of_review(place.of.review),))


def good_practice(place: Place) -> Filled:
    """What was done well."""
    rows = [each for each in place.of.findings if each.kind == "good practice"]
    if rows:
        yield Points(place.named("list"), tuple(map(_finding, rows)))
    else:
        yield place.paragraph("No good practice is recorded.", "none", sources=(of_review(place.of.review),))


def done(place: Place) -> Filled:
    """What was done and is in place."""
    yield from _some(place, ("taken", "in_place"), "Nothing is reported complete yet.")


def promised(place: Place) -> Filled:
    """What is still to be done."""
    yield from _some(place, ("planned", "stalled"), "Nothing more is promised.")


def _some(place: Place, statuses: tuple[str, ...], empty: str) -> Filled:
    rows = [each for each in place.of.actions if status_of(each.state, each.kind) in statuses]
    if rows:
        yield Points(place.named("list"), tuple(map(said_of_action, rows)))
    else:
        yield place.paragraph(empty, "none", sources=(of_review(place.of.review),))
