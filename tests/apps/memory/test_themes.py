"""Themes: proposed with a reason, confirmed by people, counted for those who may see what is counted."""

from __future__ import annotations

import pytest
import yaml
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.kit.similarity.lexicon import load_lexicon
from heed.memory.indexing import follow, verify
from heed.memory.models import Passage, Themed
from heed.memory.operations.themes import add_theme, change_theme, end_theme, say_theme
from heed.memory.queries import SearchFilter, search
from heed.memory.queries.themes import NOT_KNOWN, heat_map, themes_shown, words_of_the_moment
from heed.memory.rules import propose, themes_in
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.people.operations import restrict_case
from tests.cast import AT, Cast, Register, client_of

pytestmark = pytest.mark.django_db
CORE = "Core groups, plans and conferences"


@pytest.fixture
def indexed(register: Register) -> Register:
    follow()
    return register


def test_every_concept_of_the_list_is_one_of_the_lexicon() -> None:
    shipped = yaml.safe_load((settings.RULES / "themes.yaml").read_text(encoding="utf-8"))
    lexicon = load_lexicon()
    known = {name for facet in ("practice", "harm", "child", "who") for name in lexicon.says[facet]}
    named = {concept for each in shipped["themes"].values() for concept in each["concepts"]}
    assert named <= known, sorted(named - known)


def test_a_theme_is_proposed_with_its_reason() -> None:
    themes = themes_in(
        {"themes": {"Plans": {"concepts": ["core group"]}}}, [{"name": "Cars", "words": ["car seat"]}]
    )
    found = propose("Core groups should be told of car seats.", themes, load_lexicon())
    assert [(each.name, each.why) for each in found] == [
        ("Plans", "names core group"),
        ("Cars", "says “car seat”"),
    ]


@pytest.mark.capability("J07")
def test_themes_are_counted_by_year_and_area_and_lead_to_what_was_counted(
    indexed: Register, cast: Cast
) -> None:
    heat = heat_map(cast.reader)
    assert heat.cells[CORE, "2024"] == 2, "a recommendation and a finding"
    assert heat_map(cast.reader, kind="finding").cells[CORE, "2024"] == 1
    assert heat_map(cast.reader, across="area").columns == ("Westmere",)
    assert heat_map(cast.reader, area="Nowhere").cells == {}
    page = HTMLParser(client_of(cast.reader).get(reverse("themes:themes")).content)
    cells = [
        each
        for each in page.css(".heed-heat td a")
        if (each.attributes["href"] or "").startswith("/search/?theme=Core")
    ]
    answer = HTMLParser(client_of(cast.reader).get(cells[0].attributes["href"] or "").content)
    assert len(answer.css(".heed-found > li")) == 2


def test_people_confirm_take_away_and_add(indexed: Register, cast: Cast) -> None:
    ref = indexed.recommendations["1"].public_id
    say_theme(cast.officer, kind="recommendation", ref=ref, theme=CORE, says="is_not", at=AT)
    say_theme(cast.officer, kind="recommendation", ref=ref, theme="Training", says="is", at=AT)
    follow()
    assert verify().extra == 0
    heat = heat_map(cast.reader)
    assert (heat.cells[CORE, "2024"], heat.cells["Training", "2024"], heat.confirmed) == (1, 1, 1)
    found = search(cast.reader, SearchFilter(theme="Training"))
    assert found.total == 1
    shown, others = themes_shown(cast.reader, "recommendation", indexed.recommendations["1"])
    assert {each.name: each.said.says for each in shown if each.said} == {CORE: "is_not", "Training": "is"}
    assert "Training" not in others
    say_theme(cast.manager, kind="recommendation", ref=ref, theme=CORE, says="is", at=AT)
    first, last = Themed.objects.visible_to(cast.reader).filter(ref=ref, theme=CORE)
    assert (last.says, last.said_by_id, last.why) == ("is", cast.manager.person_id, "names core group")
    assert (first.says, first.said_by_id) == ("is_not", cast.officer.person_id), "what was said before stays"
    follow()
    heat = heat_map(cast.reader)
    assert (heat.cells[CORE, "2024"], heat.confirmed) == (2, 2)
    page = client_of(cast.reader).get(reverse("learning:recommendation", args=[ref])).content.decode()
    assert "Before: Taken away by Osman Oakes, 4 Mar 2025" in page


