"""The chronology of all agencies, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.chronologies.models import Chronology, Entry, Pseudonym, Sign
from heed.chronologies.policies import opens, sees_names, writes_for
from heed.chronologies.presenters.words import EventLine, Words
from heed.chronologies.queries import chronology_of, signs_of_entries, themes_offered
from heed.chronologies.queries.access import takes_part
from heed.chronologies.types import MOST_IN_PDF, SIGNIFICANCES
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.components import FilterGroup, select_filter
from heed.platform.ui.components.element import Content
from heed.platform.ui.wording import count
from heed.reviews.presenters import ReviewFrame, intake_words, review_frame

KEY = "chronology"
PAGE = 50
FORMS = {"docx": "Word", "xlsx": "Excel", "csv": "CSV", "pdf": "PDF"}


def offered(actor: Actor, review: Any) -> bool:
    """Whether the part is offered on a review's page: to those who open one, and once it is open to those whom it
    concerns."""
    return opens(actor) or (takes_part(actor) and chronology_of(actor, review.pk) is not None)


@dataclass(frozen=True, kw_only=True)
class AgencyLine:
    """An agency with entries: its colour, and the way to what it entered."""

    name: str
    colour: int
    entries: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Way:
    """A link with its words."""

    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class MergedPage:
    title: str
    review: ReviewFrame
    lead: str
    rows: tuple[EventLine, ...]
    page: int
    pages: int
    narrowed: bool
    query: Mapping[str, Sequence[str]]
    groups: tuple[FilterGroup, ...]
    agencies: tuple[AgencyLine, ...]
    silent: tuple[Way, ...]
    names: bool
    other_names: Way | None
    ways: tuple[Way, ...]
    downloads: tuple[Way, ...]


@dataclass(frozen=True, kw_only=True)
class ClosedPage:
    """A review whose chronology is not open yet."""

    title: str
    review: ReviewFrame
    open_href: str
    front_door: Content


def closed_page(actor: Actor, review: Any) -> ClosedPage:
    return ClosedPage(
        title="Chronology",
        review=review_frame(actor, review, current=KEY),
        open_href=reverse("chronologies:open", args=[review.public_id]),
        front_door=intake_words(actor, review, today=clock.today()),
    )


def merged_page(
    actor: Actor,
    chronology: Chronology,
    *,
    rows: Sequence[Entry],
    total: int,
    everything: int,
    said: Words,
    signs: Sequence[Sign],
    others: Mapping[str, Entry],
    agencies: Sequence[tuple[Agency, int]],
    pseudonyms: Sequence[Pseudonym],
    query: Mapping[str, Sequence[str]],
    page: int,
) -> MergedPage:
    """`signs` are all that stand; `others` the entries that those of this page name."""
    touching = signs_of_entries(signs, [row.public_id for row in rows])
    ref = chronology.review.public_id
    waiting = sum(not each.decision for each in signs)
    return MergedPage(
        title="Chronology",
        review=review_frame(actor, chronology.review, current=KEY),
        lead=_lead(everything, total, len(agencies)),
        rows=tuple(said.event_line(row, touching[row.public_id], others) for row in rows),
        page=page,
        pages=max(1, ceil(total / PAGE)),
        narrowed=total != everything,
        query=query,
        groups=_groups(agencies, pseudonyms),
        agencies=_agency_lines(ref, agencies, said),
        silent=_silent(actor, ref, agencies),
        names=said.names,
        other_names=_other_names(actor, ref, query, said),
        ways=(
            Way(
                text=f"What the whole shows ({waiting} to decide)",
                href=reverse("chronologies:shows", args=[ref]),
            ),
            Way(text="Timeline", href=reverse("chronologies:timeline", args=[ref])),
            Way(text="Recording standard", href=reverse("chronologies:standard", args=[ref])),
            Way(text="Names and pseudonyms", href=reverse("chronologies:names", args=[ref])),
        ),
        downloads=tuple(
            Way(
                text=text,
                href=_with(reverse("chronologies:download", args=[ref, form]), query),
            )
            for form, text in FORMS.items()
            if form != "pdf" or total <= MOST_IN_PDF
        ),
    )


def _lead(everything: int, total: int, agencies: int) -> str:
    of = (
        f"{total:,} of {count(everything, 'entry', 'entries')}"
        if total != everything
        else count(everything, "entry", "entries")
    )
    return f"{of} of {count(agencies, 'agency', 'agencies')}, in the order in which things happened."


def _groups(
    agencies: Sequence[tuple[Agency, int]], pseudonyms: Sequence[Pseudonym]
) -> tuple[FilterGroup, ...]:
    return (
        FilterGroup(name="words", label="Words", kind="search"),
        select_filter("agency", "Agency", ((each.public_id, each.name) for each, _ in agencies)),
        select_filter("person", "Person", ((each.public_id, each.word) for each in pseudonyms)),
        select_filter("theme", "Theme of a mark", ((each, each) for each in themes_offered())),
        select_filter("significance", "Significance", SIGNIFICANCES.items()),
        FilterGroup(name="since", label="From", kind="search", hint="For example 3/4/2011"),
        FilterGroup(name="until", label="To", kind="search", hint="For example 30/6/2011"),
    )


def _agency_lines(ref: str, agencies: Sequence[tuple[Agency, int]], said: Words) -> tuple[AgencyLine, ...]:
    return tuple(
        AgencyLine(
            name=agency.name,
            colour=said.colour(agency.pk),
            entries=count(many, "entry", "entries"),
            href=reverse("chronologies:agency", args=[ref, agency.public_id]),
        )
        for agency, many in agencies
    )


def _silent(actor: Actor, ref: str, agencies: Sequence[tuple[Agency, int]]) -> tuple[Way, ...]:
    """The agencies that have entered nothing, with the way to enter for them; for those who may."""
    known = {agency.pk for agency, _ in agencies}
    return tuple(
        Way(text=each.name, href=reverse("chronologies:agency", args=[ref, each.public_id]))
        for each in list_agencies(actor.partnership_id)
        if each.pk not in known and each.ended_on is None and writes_for(actor, each.pk)
    )


def _other_names(actor: Actor, ref: str, query: Mapping[str, Sequence[str]], said: Words) -> Way | None:
    if not sees_names(actor):
        return None
    rest = {name: values for name, values in query.items() if name not in ("names", "page")}
    here = reverse("chronologies:merged", args=[ref])
    if said.names:
        return Way(text="Show pseudonyms", href=_with(here, rest))
    return Way(text="Show people's own names", href=_with(here, {**rest, "names": ["own"]}))


def _with(address: str, query: Mapping[str, Sequence[str]]) -> str:
    kept = {name: list(values) for name, values in query.items() if name != "page" and any(values)}
    return f"{address}?{urlencode(kept, doseq=True)}" if kept else address
