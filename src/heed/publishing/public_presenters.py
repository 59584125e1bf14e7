"""The public library as its pages show it. Nothing here knows who reads it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape

from heed.kit.writing import Logo
from heed.platform.base.errors import Refusal
from heed.platform.ui.components import Content, Row, element
from heed.platform.ui.wording import count, day, long_day, size
from heed.platform.ui.writing import Passage, passages_of
from heed.publishing.models import Edition
from heed.publishing.queries.public import Entry, LibraryFilter, Stands
from heed.publishing.queries.publications import kinds
from heed.publishing.rules import document_of
from heed.publishing.types import FORMS

TITLE = "Published learning"
_FEED_SAYS = "Reviews, briefings and other learning published by safeguarding children partnerships"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A publication in the list."""

    title: str
    href: str
    kind: str
    by: str
    on: str
    summary: str
    themes: tuple[tuple[str, str], ...]
    corrected: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class LibraryPage:
    title: str
    said: str
    words: str
    lines: tuple[Line, ...]
    kinds: tuple[Choice, ...]
    partnerships: tuple[Choice, ...]
    themes: tuple[tuple[str, str, int], ...]
    theme: str
    narrowed: bool
    before: str
    after: str


def library_page(
    wanted: LibraryFilter,
    shown: Page[Edition],
    *,
    themes: Sequence[tuple[str, int]],
    partnerships: Mapping[str, str],
    query: Mapping[str, Any],
) -> LibraryPage:
    """The list with what narrows it."""
    given = {
        name: str(query.get(name, "")) for name in ("q", "by", "kind", "theme", "year") if query.get(name)
    }
    total = shown.paginator.count
    narrowed = bool(given)
    found = count(total, "publication") if total else "Nothing"
    return LibraryPage(
        title=TITLE,
        said=f"{found} found" if narrowed else found if total else "Nothing is published yet",
        words=wanted.words,
        lines=tuple(_line(each) for each in shown.object_list),
        kinds=tuple(
            Choice(value=each.key, text=each.name, chosen=each.key == wanted.kind)
            for each in kinds().values()
        ),
        partnerships=tuple(
            Choice(value=ref, text=name, chosen=ref == wanted.partnership)
            for ref, name in partnerships.items()
        ),
        themes=tuple((name, _of_theme(name), number) for name, number in themes),
        theme=wanted.theme,
        narrowed=narrowed,
        before=_turn(given, shown.previous_page_number()) if shown.has_previous() else "",
        after=_turn(given, shown.next_page_number()) if shown.has_next() else "",
    )


def _turn(given: Mapping[str, str], page: int) -> str:
    return f"?{urlencode({**given, 'page': page})}"


def _of_theme(name: str) -> str:
    return f"{reverse('published:library')}?{urlencode({'theme': name})}"


def _kind(key: str) -> str:
    known = kinds().get(key)
    return known.name if known else key


def _line(each: Edition) -> Line:
    publication = each.publication
    return Line(
        title=each.title,
        href=reverse("published:item", args=[publication.public_id]),
        kind=_kind(publication.kind),
        by=publication.partnership.name,
        on=day(publication.first_published_at),
        summary=each.summary,
        themes=tuple((name, _of_theme(name)) for name in each.themes),
        corrected=each.number > 1,
    )


@dataclass(frozen=True, kw_only=True)
class File:
    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Earlier:
    text: str
    href: str
    """"" where it can no longer be read."""


@dataclass(frozen=True, kw_only=True)
class EditionPage:
    title: str
    kind: str
    by: str
    published: str
    summary: str
    marks: tuple[str, ...]
    newest_href: str
    passages: tuple[Passage, ...]
    themes: tuple[tuple[str, str], ...]
    files: tuple[File, ...]
    earlier: tuple[Earlier, ...]
    stands: tuple[tuple[str, ...], ...]
    """A row for each recommendation: its label, and how far each of `STEPS` is."""
    indexed: bool
    logo: Content
    """The partnership's logo as a picture; nothing where it has none."""

    @property
    def rows(self) -> list[Row]:
        return [Row(cells=list(each)) for each in self.stands]


STEPS = {
    "answered": "Answered",
    "reported": "Reported complete",
    "verified": "Verified",
    "difference_seen": "Difference seen",
}
_REACH = {"whole": "Yes", "part": "In part", "none": "Not yet"}


def _standing(stands: Stands) -> tuple[str, ...]:
    return (stands.label, *(_how_far(key, stands.steps.get(key, ("none", 0, 0))) for key in STEPS))


