"""The chronology as a picture: a lane for each agency, and beneath it the gaps; with the same facts in tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from heed.chronologies.models import Chronology, Sign
from heed.chronologies.presenters.agencies import standard_table
from heed.chronologies.presenters.merged import KEY
from heed.chronologies.presenters.words import COLOURS, decided_words, sign_sentence
from heed.chronologies.types import SignKind
from heed.kit.chronology import Chronology as Whole
from heed.kit.chronology import Entry, Kept
from heed.platform.access.types import Actor
from heed.platform.ui.components.element import Content
from heed.platform.ui.things import Table, columns, rows
from heed.platform.ui.wording import count, day
from heed.reviews.presenters import ReviewFrame, review_frame

WIDTH, LANE, LEFT, TOP = 740, 44, 180, 34
_MOST_BINS = 60
_HIGHEST = 30
_LABEL = 60


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The entries of one agency in one stretch of time."""

    x: float
    y: float
    width: float
    height: float
    href: str
    title: str
    colour: int


@dataclass(frozen=True, kw_only=True)
class Band:
    """A gap, from its first day to its last."""

    x: float
    y: float
    width: float
    title: str


@dataclass(frozen=True, kw_only=True)
class LaneLabel:
    y: float
    name: str


@dataclass(frozen=True, kw_only=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, kw_only=True)
class TimelinePage:
    title: str
    review: ReviewFrame
    sentence: str
    width: int
    height: int
    left: int
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    labels: tuple[LaneLabel, ...]
    ticks: tuple[Tick, ...]
    agencies: Table
    gaps: Table


def timeline_page(actor: Actor, chronology: Chronology, whole: Whole, signs: Sequence[Sign]) -> TimelinePage:
    entries = [each for each in whole.entries if each.when]
    lanes = sorted({each.agency for each in entries})
    gaps = [each for each in signs if each.kind == SignKind.GAP]
    scale = _Scale(entries)
    here = reverse("chronologies:merged", args=[chronology.review.public_id])
    return TimelinePage(
        title="Timeline",
        review=review_frame(actor, chronology.review, current=KEY, title="Timeline"),
        sentence=_sentence(entries, lanes, gaps),
        width=WIDTH,
        height=TOP + LANE * (len(lanes) + bool(gaps)) + 12,
        left=LEFT,
        bars=tuple(_bars(entries, lanes, scale, here)),
        bands=tuple(
            Band(
                x=scale.x(each.first_on),
                y=TOP + LANE * len(lanes) + 10,
                width=max(3.0, scale.x(each.last_on) - scale.x(each.first_on)),
                title=sign_sentence(each),
            )
            for each in gaps
            if each.first_on and each.last_on
        ),
        labels=(
            *(LaneLabel(y=TOP + LANE * at + LANE / 2, name=_short(name)) for at, name in enumerate(lanes)),
            *([LaneLabel(y=TOP + LANE * len(lanes) + LANE / 2, name="No sighting")] if gaps else []),
        ),
        ticks=tuple(scale.ticks()),
        agencies=_agencies(entries, lanes),
        gaps=_gaps(gaps),
    )


def _short(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21].rstrip()}…"


def _sentence(entries: Sequence[Entry], lanes: Sequence[str], gaps: Sequence[Sign]) -> str:
    if not entries:
        return "There is no dated entry to draw yet."
    first = min(each.when.earliest for each in entries if each.when)
    last = max(each.when.latest for each in entries if each.when)
    shown = (
        f"{count(len(entries), 'dated entry', 'dated entries')} of {count(len(lanes), 'agency', 'agencies')}"
    )
    without = f"; {count(len(gaps), 'gap')} without a recorded sighting" if gaps else ""
    return f"{shown}, {day(first)} to {day(last)}{without}. The taller a bar, the more entries; each leads to them."