def test_a_reason_stands_beside_what_was_added(indexed: Register, cast: Cast) -> None:
    ref = indexed.recommendations["1"].public_id
    sent = {"theme": "Training", "says": "is", "why": "It asks who came, so that they learn"}
    client, address = client_of(cast.officer), reverse("themes:say", args=["recommendation", ref])
    assert sent["why"] in client.post(address, sent, follow=True).content.decode()
    assert client.post(address, {**sent, "why": "x" * 301}).status_code == 422


def test_what_is_said_wrongly_is_refused(indexed: Register, cast: Cast) -> None:
    ref = indexed.recommendations["1"].public_id
    with pytest.raises(NotAllowed):
        say_theme(cast.reader, kind="recommendation", ref=ref, theme=CORE, says="is", at=AT)
    with pytest.raises(NotVisible):
        say_theme(cast.outsider, kind="recommendation", ref=ref, theme=CORE, says="is", at=AT)
    with pytest.raises(NotVisible):
        say_theme(cast.manager, kind="action", ref=ref, theme=CORE, says="is", at=AT)
    for theme, says in (("No such theme", "is"), (CORE, "maybe")):
        with pytest.raises(Invalid):
            say_theme(cast.manager, kind="recommendation", ref=ref, theme=theme, says=says, at=AT)


def test_a_partnership_adds_a_theme_of_its_own(indexed: Register, cast: Cast) -> None:
    add_theme(cast.manager, name="Daily life", words="daily life\n\n", after=0, at=AT)
    follow()
    assert heat_map(cast.reader).cells["Daily life", "2024"] == 1
    for name, words in (("", "a"), ("Daily LIFE", "a"), ("Neglect", "a"), ("New", " "), ("New", "a\n" * 13)):
        with pytest.raises(Invalid):
            add_theme(cast.manager, name=name, words=words, after=1, at=AT)
    with pytest.raises(NotAllowed):
        add_theme(cast.officer, name="New", words="a", after=1, at=AT)
    client = client_of(cast.manager)
    wrong = client.post(reverse("themes:themes"), {"name": "Neglect", "words": "x", "version": "1"})
    assert wrong.status_code == 422
    assert "This theme is there already" in wrong.content.decode()


def test_a_theme_of_ones_own_is_renamed_and_what_was_said_of_it_goes_with_it(
    indexed: Register, cast: Cast
) -> None:
    add_theme(cast.manager, name="Daily life", words="daily life", after=0, at=AT)
    row = indexed.recommendations["1"]
    for theme in ("Daily life", "Training"):
        say_theme(cast.officer, kind="recommendation", ref=row.public_id, theme=theme, says="is", at=AT)
    client, page = client_of(cast.manager), reverse("themes:own", args=[1])
    sent = {"change-name": "A child's days", "change-words": "daily life\nroutine", "change-version": "1"}
    assert client.post(page, {"do": "change", **sent}).status_code == 302
    follow()
    heat = heat_map(cast.reader)
    assert heat.cells["A child's days", "2024"] == 2, "one by its words, one that somebody said"
    assert ("Daily life", "2024") not in heat.cells
    assert search(cast.reader, SearchFilter(theme="Daily life")).total == 2, "a search that was saved before"
    shown, _ = themes_shown(cast.reader, "recommendation", row)
    [mine] = [each for each in shown if each.name == "A child's days"]
    assert mine.said is not None
    assert mine.said.theme == "Daily life", "what was said stays as it was said"
    say_theme(
        cast.officer,
        kind="recommendation",
        ref=row.public_id,
        theme="A child's days",
        says="is_not",
        at=timezone.now(),
    )
    follow()
    assert heat_map(cast.reader).confirmed == 1
    words = client.get(page).content.decode()
    assert "Daily life" in words
    assert "routine" in words
    for name in ("Neglect", "Training"):
        with pytest.raises(Invalid, match="there already"):
            change_theme(cast.manager, number=1, name=name, words="a", after=2, at=timezone.now())
    with pytest.raises(Invalid, match="there already"):
        add_theme(cast.manager, name="daily life", words="a", after=2, at=timezone.now())
    change_theme(cast.manager, number=1, name="Daily life", words="daily life", after=2, at=timezone.now())
    follow()
    assert ("A child's days", "2024") not in heat_map(cast.reader).cells