def _how_far(step: str, far: tuple[str, int, int]) -> str:
    reach, done, of = far
    counted = step in ("reported", "verified") and of
    return f"{done} of {count(of, 'action')}" if counted else _REACH.get(reach, "Not yet")


def edition_page(
    edition: Edition, editions: Sequence[Edition], stands: Sequence[Stands] = (), *, logo: Logo | None = None
) -> EditionPage:
    """An edition in full, with what it corrects and what came before it."""
    publication, newest = edition.publication, editions[-1]
    is_newest = edition.pk == newest.pk
    document = document_of(
        title=edition.title,
        summary=edition.summary,
        words=edition.words,
        by=publication.partnership.name,
        edition="",
    )
    return EditionPage(
        title=edition.title,
        kind=_kind(publication.kind),
        by=publication.partnership.name,
        published=_long(publication.first_published_at),
        summary=edition.summary,
        marks=_marks(edition, newest),
        newest_href="" if is_newest else reverse("published:item", args=[publication.public_id]),
        passages=passages_of(document),
        themes=tuple((name, _of_theme(name)) for name in edition.themes),
        files=tuple(
            File(
                text=f"{FORMS[each.form][0]} ({size(each.size)})",
                href=reverse("published:file", args=[publication.public_id, edition.number, each.form]),
            )
            for each in edition.forms.all()
        ),
        earlier=tuple(_earlier(each, editions) for each in reversed(editions) if each.replaced_at),
        stands=tuple(_standing(each) for each in stands),
        indexed=is_newest and publication.indexed,
        logo=_picture(logo),
    )


def _picture(logo: Logo | None) -> Content:
    if logo is None:
        return ""
    address = f"data:image/png;base64,{b64encode(logo.png).decode()}"
    return element("img", src=address, alt=logo.words, width=180)


def _long(at: datetime | None) -> str:
    return long_day(at) if at else ""


def _marks(edition: Edition, newest: Edition) -> tuple[str, ...]:
    if edition.replaced_at:
        return (f"This edition was replaced on {long_day(edition.replaced_at)}: {newest.why}.",)
    if edition.number > 1:
        return (f"Corrected on {_long(edition.published_at)}: {edition.why}.",)
    return ()


def _earlier(each: Edition, editions: Sequence[Edition]) -> Earlier:
    hidden = any(later.hides_earlier for later in editions if later.number > each.number)
    text = f"Edition {each.number}, {day(each.published_at)} to {day(each.replaced_at)}"
    href = reverse("published:edition", args=[each.publication.public_id, each.number])
    return Earlier(text=text, href="" if hidden else href)


@dataclass(frozen=True, kw_only=True)
class GonePage:
    title: str
    sentence: str


def gone_page(refusal: Refusal) -> GonePage:
    """What an address says that has nothing to read."""
    return GonePage(title=refusal.title, sentence=refusal.sentence)


def feed_of(kind: str, entries: Sequence[Entry], *, site: str) -> str:
    """The newest publications as RSS or Atom."""
    make = Rss201rev2Feed if kind == "rss" else Atom1Feed
    feed = make(
        title=TITLE,
        link=site + reverse("published:library"),
        description=_FEED_SAYS,
        language="en-gb",
        feed_url=site + reverse(f"published:{kind}"),
    )
    for each in entries:
        address = site + reverse("published:item", args=[each.ref])
        feed.add_item(
            title=each.title,
            link=address,
            description=each.summary or f"{_kind(each.kind)}, {each.by}",
            author_name=each.by,
            pubdate=each.first_at,
            updateddate=each.published_at,
            unique_id=address,
            categories=each.themes,
        )
    return str(feed.writeString("utf-8"))


def sitemap_of(entries: Sequence[Entry], *, site: str) -> str:
    """The library and everything in it that search engines may list."""
    places = [f"<url><loc>{escape(site + reverse('published:library'))}</loc></url>"]
    places += [
        f"<url><loc>{escape(site + reverse('published:item', args=[each.ref]))}</loc>"
        f"<lastmod>{each.published_at.date().isoformat()}</lastmod></url>"
        for each in entries
    ]
    body = "".join(places)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>'
    )


def robots_text(site: str) -> str:
    """Search engines may look at the library; what may be listed each page says itself."""
    library = reverse("published:library")
    lines = ("User-agent: *", f"Allow: {library}", "Allow: /static/", "Disallow: /")
    return "\n".join([*lines, f"Sitemap: {site}{reverse('published:sitemap')}", ""])
