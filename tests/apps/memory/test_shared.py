"""The shared library: what one partnership publishes is found by all, without the names that are printed in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.learning.operations import withdraw_recommendations
from heed.memory.indexing import bring_into_step, verify
from heed.memory.models import Passage, SharedPart, SharedReview
from heed.memory.operations.sharing import share_review, take_out
from heed.memory.queries import SearchFilter, list_recommended_before, passages, search
from heed.memory.queries.shared import NAME, find_shared, labels_of_shared, to_share
from heed.memory.queries.shared_names import Look, everyday_of
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.ids import new_public_id
from heed.platform.partnerships.models import Membership, Partnership
from heed.platform.people.operations import exclude_person, restrict_case
from heed.reviews.models import Review
from heed.reviews.queries import find_review
from tests.cast import AT, Ask, Cast, Written, browser, client_of, register_of
from tests.cast_memory import published, shared

pytestmark = pytest.mark.django_db

ASKED = "Every school should hear at once when a lifeguard reports that a child was left at the pool."
LEFT = "was left at the pool"
"""Words of it that no search here marks."""
NAMES_A_CHILD = "Child K (Jayden) should have been asked about the pool by each lifeguard."
NAMES_AN_AUTHOR = "Sarah Whitcombe, who wrote this, advises that lifeguards are trained together."
POOL = Written(
    "Learning from the pool",
    asks=(Ask("1", ASKED), Ask("2", NAMES_A_CHILD), Ask("3", NAMES_AN_AUTHOR)),
)


@pytest.fixture
def pool(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A review of another area, marked as published; its report calls a child Child K."""
    from heed.library.models import Reading

    review = published(cast, register_of(cast.manager, POOL, review="Pool"))
    for reading in Reading.objects.filter(document__in=review.documents.for_everyone(because="a test")):
        Reading.objects.filter(pk=reading.pk).update(found={**reading.found, "pseudonyms": ["Child K"]})
    return review


def told(actor: Any, words: str) -> list[str]:
    found = search(actor, SearchFilter(words=words))
    return [row.body.text for row in passages(actor, list(found.keys))]


def test_another_partnership_finds_it_in_search_marked_as_published_elsewhere(pool: Any, cast: Cast) -> None:
    assert told(cast.outsider, "lifeguard") == []
    shared(cast, pool)
    bring_into_step(patience=600)
    assert any(ASKED in each for each in told(cast.outsider, "lifeguard"))
    found = search(cast.outsider, SearchFilter(words="lifeguard"))
    assert set(dict(found.facets["kind"])) == {"shared"}
    client = client_of(cast.outsider)
    page = client.get(reverse("search:search"), {"q": "lifeguard"}).content.decode()
    assert "Pool, published elsewhere" in page
    [row] = [each for each in passages(cast.outsider, found.keys) if each.body.text == ASKED]
    read = client.get(row.href).content.decode()
    assert ASKED in read
    assert f'id="{row.href.split("#")[1]}"' in read
    own = search(cast.reader, SearchFilter(words="lifeguard"))
    assert "shared" not in dict(own.facets["kind"]), "one's own stands in one's own register"
    assert verify().is_well


def test_recommended_before_says_that_it_was_published_elsewhere(pool: Any, cast: Cast) -> None:
    shared(cast, pool)
    bring_into_step(patience=600)
    before = list_recommended_before(
        cast.outsider, text="Schools should be told at once by the lifeguard about a child left at a pool."
    )
    assert [each.text for each in before.matches] == [ASKED]
    assert before.searched.elsewhere
    page = client_of(cast.outsider).post(reverse("memory:before"), {"text": ASKED}).content.decode()
    assert "published elsewhere: " in page
    assert "Searched: 1 recommendation published elsewhere of 2024 to 2024 (Westmere)" in page
    assert "bring the review into your own register" in page
    assert (
        reverse("shared:shared", args=[SharedReview.objects.for_everyone(because="a test").get().public_id])
        in page
    )
    later = list_recommended_before(cast.outsider, text=ASKED, on=AT.date().replace(year=1990))
    assert (
        Review.objects.for_everyone(because="a test").filter(pk=pool.pk, published_latest=None)
        or not later.matches
    )


