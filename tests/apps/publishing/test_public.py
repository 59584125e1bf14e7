"""The public library: the same for everybody, and nothing that is not published."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.platform.access.cases import settle
from heed.platform.base import clock
from heed.platform.base.errors import NotNow, NotVisible
from heed.platform.people.operations import exclude_person
from heed.publishing import operations as do
from heed.publishing.models import Publication, PublicWord
from heed.publishing.queries.public import LibraryFilter, look
from heed.publishing.queries.publications import find_publication, newest_edition
from heed.reports.operations import end_logo
from tests import cast_publishing as publishing
from tests.cast import AT, Cast, Register, client_of
from tests.cast_cases import all_partners_agree
from tests.cast_publishing import LATER
from tests.house_rules.reports import a_logo
from tests.house_rules.test_every_page import problems_of

pytestmark = pytest.mark.django_db
LIBRARY = "/published/"
ALL = (LIBRARY, "/published/feed.rss", "/published/feed.atom", "/published/sitemap.xml", "/robots.txt")


@pytest.fixture(autouse=True)
def _the_day_after() -> Any:
    with patch.object(clock, "today", lambda: LATER.date() + timedelta(days=1)):
        yield


def at(row: Publication) -> str:
    return reverse("published:item", args=[row.public_id])


def files_of(row: Publication, number: int = 1) -> list[str]:
    return [reverse("published:file", args=[row.public_id, number, form]) for form in ("pdf", "docx", "txt")]


def everything(row: Publication) -> list[str]:
    """Every address at which somebody could find this publication."""
    first = reverse("published:edition", args=[row.public_id, 1])
    return [at(row), first, *files_of(row)]


@pytest.mark.capability("G09")
def test_anybody_reads_what_is_published(cast: Cast) -> None:
    row = publishing.published(cast)
    visitor = Client()
    listed = visitor.get(LIBRARY).content.decode()
    assert "Learning from Child V" in listed
    page = visitor.get(at(row))
    words = page.content.decode()
    assert "Nobody asked what his days were like." in words
    assert problems_of(words) == []
    assert problems_of(listed) == []
    for href in files_of(row):
        assert visitor.get(href).status_code == 200
        assert f'href="{href}"' in words
    assert at(row) in visitor.get("/published/feed.rss").content.decode()
    assert at(row) in visitor.get("/published/feed.atom").content.decode()
    assert at(row) in visitor.get("/published/sitemap.xml").content.decode()


def test_pages_set_no_cookie_need_no_script_and_say_nothing_of_the_partnership(cast: Cast) -> None:
    row = publishing.published(cast)
    signed_in = client_of(cast.manager)
    for path in (*ALL, *everything(row)):
        for client in (Client(), signed_in):
            answer = client.get(path)
            assert not answer.cookies, path
            assert "Cookie" not in answer.get("Vary", ""), path
            assert answer["Cache-Control"] == "public, no-cache"
            assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
            if answer.get("Content-Disposition", "").startswith("attachment"):
                assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
            if answer["Content-Type"].startswith("text/html"):
                tree = HTMLParser(answer.content.decode())
                assert not tree.css("script")
                for name in (cast.manager.name, cast.officer.name, "Business manager", "Westmere Police"):
                    assert name not in answer.content.decode(), path
    assert Client().get(at(row)).content == signed_in.get(at(row)).content


def test_nobody_is_asked_for_and_few_questions_are_put_to_the_database(cast: Cast) -> None:
    row = publishing.published(cast)
    with CaptureQueriesContext(connection) as asked:
        Client().get(at(row))
    assert len(asked) <= 3
    assert not any("session" in each["sql"] or "auditlog" in each["sql"] for each in asked.captured_queries)


def test_a_cache_asks_again_and_is_told_that_nothing_changed(cast: Cast) -> None:
    row = publishing.published(cast)
    visitor = Client()
    for path in (*ALL, at(row), *files_of(row)):
        etag = visitor.get(path)["ETag"]
        again = visitor.get(path, headers={"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b""), path
        assert visitor.head(path).status_code == 200
        assert visitor.post(path).status_code == 405
    etag = visitor.get(at(row))["ETag"]
    publishing.withdrawn(cast, row)
    assert visitor.get(at(row), headers={"if-none-match": etag}).status_code == 410
    assert visitor.get(files_of(row)[0], headers={"range": "bytes=0-10"}).status_code == 410


def surfaces(row: Publication) -> str:
    """What a visitor can get of a publication everywhere but at its own address."""
    searched = [f"{LIBRARY}?q={each}" for each in ("daily", "Learning", "PUB", row.public_id, "core+groups")]
    narrowed = [f"{LIBRARY}?kind=briefing", f"{LIBRARY}?theme=Voice+of+the+child", f"{LIBRARY}?year=2025"]
    return "".join(Client().get(each).content.decode() for each in (*ALL, *searched, *narrowed))


@pytest.mark.parametrize("state", ["prepared", "checked", "approved", "embargoed", "withdrawn", "over"])
def test_what_is_not_published_is_nowhere(cast: Cast, state: str) -> None:
    row = publishing.begun(cast)
    status = 404
    if state == "prepared":
        publishing.write(cast, row)
    elif state == "checked":
        publishing.write(cast, row)
        publishing.checked(cast, row)
    else:
        row = publishing.approved(cast, row)
    if state == "embargoed":
        on = LATER.date() + timedelta(days=20)
        do.plan_publication(cast.officer, ref=row.public_id, publish_on=on, at=AT)
    if state in ("withdrawn", "over"):
        do.publish(cast.officer, ref=row.public_id, at=LATER)
        status = 410
    if state == "withdrawn":
        publishing.withdrawn(cast, row)
    if state == "over":
        Publication.objects.visible_to(cast.officer).filter(pk=row.pk).update(
            public_until=LATER.date(), when_over="take_down"
        )
    found = surfaces(row)
    assert "Learning from Child V" not in found
    assert row.public_id not in found.replace(f"q={row.public_id}", "").replace(
        f'value="{row.public_id}"', ""
    )
    missing = Client().get("/published/zzzzzzzzzzzz/")
    for path in everything(row):
        answer = Client().get(path)
        assert answer.status_code == status, path
        if status == 404:
            assert answer.content == missing.content
        assert "daily life" not in answer.content.decode()
    if state == "withdrawn":
        page = Client().get(at(row)).content.decode()
        assert "Withdrawn at the request of the family." in page
        assert "The mother was recognised" not in page
        assert not PublicWord.objects.exists()


def test_numbers_count_only_what_is_published(cast: Cast) -> None:
    publishing.published(cast)
    other = publishing.begun(cast, title="Another about daily life")
    publishing.write(cast, other)
    page = Client().get(f"{LIBRARY}?q=daily").content.decode()
    assert "1 publication found" in page
    assert "Voice of the child</a> (1)" in page


def test_what_the_list_counts_follows_what_is_public(cast: Cast) -> None:
    row = publishing.published(cast)
    before = Client().get(LIBRARY).content.decode()
    assert "1 publication" in before
    assert "Voice of the child</a> (1)" in before
    publishing.withdrawn(cast, row)
    after = Client().get(LIBRARY).content.decode()
    assert "Nothing is published yet" in after
    assert "Voice of the child" not in after
    publishing.published(cast, publishing.begun(cast, title="A guide for everybody"))
    assert "A guide for everybody" in Client().get(LIBRARY).content.decode()


def test_search_finds_by_word_stems_and_ranks_titles_first(cast: Cast) -> None:
    second = publishing.published(cast, publishing.begun(cast, title="A guide", summary="Of daily life"))
    first = publishing.published(cast, publishing.begun(cast, title="Daily lives of children"))
    today = clock.today()
    found = [each.publication_id for each in look(LibraryFilter(words="Daily LIFE"), today=today).found]
    assert found == [first.pk, second.pk]
    assert not look(LibraryFilter(words="daily unicorn"), today=today).found


TYPED = (
    "' OR 1=1 --",
    '" OR "',
    "%",
    "_",
    "*",
    "a" * 5000,
    "NEAR(x)",
    "\x00",
    "<script>alert(1)</script>",
    "💥",
    "&&&",
)


def test_whatever_is_typed_is_only_looked_for(cast: Cast) -> None:
    publishing.published(cast)
    for typed in TYPED:
        for name in ("q", "by", "kind", "theme", "year", "page"):
            answer = Client().get(LIBRARY, {name: typed})
            assert answer.status_code == 200
            assert "<script>alert" not in answer.content.decode()


def test_search_engines_are_let_in_only_where_somebody_chose_it(cast: Cast) -> None:
    row = publishing.published(cast)
    hidden = publishing.begun(cast, title="Not for search engines")
    publishing.approved(cast, hidden)
    publishing.described(cast, hidden, indexed=False)
    do.publish(cast.officer, ref=hidden.public_id, at=LATER)
    assert "noindex" not in Client().get(at(row)).content.decode()
    page = Client().get(at(hidden))
    assert "noindex" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert Client().get(files_of(hidden)[0])["X-Robots-Tag"] == "noindex"
    sitemap = Client().get("/published/sitemap.xml").content.decode()
    assert at(row) in sitemap
    assert at(hidden) not in sitemap
    assert "Disallow: /" in Client().get("/robots.txt").content.decode()


def test_a_correction_is_marked_and_the_old_edition_kept(cast: Cast) -> None:
    row = publishing.corrected(cast, publishing.published(cast))
    page = Client().get(at(row)).content.decode()
    assert "The year of the core group was wrong" in page
    assert "The core group was in 2024." in page
    old = Client().get(reverse("published:edition", args=[row.public_id, 1]))
    assert "This edition was replaced on" in old.content.decode()
    assert old["X-Robots-Tag"] == "noindex"
    one, two = (Client().get(files_of(row, number)[2]).getvalue() for number in (1, 2))
    assert b"in 2024" in two
    assert b"in 2024" not in one


def test_an_edition_that_named_somebody_can_no_longer_be_read(cast: Cast) -> None:
    row = publishing.corrected(cast, publishing.published(cast), hides=True)
    assert Client().get(at(row)).status_code == 200
    for path in (reverse("published:edition", args=[row.public_id, 1]), *files_of(row, 1)):
        answer = Client().get(path)
        assert answer.status_code == 410
        assert "seen by four agencies" not in answer.content.decode()


def test_while_a_correction_is_prepared_the_public_edition_stays(cast: Cast) -> None:
    row = publishing.correction(cast, publishing.published(cast))
    publishing.write(cast, row, publishing.TEXT + "\nSomething secret yet.\n")
    publishing.checked(cast, row)
    page = Client().get(at(row)).content.decode()
    assert "seen by four agencies" in page
    assert "Something secret yet" not in page + surfaces(row)
    for path in (reverse("published:edition", args=[row.public_id, 2]), *files_of(row, 2)):
        assert Client().get(path).status_code == 404


def test_a_case_that_is_restricted_later_changes_nothing_of_what_is_public(cast: Cast) -> None:
    review = publishing.an_accepted_review(cast)
    row = publishing.published(cast, publishing.begun(cast, review))
    settle(cast.manager.partnership_id, review.public_id)
    assert Client().get(at(row)).status_code == 200


def test_another_partnership_stands_beside_it_in_the_library(cast: Cast) -> None:
    publishing.published(cast)
    page = client_of(cast.outsider).get(LIBRARY).content.decode()
    assert "Learning from Child V" in page
    with_nothing = Client().get(f"{LIBRARY}?by=zzzzzzzzzzzz").content.decode()
    assert "Nothing found" in with_nothing


def test_a_host_that_is_not_ours_gets_nothing(cast: Cast) -> None:
    publishing.published(cast)
    assert settings.ALLOWED_HOSTS
    assert Client().get(LIBRARY, headers={"host": "evil.example"}).status_code in (400, 422)


def test_the_public_copy_is_looked_at_again_and_stays(cast: Cast) -> None:
    row = publishing.published(cast)
    row = do.look_at_copy(cast.officer, ref=row.public_id, public_until=date(2030, 1, 1), at=LATER)
    assert row.public_until == date(2030, 1, 1)
    assert newest_edition(find_publication(cast.officer, row.public_id)).published_at == LATER


def test_where_each_recommendation_stands_is_said_by_label_alone(cast: Cast, register: Register) -> None:
    row = publishing.begun(cast, register.review, kind="synopsis")
    publishing.write(cast, row)
    publishing.described(cast, row, status_shown=True)
    publishing.checked(cast, row)
    all_partners_agree(cast, publishing.put(cast, row))
    do.publish(cast.officer, ref=row.public_id, at=LATER)
    page = HTMLParser(Client().get(at(row)).content.decode())
    labels = [
        each.text(strip=True) for each in page.css("#stands ~ * tbody th, #stands ~ * tbody td:first-child")
    ]
    assert labels == ["1", "2a", "4"]
    words = page.css_first("main").text()
    assert "0 of 1 action" in words or "of 2 actions" in words
    for each in register.recommendations.values():
        assert each.text not in words
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=cast.officer.person_ref,
        reason="Own practice",
        version=0,
        at=AT,
    )
    with pytest.raises(NotVisible):
        find_publication(cast.officer, row.public_id)
    assert client_of(cast.officer).get(at(row)).status_code == 200


def test_it_is_published_once(cast: Cast) -> None:
    row = publishing.published(cast)
    with pytest.raises(NotNow, match="It is published"):
        do.publish(cast.manager, ref=row.public_id, at=LATER)
    publishing.withdrawn(cast, row)
    with pytest.raises(NotNow, match="withdrawn already"):
        publishing.withdrawn(cast, row)


def test_the_partnerships_logo_stands_on_what_it_published(cast: Cast) -> None:
    row = publishing.published(cast)
    assert "<img" not in Client().get(at(row)).content.decode()
    a_logo(cast, words="Westmere, a tree over water")
    shown = HTMLParser(Client().get(at(row)).content.decode()).css_first("main img")
    assert shown.attributes["alt"] == "Westmere, a tree over water"
    assert str(shown.attributes["src"]).startswith("data:image/png;base64,")
    end_logo(cast.officer, at=AT)
    assert "<img" not in Client().get(at(row)).content.decode()
