"""The public library: the same for everybody, without signing in, without cookies or scripts."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import get_template
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from heed.platform.base import clock
from heed.platform.base.errors import NotVisible, Refusal
from heed.platform.files.operations import path_of
from heed.platform.http.open_pages import open_to_all
from heed.platform.http.requests import number_of
from heed.publishing.public_presenters import (
    edition_page,
    feed_of,
    gone_page,
    library_page,
    robots_text,
    sitemap_of,
)
from heed.publishing.queries.public import (
    ON_A_PAGE,
    Gone,
    LibraryFilter,
    find_published,
    find_published_edition,
    find_published_form,
    look,
    newest_entries,
    where_they_stand,
)
from heed.publishing.types import FORMS
from heed.reports.queries import logo_for_everybody

_IN_FEED = 50
_IN_MAP = 20_000


def _page(template: str, page: object, *, status: int = 200) -> HttpResponse:
    """A page that knows of no request."""
    return HttpResponse(get_template(template).render({"page": page}), status=status)


def _or_gone(show: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What is no longer published, or never was, said in the library's own frame."""

    def view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return show(request, *args, **kwargs)
        except (Gone, NotVisible) as refusal:
            return _refused(refusal)

    return view


def _refused(refusal: Refusal) -> HttpResponse:
    return _page("publishing/public/gone.html", gone_page(refusal), status=refusal.status)


def _typed(request: HttpRequest, name: str, *, most: int) -> str:
    """What was typed, without the null characters that no keyboard makes and PostgreSQL cannot look for."""
    return request.GET.get(name, "").replace("\x00", "")[:most]


def _site(request: HttpRequest) -> str:
    """Where readers open the library, for addresses that stand in feeds."""
    return settings.SITE or f"{request.scheme}://{request.get_host()}"


@open_to_all
@require_safe
def library(request: HttpRequest) -> HttpResponseBase:
    """Everything that is published, newest first; narrowed by what is looked for."""
    today = clock.today()
    wanted = LibraryFilter(
        words=_typed(request, "q", most=200),
        partnership=_typed(request, "by", most=12),
        kind=_typed(request, "kind", most=20),
        theme=_typed(request, "theme", most=200),
        year=number_of(request, "year", least=1990, most=2200),
    )
    looked = look(wanted, today=today)
    pages = Paginator(looked.found, ON_A_PAGE)
    shown = pages.get_page(number_of(request, "page") or 1)
    page = library_page(
        wanted,
        shown,
        themes=looked.themes,
        partnerships=looked.partnerships,
        query=request.GET,
    )
    return _page("publishing/public/library.html", page)


@open_to_all
@require_safe
@_or_gone
def item(request: HttpRequest, ref: str) -> HttpResponseBase:
    """A publication at its permanent address: the newest edition."""
    current, editions = find_published(ref, today=clock.today())
    stands = where_they_stand(current.publication)
    logo = logo_for_everybody(current.publication.partnership_id)
    return _edition(edition_page(current, editions, stands, logo=logo), indexed=current.publication.indexed)


@open_to_all
@require_safe
@_or_gone
def edition(request: HttpRequest, ref: str, number: int) -> HttpResponseBase:
    """An earlier edition, marked as such."""
    found, editions = find_published_edition(ref, number, today=clock.today())
    newest = found.pk == editions[-1].pk
    logo = logo_for_everybody(found.publication.partnership_id)
    return _edition(edition_page(found, editions, logo=logo), indexed=newest and found.publication.indexed)


def _edition(page: object, *, indexed: bool) -> HttpResponse:
    answer = _page("publishing/public/item.html", page)
    if not indexed:
        answer["X-Robots-Tag"] = "noindex"
    return answer


@open_to_all
@require_safe
@_or_gone
def file(request: HttpRequest, ref: str, number: int, form: str) -> HttpResponseBase:
    """A published edition in one form, byte for byte as it was approved."""
    row = find_published_form(ref, number, form, today=clock.today())
    answer = FileResponse(
        path_of(row.file).open("rb"),
        as_attachment=True,
        filename=f"{row.edition.publication.reference}-{row.edition.number}.{row.form}",
        content_type=FORMS[row.form][1],
    )
    answer["ETag"] = quote_etag(row.sha256)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"  # as every file, whatever opens it
    if not row.edition.publication.indexed or row.edition.replaced_at:
        answer["X-Robots-Tag"] = "noindex"
    return answer


@open_to_all
@require_safe
def rss(request: HttpRequest) -> HttpResponseBase:
    feed = feed_of("rss", newest_entries(today=clock.today(), most=_IN_FEED), site=_site(request))
    return HttpResponse(feed, content_type="application/rss+xml; charset=utf-8")


@open_to_all
@require_safe
def atom(request: HttpRequest) -> HttpResponseBase:
    feed = feed_of("atom", newest_entries(today=clock.today(), most=_IN_FEED), site=_site(request))
    return HttpResponse(feed, content_type="application/atom+xml; charset=utf-8")


@open_to_all
@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """What search engines may list, and nothing else."""
    entries = newest_entries(today=clock.today(), most=_IN_MAP, indexed_only=True)
    return HttpResponse(sitemap_of(entries, site=_site(request)), content_type="application/xml")


@open_to_all
@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse(robots_text(_site(request)), content_type="text/plain; charset=utf-8")