def test_what_names_somebody_beside_a_pseudonym_is_neither_kept_shown_nor_found(
    pool: Any, cast: Cast
) -> None:
    found = to_share(cast.officer, pool)
    named = {number for number, each in enumerate(found.parts) if each.names}
    assert any(each.is_held and "Jayden" in each.text for each in found.parts)
    row = shared(cast, pool, let_through=named)  # whoever asks for it
    bring_into_step(patience=600)
    kept = " ".join(SharedPart.objects.values_list("text", flat=True))
    assert "Jayden" not in kept
    assert "Whitcombe" in kept, "a name that stands alone may be let through"
    assert row.held_back
    of_all = Passage.objects.for_everyone(because="a test").filter(kind="shared")
    assert not any("Jayden" in text for text in of_all.values_list("body__text", flat=True))
    assert told(cast.outsider, "Jayden") == []
    page = client_of(cast.outsider).get(reverse("shared:shared", args=[row.public_id])).content.decode()
    assert "Jayden" not in page
    assert "Child K" in page


def test_what_is_not_let_through_is_held_back(pool: Any, cast: Cast) -> None:
    shared(cast, pool)
    assert "Whitcombe" not in " ".join(SharedPart.objects.values_list("text", flat=True))


def test_the_page_lists_the_names_before_it_is_shared(pool: Any, cast: Cast) -> None:
    client = client_of(cast.officer)
    assert (
        "Put it into the shared library"
        in client.get(reverse("reviews:review", args=[pool.public_id])).content.decode()
    )
    address = reverse("shared:check", args=[pool.public_id])
    page = client.get(address).content.decode()
    assert "“Jayden”" in page
    assert "“Sarah Whitcombe”" in page
    refused = client.post(address, {"do": "share", "share-seal": to_share(cast.officer, pool).seal})
    assert refused.status_code == 422
    assert "Say that you have read what is to be shared" in refused.content.decode()
    sent = {"do": "share", "share-seal": to_share(cast.officer, pool).seal, "share-read_it": "on"}
    assert client.post(address, sent).status_code == 302
    assert (
        "In the shared library"
        in client.get(reverse("reviews:review", args=[pool.public_id])).content.decode()
    )
    assert Event.objects.filter(kind="shared.put_in", subject_ref=pool.public_id).exists()


def test_somebody_excluded_from_the_case_does_not_read_it_there(pool: Any, cast: Cast) -> None:
    row = shared(cast, pool)
    address = reverse("shared:shared", args=[row.public_id])
    assert client_of(cast.reader).get(address).status_code == 200
    exclude_person(
        cast.manager,
        ref=pool.public_id,
        person=cast.reader.person_ref,
        reason="Own practice",
        version=find_review(cast.manager, pool.public_id).scope.version,
        at=AT,
    )
    assert client_of(cast.reader).get(address).status_code == 404
    assert "Pool" not in client_of(cast.reader).get(reverse("shared:library")).content.decode()
    assert labels_of_shared(cast.reader, [row.public_id]) == {}
    for other in (cast.officer, cast.outsider):
        assert client_of(other).get(address).status_code == 200
        assert "Pool" in client_of(other).get(reverse("shared:library")).content.decode()
        assert row.public_id in labels_of_shared(other, [row.public_id])


def test_taken_out_it_is_gone_at_once(pool: Any, cast: Cast) -> None:
    row = shared(cast, pool)
    bring_into_step(patience=600)
    with pytest.raises(NotVisible):
        take_out(cast.outsider, ref=row.public_id, reason="Mine", at=AT)
    with pytest.raises(Invalid):
        take_out(cast.manager, ref=row.public_id, reason=" ", at=AT)
    take_out(cast.manager, ref=row.public_id, reason="It names a school", at=AT)
    assert told(cast.outsider, "lifeguard") == []
    assert not Passage.objects.for_everyone(because="a test").filter(kind="shared").exists()
    assert not SharedPart.objects.exists()
    with pytest.raises(NotVisible):
        take_out(cast.manager, ref=row.public_id, reason="Again", at=AT)
    shared(cast, pool)  # it can come in again