class _Scale:
    """Days along the picture, and the stretches that bars stand for: weeks, months or longer."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        days = [each.when.earliest for each in entries if each.when]
        self.first = min(days, default=date(2000, 1, 1))
        self.last = max(days, default=date(2000, 1, 1))
        self.long = max(1, (self.last - self.first).days + 1)
        self.step = max(7, -(-self.long // _MOST_BINS))

    def x(self, of: date | None) -> float:
        inside = min(max((of or self.first), self.first), self.last)
        return round(LEFT + (WIDTH - LEFT - 10) * (inside - self.first).days / self.long, 1)

    def bin(self, of: date) -> int:
        return (of - self.first).days // self.step

    def days_of(self, number: int) -> tuple[date, date]:
        start = self.first + timedelta(days=number * self.step)
        return start, start + timedelta(days=self.step - 1)

    def ticks(self) -> list[Tick]:
        """At most eight, each on the first of a month or of a year; none where its words would run out of the
        picture."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        every = next((each for each in (1, 2, 3, 6, 12, 24, 60) if months / each <= 8), 120)
        found, year, month = [], self.first.year, 1
        while date(year, month, 1) <= self.last:
            at = date(year, month, 1)
            if at >= self.first and self.x(at) < WIDTH - _LABEL:
                found.append(Tick(x=self.x(at), label=f"{at:%Y}" if every >= 12 else f"{at:%b %Y}"))
            year, month = year + (month - 1 + every) // 12, (month - 1 + every) % 12 + 1
        return found


def _bars(entries: Sequence[Entry], lanes: Sequence[str], scale: _Scale, here: str) -> list[Bar]:
    counted = Counter((each.agency, scale.bin(each.when.earliest)) for each in entries if each.when)
    most = max(counted.values(), default=1)
    found = []
    for (agency, number), many in sorted(counted.items()):
        first, last = scale.days_of(number)
        height = round(6 + (_HIGHEST - 6) * many / most, 1)
        lane = lanes.index(agency)
        query = urlencode({"words": "", "since": f"{first:%d/%m/%Y}", "until": f"{last:%d/%m/%Y}"})
        found.append(
            Bar(
                x=scale.x(first),
                y=TOP + LANE * lane + LANE - 6 - height,
                width=max(4.0, round((WIDTH - LEFT - 10) * scale.step / scale.long - 2, 1)),
                height=height,
                href=f"{here}?{query}",
                title=f"{agency}: {count(many, 'entry', 'entries')}, {day(first)} to {day(last)}",
                colour=lane % COLOURS + 1,
            )
        )
    return found


def _agencies(entries: Sequence[Entry], lanes: Sequence[str]) -> Table:
    return Table(
        heading="Entries by agency",
        columns=columns("Agency", "Entries", "First", "Last", "Longest time without an entry"),
        rows=rows([_agency(name, [each for each in entries if each.agency == name]) for name in lanes]),
        empty="No agency has entered anything with a date yet.",
    )


def _agency(name: str, own: Sequence[Entry]) -> list[Content]:
    days = sorted(each.when.earliest for each in own if each.when)
    following = zip(days, [*days[1:], days[-1]], strict=True)
    long, before, after = max(((after - before).days, before, after) for before, after in following)
    quiet = f"{long} days, {day(before)} to {day(after)}" if long else "–"
    return [name, str(len(own)), day(days[0]), day(days[-1]), quiet]


def _gaps(gaps: Sequence[Sign]) -> Table:
    return Table(
        heading="Gaps: no recorded sighting of a child",
        columns=columns("Gap", "State"),
        rows=rows(
            [[sign_sentence(each), decided_words(each) or "Proposed, nobody has decided"] for each in gaps]
        ),
        empty="No gap is proposed. That is no proof: a sighting told in other words is missed.",
    )


@dataclass(frozen=True, kw_only=True)
class StandardPage:
    title: str
    review: ReviewFrame
    lead: str
    tables: tuple[Table, ...]


def standard_page(
    actor: Actor, chronology: Chronology, kept: Mapping[str, Sequence[Kept]], *, confirmed_by: str
) -> StandardPage:
    who = f"Confirmed by {confirmed_by}." if confirmed_by else "Not yet confirmed by anybody here."
    return StandardPage(
        title="Recording standard",
        review=review_frame(actor, chronology.review, current=KEY, title="Recording standard"),
        lead=f"What a chronology's entries should have, counted for each agency. Edition 0 of the rule. {who}",
        tables=tuple(
            Table(
                heading=agency,
                columns=table.columns,
                rows=table.rows,
            )
            for agency, checks in kept.items()
            if (table := standard_table(checks))
        ),
    )
