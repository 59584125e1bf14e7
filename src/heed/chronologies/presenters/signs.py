"""What the whole shows: proposed, and decided by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from django.urls import reverse

from heed.chronologies.models import Chronology, Entry, Sign
from heed.chronologies.presenters.merged import KEY
from heed.chronologies.presenters.words import EventLine, Words, decided_words, sign_sentence
from heed.chronologies.types import SIGN_TITLES, SignKind
from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, Row, Tab, lines, tag
from heed.platform.ui.things import Doing, Table, columns
from heed.platform.ui.wording import count, day
from heed.reviews.presenters import ReviewFrame, review_frame

PAGE = 10


@dataclass(frozen=True, kw_only=True)
class SignLine:
    """One of them: the sentence, what each record says, and the form that decides it."""

    ref: str
    sentence: str
    events: tuple[EventLine, ...]
    says: tuple[str, ...]
    decided: str
    gone: bool
    form: Any


@dataclass(frozen=True, kw_only=True)
class ShowsPage:
    title: str
    review: ReviewFrame
    lead: str
    tabs: tuple[Tab, ...]
    heading: str
    rows: tuple[SignLine, ...]
    sighted: Table | None
    page: int
    pages: int
    query: Mapping[str, Sequence[str]]
    decided_href: str
    decided: bool
    doings: tuple[Doing, ...]

    @property
    def has_errors(self) -> bool:
        return any(each.form and each.form.errors for each in self.rows) or any(
            each.form.errors for each in self.doings
        )


def shows_page(
    actor: Actor,
    chronology: Chronology,
    *,
    kind: str,
    decided: bool,
    counted: Mapping[str, int],
    signs: Sequence[Sign],
    total: int,
    entries: Mapping[str, Entry],
    forms: Mapping[str, Any],
    said: Words,
    page: int,
    doings: tuple[Doing, ...],
) -> ShowsPage:
    """`signs` are those of this page; `entries` what they name; `forms` by public id, where one may decide."""
    ref = chronology.review.public_id
    address = reverse("chronologies:shows", args=[ref])
    state = "&decided=yes" if decided else ""
    return ShowsPage(
        title="What the whole shows",
        review=review_frame(actor, chronology.review, current=KEY, title="What the whole shows"),
        lead=(
            "Heed looks at words and days, not at meaning. What stands here is proposed until a named person has "
            "decided, and an empty list is no proof that there is nothing."
        ),
        tabs=tuple(
            Tab(
                text=f"{_SHORT[each]} ({counted.get(each, 0)})",
                href=f"{address}?kind={each.value}{state}",
                current=each == kind,
            )
            for each in SignKind
        ),
        heading=SIGN_TITLES[SignKind(kind)],
        rows=tuple(_line(each, entries, forms, said) for each in signs),
        sighted=_sighted(chronology) if kind == SignKind.GAP and chronology.sighted else None,
        page=page,
        pages=max(1, ceil(total / PAGE)),
        query={"kind": [kind], **({"decided": ["yes"]} if decided else {})},
        decided_href=f"{address}?kind={kind}" if decided else f"{address}?kind={kind}&decided=yes",
        decided=decided,
        doings=doings,
    )


def _sighted(chronology: Chronology) -> Table:
    """How often each child is recorded as seen: before the first time and after the last there is no gap to propose."""
    return Table(
        heading="How often each child is recorded as seen",
        lead="A gap is proposed between two times. What lies before the first, and after the last, stands here.",
        columns=columns("Child", "How often", "First", "Last"),
        rows=tuple(_times(each) for each in chronology.sighted),
    )


def _times(each: Mapping[str, Any]) -> Row:
    times = each["times"]
    often: Content = tag(text="Never", tone="red") if not times else count(times, "time")
    first, last = (day(date.fromisoformat(each[name])) if each[name] else "" for name in ("first", "last"))
    if each["last"] and each["until"]:
        since = (date.fromisoformat(each["until"]) - date.fromisoformat(each["last"])).days
        last = lines(main=last, note=f"{count(since, 'day')} before the last event" if since > 0 else "")
    return Row(cells=[each["child"] or "Any child", often, first, last])


_SHORT = {
    SignKind.GAP: "Gaps",
    SignKind.SILENCE: "Silences",
    SignKind.DIFFERING: "Differ",
    SignKind.SEVERAL: "Told by several",
}


def _line(sign: Sign, entries: Mapping[str, Entry], forms: Mapping[str, Any], said: Words) -> SignLine:
    known = [entries[ref] for ref in sign.entries if ref in entries]
    return SignLine(
        ref=sign.public_id,
        sentence=sign_sentence(sign),
        events=tuple(said.event_line(each) for each in known),
        says=tuple(said.of(each) for each in sign.says),
        decided=decided_words(sign),
        gone=sign.gone_at is not None,
        form=forms.get(sign.public_id),
    )