def test_restricted_here_it_is_read_nowhere_else_from_that_moment(pool: Any, cast: Cast) -> None:
    row = shared(cast, pool)
    bring_into_step(patience=600)
    restrict_case(
        cast.manager,
        ref=pool.public_id,
        people=[],
        reason="Criminal trial",
        version=pool.scope.version,
        at=AT,
    )
    assert told(cast.outsider, "lifeguard") == [], "before the worker has done anything"
    assert not list_recommended_before(cast.outsider, text=ASKED).matches
    assert client_of(cast.outsider).get(reverse("shared:shared", args=[row.public_id])).status_code == 404
    bring_into_step(patience=600)
    assert not Passage.objects.for_everyone(because="a test").filter(kind="shared").exists()


def test_only_a_published_review_is_shared_and_only_as_it_was_looked_at(cast: Cast, pool: Any) -> None:
    other = register_of(
        cast.manager, POOL.__class__("Learning elsewhere", asks=(Ask("1", ASKED),)), review="Elm"
    )
    with pytest.raises(NotNow):
        shared(cast, other)
    with pytest.raises(NotAllowed):
        share_review(cast.reader, review_ref=pool.public_id, seal="", let_through=(), read_it=True, at=AT)
    with pytest.raises(NotVisible):
        share_review(cast.outsider, review_ref=pool.public_id, seal="", let_through=(), read_it=True, at=AT)
    with pytest.raises(NotNow, match="changed while you looked"):
        share_review(
            cast.officer, review_ref=pool.public_id, seal="other", let_through=(), read_it=True, at=AT
        )
    shared(cast, pool)
    with pytest.raises(NotNow, match="already"):
        shared(cast, pool)