def test_a_theme_of_ones_own_is_ended_and_stays_where_it_was_confirmed(indexed: Register, cast: Cast) -> None:
    add_theme(cast.manager, name="Daily life", words="daily life", after=0, at=AT)
    ref = indexed.recommendations["1"].public_id
    say_theme(cast.officer, kind="recommendation", ref=ref, theme="Daily life", says="is", at=AT)
    with pytest.raises(Invalid, match="why"):
        end_theme(cast.manager, number=1, reason=" ", after=1, at=AT)
    with pytest.raises(NotAllowed):
        end_theme(cast.officer, number=1, reason="Nobody uses it", after=1, at=AT)
    end_theme(cast.manager, number=1, reason="Nobody uses it", after=1, at=AT)
    follow()
    assert heat_map(cast.reader).cells["Daily life", "2024"] == 1
    other = indexed.recommendations["2a"]
    assert "Daily life" not in themes_shown(cast.reader, "recommendation", other)[1]
    with pytest.raises(Invalid, match="Choose a theme"):
        say_theme(
            cast.officer, kind="recommendation", ref=other.public_id, theme="Daily life", says="is", at=AT
        )
    with pytest.raises(NotNow):
        change_theme(cast.manager, number=1, name="Days", words="a", after=2, at=AT)
    page = client_of(cast.manager).get(reverse("themes:own", args=[1])).content.decode()
    assert "Nobody uses it" in page
    assert "Rename it" not in page
    say_theme(cast.officer, kind="recommendation", ref=ref, theme="Daily life", says="is_not", at=AT)
    follow()
    assert ("Daily life", "2024") not in heat_map(cast.reader).cells


def test_the_shared_list_is_nobodys_to_change(indexed: Register, cast: Cast) -> None:
    for number in (0, 1):
        with pytest.raises(NotVisible):
            change_theme(cast.manager, number=number, name="Days", words="a", after=0, at=AT)
    assert client_of(cast.manager).get(reverse("themes:own", args=[1])).status_code == 404


def test_nothing_of_a_restricted_case_is_counted(indexed: Register, cast: Cast) -> None:
    ref = indexed.recommendations["1"].public_id
    say_theme(cast.manager, kind="recommendation", ref=ref, theme=CORE, says="is", at=AT)
    restrict_case(cast.manager, ref=indexed.review.public_id, people=[], reason="Trial", version=0, at=AT)
    for actor in (cast.reader, cast.outsider):
        heat = heat_map(actor)
        assert (heat.cells, heat.columns, heat.areas, heat.confirmed) == ({}, (), (), 0)
        assert words_of_the_moment(actor, since=2024).texts_now == 0
    assert heat_map(cast.manager).confirmed == 1


def test_the_words_of_the_moment_are_told_from_those_of_before(indexed: Register, cast: Cast) -> None:
    assert words_of_the_moment(cast.reader, since=2024).texts_before == 0
    words = words_of_the_moment(cast.reader, since=2025)
    assert (words.texts_now, words.texts_before) == (0, 5)


def test_the_panel_says_why_and_lets_people_decide(indexed: Register, cast: Cast) -> None:
    ref = indexed.recommendations["1"].public_id
    href = reverse("learning:recommendation", args=[ref])
    assert "names core group" in client_of(cast.reader).get(href).content.decode()
    client = client_of(cast.officer)
    answer = client.post(
        reverse("themes:say", args=["recommendation", ref]), {"theme": CORE, "says": "is"}, follow=True
    )
    assert "Confirmed by" in answer.content.decode()


def test_what_has_no_year_is_counted_and_all_leads_to_all(indexed: Register, cast: Cast) -> None:
    rows = Passage.objects.for_everyone(because="a test").filter(kind="finding", year=2024)
    for row in rows:
        row.year, row.version = None, row.version + 1
        row.save()
    heat = heat_map(cast.reader)
    assert heat.columns[-1] == NOT_KNOWN
    assert heat.cells[CORE, NOT_KNOWN] == 1
    assert search(cast.reader, SearchFilter(theme=CORE)).total == dict(heat.totals)[CORE]
    assert client_of(cast.reader).get(reverse("themes:themes")).status_code == 200
