"""Search over the register: by words and by meaning, and never more than the person may see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.learning.models import Recommendation
from heed.memory.indexing import bring_into_step, follow
from heed.memory.models import Passage, SavedSearch
from heed.memory.operations.saving import save_search, tell_what_is_new
from heed.memory.presenters import searching
from heed.memory.queries import SearchFilter, keys_in, passages, search
from heed.memory.views import searching as views
from heed.platform.access.models import Scope
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed
from heed.platform.notices.models import Notice
from heed.platform.people.operations import exclude_person, restrict_case
from tests.cast import AT, BIRCH, Ask, Cast, Register, Written, client_of, register_of
from tests.cast_memory import SAME

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(register: Register) -> Register:
    bring_into_step(patience=600)
    return register


def texts(actor: Actor, words: str, **more: str) -> list[str]:
    found = search(actor, SearchFilter(words=words, **more))
    return [row.body.text for row in passages(actor, list(found.keys))]


def kinds(actor: Actor, words: str) -> set[str]:
    found = search(actor, SearchFilter(words=words))
    return {row.kind for row in passages(actor, list(found.keys))}


def test_words_are_found_in_every_kind_of_record(indexed: Register, cast: Cast) -> None:
    assert {"recommendation", "response", "action", "finding", "page"} <= kinds(cast.reader, "core groups")
    first = texts(cast.reader, "core groups on time")[0]
    assert "core groups" in first


def test_meaning_is_found_without_the_words(indexed: Register, cast: Cast) -> None:
    found = search(cast.reader, SearchFilter(words="missed home visits should be reported to the board"))
    assert found.with_words == 0
    asked = [row.body.text for row in passages(cast.reader, list(found.keys))]
    assert any("when a visit did not take place" in each for each in asked)


def test_phrases_exclusions_and_or(indexed: Register, cast: Cast) -> None:
    phrase = texts(cast.reader, '"core groups on time"')
    assert phrase
    assert all("core groups on time" in each for each in phrase)
    assert texts(cast.reader, '"time on groups core"') == []
    left = texts(cast.reader, '"core groups" -weekly')
    assert left
    assert not any("weekly" in each.lower() for each in left)
    either = texts(cast.reader, '"weekly list" OR "learning day"')
    assert any("weekly list" in each for each in either)
    assert any("learning day" in each for each in either)


def test_what_is_typed_is_never_an_operator_of_the_database(indexed: Register, cast: Cast) -> None:
    for typed in (
        "core AND",
        'NEAR("core" 5)',
        "core* ^groups",
        "'); DROP TABLE x; --",
        '"',
        "-",
        "a:b & !c |",
        "(" * 50,
    ):
        search(cast.reader, SearchFilter(words=typed))
    assert search(cast.reader, SearchFilter(words="-core")).total == 0


def test_an_acronym_finds_its_full_name_and_says_so(indexed: Register, cast: Cast) -> None:
    register_of(cast.manager, BIRCH, review="Birch")
    row = Passage.objects.for_everyone(because="a test").get(
        kind="recommendation",
        source__startswith="Alder",
        title__startswith=indexed.recommendations["4"].reference,
    )
    type(indexed.recommendations["4"]).objects.for_everyone(because="a test").filter(pk=row.source_id).update(
        text="Every designated safeguarding lead should have supervision."
    )
    bring_into_step(patience=600)
    found = search(cast.reader, SearchFilter(words="cplo"))
    assert found.with_words == 1
    assert found.widened[0].words == "cplo"
    assert "designated safeguarding lead" in found.widened[0].names
    page = client_of(cast.reader).get(reverse("search:search"), {"q": "CPLO"}).content.decode()
    assert "also looked for" in page
    assert "<mark>designated safeguarding lead</mark>" in page


def test_a_typing_error_gets_a_suggestion(indexed: Register, cast: Cast) -> None:
    found = search(cast.reader, SearchFilter(words="supervison notes"))
    assert found.instead == "supervision notes"
    assert search(cast.reader, SearchFilter(words="supervision notes")).instead == ""
    assert search(cast.outsider, SearchFilter(words="zqwxv")).instead == ""


def test_facets_count_what_their_filter_leaves(indexed: Register, cast: Cast) -> None:
    found = search(cast.reader, SearchFilter(words="core groups"))
    for name in ("kind", "area", "year", "state", "agency"):
        for value, many in found.facets[name]:
            left = search(cast.reader, SearchFilter(words="core groups", **{name: value}))
            assert left.total == many, (name, value)
            assert dict(left.facets[name]) == dict(found.facets[name]), (
                "a filter does not narrow its own counts"
            )


@pytest.mark.capability("J07")
def test_the_page_marks_what_matched_and_links_to_the_page_of_the_document(
    indexed: Register, cast: Cast
) -> None:
    answer = client_of(cast.reader).get(reverse("search:search"), {"q": "core groups", "kind": "page"})
    tree = HTMLParser(answer.content)
    assert [each.text().lower() for each in tree.css("mark")][:2] == ["core", "groups"]
    link = tree.css_first(".heed-found a").attributes["href"] or ""
    assert "page=1&at=" in link
    assert client_of(cast.reader).get(link).status_code == 200


def test_the_other_partnership_finds_nothing(indexed: Register, cast: Cast) -> None:
    found = search(cast.outsider, SearchFilter(words="core groups"))
    assert (found.total, found.searched, dict(found.facets["kind"])) == (0, 0, {})
    assert texts(cast.outsider, indexed.recommendations["1"].reference) == []


def test_a_restricted_case_is_neither_found_nor_counted(indexed: Register, cast: Cast) -> None:
    assert search(cast.reader, SearchFilter(words="core groups")).total
    restrict_case(
        cast.manager, ref=indexed.review.public_id, people=[], reason="Criminal trial", version=0, at=AT
    )
    for actor in (cast.reader, cast.officer):
        found = search(actor, SearchFilter(words="core groups"))
        assert found.total == 0
        assert not any(found.facets.values())
        assert_counts_nothing_unseen(actor)
        assert search(actor, SearchFilter(words="supervison")).instead in ("", "supervision")
    assert search(cast.manager, SearchFilter(words="core groups")).total
    page = client_of(cast.reader).get(reverse("search:search"), {"q": '"core groups"'}).content.decode()
    assert "Nothing was found" in page


def assert_counts_nothing_unseen(actor: Actor) -> None:
    """Neither in what was searched nor where filters stand alone, with no words of which anything could miss."""
    listed = search(actor, SearchFilter(kind="recommendation"))
    assert (listed.total, listed.facets["theme"], listed.facets["agency"]) == (0, [], [])
    assert listed.searched == Passage.objects.visible_to(actor).count()


def test_an_excluded_person_finds_nothing_of_the_case(indexed: Register, cast: Cast) -> None:
    exclude_person(
        cast.manager,
        ref=indexed.review.public_id,
        person=cast.reader.person_ref,
        reason="Their own practice is reviewed",
        version=0,
        at=AT,
    )
    assert search(cast.reader, SearchFilter(words="core groups")).total == 0
    assert_counts_nothing_unseen(cast.reader)
    assert search(cast.officer, SearchFilter(words="core groups")).total


def test_who_may_not_read_the_register_is_refused(indexed: Register, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        search(cast.administrator, SearchFilter(words="core groups"))


def test_what_is_taken_away_is_complete_and_noted(indexed: Register, cast: Cast) -> None:
    found = search(cast.reader, SearchFilter(words="core groups"))
    client = client_of(cast.reader)
    answer = client.get(reverse("search:search"), {"q": "core groups", "download": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) >= found.total + 1
    event = Event.objects.filter(kind="search.taken").latest("pk")
    assert indexed.recommendations["1"].public_id in str(event.shown)
    sheet = client.get(reverse("search:search"), {"q": "core groups", "download": "xlsx"})
    assert b"".join(sheet.streaming_content)[:2] == b"PK"


def test_a_saved_search_tells_once_of_what_is_new(indexed: Register, cast: Cast) -> None:
    row = save_search(cast.reader, name="Schools", query="q=strategy+meeting&page=3", tells=True, at=AT)
    assert row.query == "q=strategy+meeting"
    assert tell_what_is_new(at=AT) == 0
    review = register_of(cast.manager, BIRCH, review="Birch")
    bring_into_step(patience=600)
    assert tell_what_is_new(at=AT) == 1
    assert tell_what_is_new(at=AT) == 0
    notice: Any = Notice.objects.for_everyone(because="a test").get(kind="search")
    assert notice.person_id == cast.reader.person_id
    client = client_of(cast.reader)
    page = client.get(reverse("notices:list")).content.decode()
    assert "Something new answers your saved search: SEARCH-1" in page
    assert client.get(notice.href, follow=True).status_code == 200
    assert review.name


def test_a_saved_search_tells_nothing_of_a_restricted_case(indexed: Register, cast: Cast) -> None:
    register_of(cast.manager, BIRCH, review="Birch")  # whatever else waited to be read is read now
    bring_into_step(patience=600)
    for each in (cast.reader, cast.manager):
        save_search(each, name="Pools", query="q=lifeguard", tells=True, at=AT)
    cedar = Written("Learning from Cedar", asks=(Ask("1", "Each swimming pool should have a lifeguard."),))
    review = register_of(cast.manager, cedar, review="Cedar")
    restrict_case(cast.manager, ref=review.public_id, people=[], reason="Criminal trial", version=0, at=AT)
    bring_into_step(patience=600)
    assert tell_what_is_new(at=AT) == 1
    notice: Any = Notice.objects.for_everyone(because="a test").get(kind="search")
    assert notice.person_id == cast.manager.person_id


def test_saving_needs_a_name_and_a_question(indexed: Register, cast: Cast) -> None:
    for name, query in (("", "q=a"), ("x" * 81, "q=a"), ("Mine", "kind=page")):
        with pytest.raises(Invalid):
            save_search(cast.reader, name=name, query=query, tells=False, at=AT)


def test_the_box_in_the_bar_is_there_for_those_who_may_search(indexed: Register, cast: Cast) -> None:
    box = 'action="/search/"'
    assert box in client_of(cast.reader).get("/").content.decode()
    assert box not in client_of(cast.of[Role.ADMINISTRATOR]).get("/").content.decode()
    assert box not in Client().get("/sign-in/").content.decode()


def test_a_suggestion_is_not_pushed_out_by_words_that_one_may_not_see(indexed: Register, cast: Cast) -> None:
    rows = Passage.objects.for_everyone(because="a test").filter(partnership=cast.reader.partnership_id)
    hidden = rows.filter(kind="recommendation").first()
    scope = Scope.objects.create(
        partnership_id=cast.reader.partnership_id, level="restricted", case_ref="another-case"
    )
    nearer = "supervisn supervsn supervisin supervson supervisio supervisonn suprvison superviso"
    rows.filter(pk=hidden.pk).update(scope=scope, words=nearer, version=hidden.version + 1)
    assert search(cast.reader, SearchFilter(words="supervison notes")).instead == "supervision notes"


def changed_so_that_it_answers(register: Register) -> None:
    rows = Recommendation.objects.for_everyone(because="a test")
    rows.filter(pk=register.recommendations["4"].pk).update(text="Count the lighthouses of the coast.")
    bring_into_step(patience=600)


def test_a_saved_search_tells_of_what_changed_and_marks_it(indexed: Register, cast: Cast) -> None:
    row = save_search(cast.reader, name="Coast", query="q=lighthouses", tells=True, at=AT)
    changed_so_that_it_answers(indexed)
    assert tell_what_is_new(at=AT) == 1
    assert tell_what_is_new(at=AT) == 0
    page = client_of(cast.reader).get(reverse("search:saved", args=[row.public_id]), follow=True)
    [tag] = HTMLParser(page.content).css(".heed-found .heed-tag")
    assert tag.text().strip() == "New"
    other = client_of(cast.officer).get(f"{reverse('search:search')}?q=lighthouses&saved={row.public_id}")
    assert not HTMLParser(other.content).css(".heed-found .heed-tag"), "whose search it is, is told"


def test_a_saved_search_tells_of_a_case_that_was_opened(indexed: Register, cast: Cast) -> None:
    changed_so_that_it_answers(indexed)
    ref = indexed.review.public_id
    restrict_case(cast.manager, ref=ref, people=[], reason="Criminal trial", version=0, at=AT)
    save_search(replace(cast.reader, seen=None), name="Coast", query="q=lighthouses", tells=True, at=AT)
    assert tell_what_is_new(at=AT) == 0
    Recommendation.objects.for_everyone(because="a test").filter(review=indexed.review).update(
        scope=get_partnership_scope(cast.reader.partnership_id)
    )
    bring_into_step(patience=600)
    assert tell_what_is_new(at=AT) == 1


def test_a_saved_search_waits_for_meaning(indexed: Register, cast: Cast) -> None:
    rows = Passage.objects.for_everyone(because="a test").filter(kind="recommendation")
    words = "Was every core group held when it was due?"
    save_search(cast.reader, name="Due", query=urlencode({"q": words}), tells=True, at=AT)
    known = int(search(cast.reader, SearchFilter(words=words)).sure.sum())
    register_of(cast.manager, Written("Learning from Yew", asks=(Ask("1", SAME),)), review="Yew")
    follow()
    tell_what_is_new(at=AT)
    assert rows.filter(edition="").exists()
    bring_into_step(patience=600)
    found = search(cast.reader, SearchFilter(words=words))
    assert int(found.sure.sum()) > known
    kept = keys_in(SavedSearch.objects.get().known)
    tell_what_is_new(at=AT)
    assert kept < keys_in(SavedSearch.objects.get().known)


def test_a_chosen_filter_stays_chosen_beyond_the_frequent_ones(
    indexed: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_CHOICES", 1)
    found = search(cast.reader, SearchFilter(words="core groups"))
    rare = found.facets["kind"][-1][0]
    asked = {"q": "core groups", "kind": rare}
    page = HTMLParser(client_of(cast.reader).get(reverse("search:search"), asked).content)
    chosen = page.css_first("select[name=kind] option[selected]")
    assert chosen is not None
    assert chosen.attributes["value"] == rare


def test_a_file_that_has_not_all_says_so(
    indexed: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"q": "core groups"}
    client, address = client_of(cast.reader), reverse("search:search")
    assert "A file has" not in client.get(address, asked).content.decode()
    for module in (searching, views):
        monkeypatch.setattr(module, "MOST_TAKEN", 1)
    many = search(cast.reader, SearchFilter(words="core groups")).total
    said = f"A file has the first 1 of {many} answers."
    assert said in client.get(address, asked).content.decode()
    lines = client.get(address, {**asked, "download": "csv"}).getvalue().decode().strip().splitlines()
    assert said in lines[-1]


def test_a_search_without_a_name_is_asked_for_one_where_it_was_typed(indexed: Register, cast: Cast) -> None:
    sent = {"name": "late " * 40, "tells": "yes", "query": "q=core+group&kind=recommendation"}
    answer = client_of(cast.reader).post(reverse("search:save"), sent)
    page = HTMLParser(answer.content)
    assert answer.status_code == 422
    assert "Give the search a name" in page.css_first("#search-name-error").text()
    assert page.css_first("#search-name").attributes["value"] == sent["name"]
    assert "checked" in page.css_first("input[name=tells]").attributes
    assert page.css_first("input[name=query]").attributes["value"] == sent["query"]
    assert page.css(".heed-found li"), "the answers stay"