def test_a_demo_is_a_demo_once_something_is_shared(pool: Any, cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    Partnership.objects.update(is_demo=True)
    shared(cast, pool)
    member = Membership.objects.get(pk=cast.outsider.membership_id).public_id
    assert browser().post(reverse("sign_in_as"), {"member": member}).status_code == 302


def test_a_document_is_not_undone_beneath_what_all_partnerships_read(pool: Any, cast: Cast) -> None:
    row = shared(cast, pool)
    [reading, *_] = pool.recommendations.for_everyone(because="a test").values_list("reading_id", flat=True)
    with pytest.raises(NotNow, match="in the shared library"):
        withdraw_recommendations(cast.manager, reading_id=reading, at=AT)
    take_out(cast.officer, ref=row.public_id, reason="The document was the wrong one.", at=AT)
    assert withdraw_recommendations(cast.manager, reading_id=reading, at=AT) == 3


def _page(review: Any, cast: Cast, text: str, page: int = 1) -> Any:
    """An appendix of the review: a document of its own, without recommendations."""
    from heed.library.models import Document, Reading

    first = review.documents.for_everyone(because="a test").first()
    row = Document.objects.for_everyone(because="a test").get(pk=first.pk)
    row.pk, row.public_id, row.name, row.title = None, new_public_id(), "appendix.pdf", "Appendix"
    row._state.adding = True
    row.save()
    read = first.readings.first()
    Reading.objects.create(
        document=row,
        reader=read.reader,
        kind=read.kind,
        text=text,
        blocks=[{"spans": [[0, len(text), page]]}],
        found={},
        made_at=AT,
    )
    review.documents.add(row)
    return row


APPENDIX = "The appendix tells how the deck chairs of the pool were counted in the autumn of that year."


@pytest.mark.parametrize("how", ["withdrawn_at", "erased_at", "removed"])
def test_a_document_that_goes_takes_what_everybody_reads_of_it_with_it_at_once(
    pool: Any, cast: Cast, how: str
) -> None:
    from heed.library.models import Document

    row = _page(pool, cast, APPENDIX)
    kept = shared(cast, pool)
    bring_into_step(patience=600)
    assert any(APPENDIX in each for each in told(cast.outsider, "deck chairs"))
    rows = Document.objects.for_everyone(because="a test").filter(pk=row.pk)
    if how == "removed":
        pool.documents.remove(row)
        row.readings.all().delete()
        rows.get().delete()
    else:
        rows.update(**{how: AT})
    assert not any("deck" in each for each in told(cast.outsider, "deck chairs"))
    page = client_of(cast.outsider).get(reverse("shared:shared", args=[kept.public_id])).content.decode()
    assert "deck chairs" not in page
    assert ASKED in page, "the other document's words stay"
    bring_into_step(patience=600)
    assert verify().is_well


def test_somebody_excluded_from_the_case_does_not_read_it_for_another_partnership_either(
    pool: Any, cast: Cast
) -> None:
    from heed.platform.access.queries import find_actor_of_membership

    row = shared(cast, pool)
    bring_into_step(patience=600)
    there = Membership.objects.get(pk=cast.outsider.membership_id)
    there.pk, there.public_id, there.person_id = None, new_public_id(), cast.reader.person_id
    there.save()
    second = find_actor_of_membership(there.pk, on=AT.date())
    assert second
    assert told(second, "lifeguard")
    exclude_person(
        cast.manager,
        ref=pool.public_id,
        person=cast.reader.person_ref,
        reason="Own practice",
        version=find_review(cast.manager, pool.public_id).scope.version,
        at=AT,
    )
    second = find_actor_of_membership(there.pk, on=AT.date())
    assert second
    assert told(second, "lifeguard") == []
    assert not list_recommended_before(second, text=ASKED).matches
    assert labels_of_shared(second, [row.public_id]) == {}
    with pytest.raises(NotVisible):
        find_shared(second, row.public_id)
    assert told(cast.outsider, "lifeguard"), "others there read it"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("His mother, Agnieszka Kowalska, told the school.", "Agnieszka Kowalska"),
        ("Kyrell Matthews was seen by the school nurse.", "Kyrell Matthews"),
        ("The parent (AGNIESZKA KOWALSKA) came to the pool.", "AGNIESZKA KOWALSKA"),
        ("JAYDEN was seen by the school nurse.", "JAYDEN"),
        ("Omar bin Rashid told the school.", "Omar bin Rashid"),
    ],
)
def test_names_that_no_list_knows_and_names_in_capitals_are_found(text: str, name: str) -> None:
    look = Look((), ("Westmere Police",), everyday_of([]))
    assert name in [each.words for each in look.names_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "KEY FINDINGS AND ACTIONS of the Safeguarding Children Partnership, sent to Westmere Police.",
        "The Health Visiting Service and the MASH told Children's Social Care in January.",
        "DECK CHAIRS: the deck held chairs.",
    ],
)
def test_headings_and_services_are_no_names(text: str) -> None:
    assert not Look((), ("Westmere Police",), everyday_of([text])).names_in(text)


def test_the_reviews_own_name_and_doubtful_pseudonyms_are_looked_at(pool: Any, cast: Cast) -> None:
    from heed.library.models import Reading

    Review.objects.for_everyone(because="a test").filter(pk=pool.pk).update(
        name="Learning about Jayden Okafor"
    )
    for reading in Reading.objects.filter(document__in=pool.documents.for_everyone(because="a test")):
        Reading.objects.filter(pk=reading.pk).update(found={"pseudonyms": ["Child K", "Kyrell"]})
    pool = find_review(cast.manager, pool.public_id)
    _page(pool, cast, "At the pool Kyrell was asked by nobody whether there were towels for everyone.")
    found = to_share(cast.officer, pool)
    assert found.name.names
    assert list(found.doubtful.values()) == ["Kyrell"]
    choices = client_of(cast.officer).get(reverse("shared:check", args=[pool.public_id])).content.decode()
    assert "“Kyrell”: a pseudonym" in choices
    row = shared(cast, pool)
    assert "Jayden" not in row.name
    assert row.pseudonyms == ["Child K"]
    assert "Kyrell" not in " ".join(SharedPart.objects.values_list("text", flat=True))
    take_out(cast.manager, ref=row.public_id, reason="It named nobody after all", at=AT)
    row = shared(cast, pool, let_through=[NAME, *found.doubtful])
    assert row.name == "Learning about Jayden Okafor"
    assert row.pseudonyms == ["Child K", "Kyrell"]
    assert "Kyrell" in " ".join(SharedPart.objects.values_list("text", flat=True))


