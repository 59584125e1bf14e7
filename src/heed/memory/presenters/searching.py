"""The search page: what was asked, what it was taken to mean, the answers with what matched, and ways to keep them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.kit.searching import show
from heed.kit.similarity import load_judge
from heed.memory.models import Passage, SavedSearch
from heed.memory.queries import FACETS, Found, agency_names
from heed.platform.registers.types import Cell
from heed.platform.ui.components import Choice, FilterGroup
from heed.platform.ui.wording import count, number, words

KINDS = {
    "recommendation": "Recommendation",
    "response": "Answer",
    "action": "Action",
    "finding": "Finding",
    "evidence": "Evidence",
    "page": "Document",
    "shared": "Published elsewhere",
}
RECORDS = {"page": "document"}
"""What the audit log calls a passage's record, where that is not the passage's kind."""
LABELS = {
    "kind": "Kind",
    "area": "Area",
    "year": "Year of the review",
    "agency": "Agency",
    "theme": "Theme",
    "state": "State",
}
FORMS = {"xlsx": "Excel", "csv": "CSV"}
MOST_CHOICES = 60
MOST_TAKEN = 5000
"""Answers in one file; where there are more, the page and the file's last row say so."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A passage found: `runs` are stretches of its words, each with whether it is marked."""

    kind: str
    title: str
    href: str
    runs: tuple[tuple[str, bool], ...]
    cut_before: bool
    cut_after: bool
    note: str
    is_new: bool = False


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A saved search: `tells` where its keeper is told of what is new."""

    name: str
    href: str
    forget: str
    tells: bool


@dataclass(frozen=True)
class Typed:
    """What was typed to keep a search, with what is wrong with it."""

    name: str = ""
    tells: bool = False
    error: str = ""


NOTHING_TYPED = Typed()


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    title: str
    words: str
    lead: str
    also: tuple[str, ...]
    instead: str
    instead_href: str
    answers: tuple[Answer, ...]
    first: int
    page: int
    pages: int
    filters: tuple[FilterGroup, ...]
    query: Mapping[str, Sequence[str]]
    nothing: str
    downloads: tuple[tuple[str, str], ...]
    cut: str
    """That a file has not all of them."""
    saved: tuple[Kept, ...]
    kept_query: str
    typed: Typed
    narrowed: bool
    all_href: str


def search_page(
    found: Found,
    rows: Sequence[Passage],
    query: Mapping[str, Sequence[str]],
    saved: Iterable[SavedSearch],
    *,
    news: Collection[int] = (),
    page: int,
    size: int,
    typed: Typed = NOTHING_TYPED,
) -> SearchPage:
    """The page that an address asks for; `news` are passages that somebody was told of last."""
    asked = next(iter(query.get("q", ())), "").strip()
    pairs = [(name, value) for name in ("q", *FACETS) for value in query.get(name, ()) if value]
    here = reverse("search:search")
    return SearchPage(
        title=f"{asked}: search" if asked else "Search",
        words=asked,
        lead=lead_of(found) if found.question or found.total else "",
        also=tuple(_also(found)),
        instead=found.instead,
        instead_href=f"{here}?{urlencode({'q': found.instead})}",
        answers=tuple(replace(answer_of(row, found), is_new=row.pk in news) for row in rows),
        first=(page - 1) * size + 1,
        page=page,
        pages=max(-(-found.total // size), 1),
        filters=tuple(_filters(found, query)),
        query=query,
        nothing=_nothing(found, asked, narrowed=len(pairs) > bool(asked)),
        downloads=tuple(
            (name, f"{here}?{urlencode([*pairs, ('download', form)])}") for form, name in FORMS.items()
        ),
        cut=cut_words(found),
        saved=tuple(_kept(each) for each in saved),
        kept_query=urlencode(pairs),
        typed=typed,
        narrowed=any(name != "q" for name, _ in pairs),
        all_href=f"{here}?{urlencode({'q': asked})}",
    )


def lead_of(found: Found) -> str:
    """ "12 answers: 9 have all the words, 3 mean nearly the same." """
    near = found.total - found.with_words
    said = count(found.total, "answer")
    waits = (
        f" {count(found.waiting, 'passage')} can be found by words only, until they have been read."
        if found.waiting
        else ""
    )
    if not found.total or not found.question or found.question.exact:
        return f"{said}.{waits}"
    parts = [f"{number(found.with_words)} with all the words"] if found.with_words else []
    parts += [f"{number(near)} that say nearly the same"] if near else []
    return f"{said}: {words(parts)}.{waits}"


def _also(found: Found) -> Iterable[str]:
    for each in found.widened:
        yield f"“{each.words}” is taken as {each.concept}; also looked for: {', '.join(each.names)}."


def _nothing(found: Found, typed: str, *, narrowed: bool) -> str:
    if not typed and not narrowed:
        return ""
    if not typed:
        return f"None of the {count(found.searched, 'passage')} that you may see is so."
    if not found.question:
        return "Enter a word to look for, besides those to leave out."
    return f"Nothing was found in the {count(found.searched, 'passage')} that you may see."


def answer_of(row: Passage, found: Found) -> Answer:
    """A passage with what matched marked, and where it leads."""
    excerpt = show(row.body.text, found.question, load_judge().lexicon)
    facts = [
        f"Page {row.page}" if row.page else "",
        row.source,
        row.area,
        str(row.year or ""),
        row.state,
        ", ".join(filter(None, row.themes.split("\n"))),
    ]
    return Answer(
        kind=KINDS[row.kind],
        title=row.title,
        href=row.href,
        runs=excerpt.runs,
        cut_before=excerpt.cut_before,
        cut_after=excerpt.cut_after,
        note=" · ".join(filter(None, facts)),
    )


def _filters(found: Found, query: Mapping[str, Sequence[str]]) -> Iterable[FilterGroup]:
    for name in FACETS:
        counted = dict(found.facets.get(name, ()))
        chosen = next(iter(query.get(name, ())), "")
        if chosen and chosen not in counted:
            counted[chosen] = 0
        if not counted:
            continue
        known = agency_names(list(counted)) if name == "agency" else KINDS if name == "kind" else {}
        shown = [(value, known.get(value, value), many) for value, many in counted.items()]
        if name == "year":
            shown.sort(key=lambda each: each[0], reverse=True)
        choices = [Choice(value=value, text=f"{text} ({number(many)})") for value, text, many in shown]
        kept = [each for at, each in enumerate(choices) if at < MOST_CHOICES or each.value == chosen]
        yield FilterGroup(
            name=name,
            label=LABELS[name],
            kind="select",
            choices=(Choice(value="", text="Any"), *kept),
        )


def _kept(row: SavedSearch) -> Kept:
    return Kept(
        name=row.name,
        href=reverse("search:saved", args=[row.public_id]),
        forget=reverse("search:forget", args=[row.public_id]),
        tells=row.tells,
    )


COLUMNS: tuple[tuple[str, Any], ...] = (
    ("Kind", lambda row: KINDS[row.kind]),
    ("Title", lambda row: row.title),
    ("Words", lambda row: row.body.text),
    ("Page", lambda row: row.page or ""),
    ("Review", lambda row: row.source),
    ("Area", lambda row: row.area),
    ("Year", lambda row: row.year or ""),
    ("State", lambda row: row.state),
    ("Themes", lambda row: "; ".join(filter(None, row.themes.split("\n")))),
)
"""What a download has of each passage."""


def cut_words(found: Found) -> str:
    """That a file has only the likeliest of the answers, where there are more than it takes."""
    if found.total <= MOST_TAKEN:
        return ""
    taken, all_of_them = number(MOST_TAKEN), count(found.total, "answer")
    return f"A file has the first {taken} of {all_of_them}. Narrow the search to have the others."


def cells_of(row: Passage) -> list[Cell]:
    """A passage as a row of a download."""
    return [value(row) for _, value in COLUMNS]