def test_two_partnerships_one_shares_and_the_other_reads_that_and_no_more(pool: Any, cast: Cast) -> None:
    """Through the pages that people use, from the check to taking it out."""
    here, there = client_of(cast.officer), client_of(cast.outsider)
    check = reverse("shared:check", args=[pool.public_id])
    review = reverse("reviews:review", args=[pool.public_id])
    assert check in here.get(review).content.decode()
    form = HTMLParser(here.get(check).content).css_first("form[method=post] input[name=share-seal]")
    sent = {"share-seal": form.attributes["value"], "share-read_it": "on"}
    assert there.post(check, sent).status_code == 404
    assert here.post(check, sent).status_code == 302
    bring_into_step(patience=600)
    [row] = SharedReview.objects.for_everyone(because="a test")
    page = reverse("shared:shared", args=[row.public_id])
    assert page in there.get(reverse("shared:library")).content.decode()
    read = there.get(page).content.decode()
    assert ASKED in read
    assert "Take it out" not in read
    assert "Your own partnership put this in" in here.get(page).content.decode()
    assert there.post(page, {"do": "out", "out-reason": "Ours now"}).status_code == 403
    asked = pool.recommendations.for_everyone(because="a test").first()
    document = pool.documents.for_everyone(because="a test").first()
    for hidden in (
        review,
        reverse("reviews:day", args=[pool.public_id]),
        reverse("learning:recommendation", args=[asked.public_id]),
        reverse("library:document", args=[document.public_id]),
        reverse("memory:drafting", args=[pool.public_id]),
    ):
        assert there.get(hidden).status_code == 404, hidden
    found = reverse("search:search")
    for words in ("lifeguard", "Jayden", "Whitcombe", asked.reference):
        for more in ({}, {"download": "csv"}):
            answer = there.get(found, {"q": words, **more})
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert b"(Jayden)" not in body
            assert b"who wrote this" not in body
            assert LEFT.encode() in body or words != "lifeguard"
    assert here.post(page, {"do": "out", "out-reason": "The family asked"}).status_code == 302
    assert there.get(page).status_code == 404
    assert LEFT not in there.get(found, {"q": "lifeguard"}).content.decode()
    assert here.get(review).status_code == 200


def test_the_same_report_of_another_partnership_is_not_listed_twice(pool: Any, cast: Cast) -> None:
    shared(cast, pool)
    more = Ask("4", "Every pool should name who leads for safeguarding, and say so at its door.")
    theirs = published(cast, register_of(cast.outsider, POOL, review="Pool"), by=cast.outsider)
    other = Written("Learning from the lake", (more,))
    else_ = published(cast, register_of(cast.outsider, other, review="Lake"), by=cast.outsider)
    page = reverse("shared:check", args=[theirs.public_id])
    assert client_of(cast.outsider).get(page).status_code == 409
    with pytest.raises(NotNow, match="put the same report into the shared library already"):
        shared(cast, theirs, by=cast.outsider)
    assert shared(cast, else_, by=cast.outsider)
    row = SharedReview.objects.for_everyone(because="a test").get(review=pool)
    take_out(cast.manager, ref=row.public_id, reason="It is theirs", at=AT)
    assert shared(cast, theirs, by=cast.outsider)
