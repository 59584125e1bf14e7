"""Lessons: proposed by the machine, named, joined and split by people, and told through the years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heed.learning.models import Recommendation
from heed.memory.models import Lesson
from heed.memory.operations import (
    add_to_lesson,
    join_lessons,
    name_lesson,
    rename_lesson,
    split_lesson,
    take_out_of_lesson,
)
from heed.memory.queries import LessonFilter, find_lesson, proposed_families, steps_of, tell, told_lessons
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.people.operations import exclude_person, restrict_case
from tests.cast import AT, Cast, Promise, Register, client_of
from tests.cast_memory import SAME, a_lesson, answer, of_review

pytestmark = pytest.mark.django_db
DONE = (Promise("Core groups are booked a year ahead.", "taken", "Westmere Police"),)
HOUR = timedelta(hours=1)
CLOSED = "Each agency should minute its core group meetings and hold them when due."


@pytest.fixture
def family(register: Register, cast: Cast) -> list[Recommendation]:
    """Three that say the same, of 2019 (closed), 2024 and 2026; the oldest came in last."""
    [newest] = of_review(cast, "Cedar", SAME)
    [oldest] = of_review(cast, "Ash", CLOSED, on="2019-05-31", promises=DONE)
    return [oldest, register.recommendations["1"], newest]


def fresh(actor: Actor) -> Actor:
    return replace(actor, seen=None)


def test_the_machine_proposes_what_says_the_same(
    register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    [found] = proposed_families(cast.manager)
    assert list(found.rows) == family, "in order of their reviews' days"
    assert (found.lesson, found.confirmed) == (None, 0)
    page = client_of(cast.manager).get(reverse("memory:proposed")).content.decode()
    assert "3 recommendations, 2019 to 2026" in page
    answer(cast, family[2], family[0], "different")
    [smaller] = proposed_families(cast.manager)
    assert len(smaller.rows) == 2


def test_a_person_names_it_and_the_machine_proposes_it_no_more(
    register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    client = client_of(cast.manager)
    refs = [each.public_id for each in family]
    asked = f"{reverse('memory:name_lesson')}?{'&'.join(f'of={ref}' for ref in refs)}"
    wrong = client.post(asked, {"name": " ", "recommendations": refs})
    assert wrong.status_code == 422
    assert "Give the lesson a name" in wrong.content.decode()
    sent = client.post(asked, {"name": "Core groups meet on time", "recommendations": refs[:2]})
    assert sent.status_code == 302
    row = Lesson.objects.visible_to(cast.manager).get()
    assert (row.reference, row.name) == ("LES-0001", "Core groups meet on time")
    [found] = proposed_families(cast.manager)
    assert (found.lesson, list(found.new)) == (row, [family[2]])
    assert (
        "1 more looks like this lesson"
        in client.get(reverse("memory:lesson", args=[row.public_id])).content.decode()
    )
    add_to_lesson(cast.manager, ref=row.public_id, recommendation_refs=[refs[2]], version=1, at=AT)
    assert proposed_families(cast.manager) == []


def test_a_lessons_page_tells_it_through_the_years(
    register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    row = a_lesson(cast, *family)
    [told] = tell(cast.reader, [row])
    assert [each.row for each in told.tellings] == family
    assert [each.after_closure for each in told.tellings] == [False, True, True]
    assert (told.first, told.last, told.after_closure) == (date(2019, 5, 31), date(2026, 1, 31), 2)
    page = client_of(cast.reader).get(reverse("memory:lesson", args=[row.public_id])).content.decode()
    order = [
        page.index(words) for words in ("Recommended: ", "Reported complete: ", "Recommended again, after")
    ]
    assert order == sorted(order)
    assert "First recommended on 31 May 2019 (" in page
    assert " ago), and 2 times again, 2 times after" in page
    assert "Core groups are booked a year ahead." in page
    assert "Asked of Westmere Police." in page


def test_the_lists_are_the_most_repeated_after_closure_and_the_oldest(
    register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    a_lesson(cast, *family[1:], name="Of two")
    a_lesson(cast, *family, name="Of three")
    client = client_of(cast.reader)
    for order, first in (
        ("", "Of three"),
        ("after", "Of three"),
        ("oldest", "Of three"),
        ("reference", "Of two"),
    ):
        page = client.get(reverse("memory:lessons"), {"order": order}, follow=True).content.decode()
        other = "Of two" if first == "Of three" else "Of three"
        assert page.index(first) < page.index(other), order
    after = client.get(reverse("memory:lessons"), {"state": "after"}).content.decode()
    assert "Of three" in after
    assert "Of two" not in after
    for asked in (
        {"words": "three"},
        {"area": "Westmere", "words": "LES-0002"},
        {"state": "open", "words": "three"},
    ):
        found = client.get(reverse("memory:lessons"), asked).content.decode()
        assert "Of three" in found, asked
        assert "Of two" not in found, asked
    for asked in (
        {"area": "Northmere"},
        {"state": "embedded"},
        {"state": "no such thing"},
        {"words": "four"},
    ):
        assert "Of three" not in client.get(reverse("memory:lessons"), asked).content.decode(), asked
    written = client.get(reverse("memory:lessons"), {"download": "csv"}).getvalue().decode()
    assert "Of three,3,2019 to 2026" in written


def test_lessons_are_joined_and_split_with_history(
    register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    more = of_review(cast, "Yew", "Ask each child what daily life is like.", "Write down what a child says.")
    one, other = a_lesson(cast, *family[:2]), a_lesson(cast, family[1], family[2], name="Another")
    kept = join_lessons(cast.manager, ref=one.public_id, into_ref=other.public_id, reason="One lesson", at=AT)
    [told] = tell(cast.manager, [kept])
    assert len(told.tellings) == 3
    assert steps_of(cast.manager, kept)[0].words == "One lesson"
    with pytest.raises(NotVisible):
        find_lesson(cast.manager, one.public_id)
    with pytest.raises(NotNow, match="part of LES-0002"):
        join_lessons(cast.officer, ref=one.public_id, into_ref=other.public_id, reason="One lesson", at=AT)
    refs = [each.public_id for each in more]
    add_to_lesson(cast.manager, ref=kept.public_id, recommendation_refs=refs, version=2, at=AT)
    made = split_lesson(
        cast.manager,
        ref=kept.public_id,
        recommendation_refs=refs,
        name="The child's words",
        reason="It asks something else",
        version=3,
        at=AT,
    )
    assert [len(each.tellings) for each in tell(cast.manager, [kept, made])] == [3, 2]
    page = client_of(cast.reader).get(reverse("memory:lesson", args=[made.public_id])).content.decode()
    assert "Split with LES-0002: It asks something else" in page


def test_too_few_left_is_no_lesson_any_more(
    register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    row = a_lesson(cast, *family[:2])
    stands = take_out_of_lesson(
        cast.manager,
        ref=row.public_id,
        recommendation_refs=[family[0].public_id],
        reason="Another practice",
        version=1,
        at=AT,
    )
    assert not stands
    assert told_lessons(cast.manager, LessonFilter()) == []


def test_what_cannot_be_is_said_at_its_field(
    register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    row = a_lesson(cast, *family[:2])
    one = [family[0].public_id]
    with pytest.raises(Invalid, match="two recommendations"):
        name_lesson(cast.manager, name="Alone", recommendation_refs=one, at=AT)
    with pytest.raises(Invalid, match="160"):
        rename_lesson(cast.manager, ref=row.public_id, name="x" * 200, version=1, at=AT)
    with pytest.raises(Invalid, match="not in it yet"):
        add_to_lesson(cast.manager, ref=row.public_id, recommendation_refs=one, version=1, at=AT)
    with pytest.raises(Invalid, match="another lesson"):
        join_lessons(cast.manager, ref=row.public_id, into_ref=row.public_id, reason="One", at=AT)
    client = client_of(cast.manager)
    sent = client.post(
        reverse("memory:change_lesson", args=[row.public_id]), {"do": "rename", "rename-version": "1"}
    )
    assert sent.status_code == 422
    assert "Give the lesson a name" in sent.content.decode()


def test_of_two_at_once_the_second_is_shown_both(
    register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    row = a_lesson(cast, *family[:2])
    rename_lesson(cast.manager, ref=row.public_id, name="On time", version=1, at=AT)
    with pytest.raises(ChangedMeanwhile) as refused:
        rename_lesson(cast.officer, ref=row.public_id, name="Minuted", version=1, at=AT)
    assert refused.value.by == "Bola Bexley"


@pytest.mark.parametrize("role", [Role.READER, Role.INDEPENDENT_SCRUTINEER, Role.AGENCY_LEAD])
def test_who_may_not_keep_lessons_is_refused(
    role: Role, register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    with pytest.raises(NotAllowed):
        a_lesson(cast, *family, actor=cast.of[role])
    row = a_lesson(cast, *family)
    page = client_of(cast.of[role]).get(reverse("memory:lesson", args=[row.public_id])).content.decode()
    assert "Change this lesson" not in page


# What somebody may not see.


def test_a_restricted_case_takes_no_part_and_too_few_show_nothing(
    register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    row, small = a_lesson(cast, *family), a_lesson(cast, family[0], family[2], name="Of Ash and Cedar")
    restrict_case(
        cast.manager, ref=family[2].review.public_id, people=[], reason="Criminal trial", version=0, at=AT
    )
    reader = fresh(cast.reader)
    [told] = told_lessons(reader, LessonFilter())
    assert told.lesson == row
    assert [each.row for each in told.tellings] == family[:2]
    with pytest.raises(NotVisible):
        find_lesson(reader, small.public_id)
    client = client_of(cast.reader)
    page = client.get(reverse("memory:lesson", args=[row.public_id])).content.decode()
    assert family[2].reference not in page
    assert "1 time again" in page
    assert client.get(reverse("memory:lesson", args=[small.public_id])).status_code == 404
    listed = client.get(reverse("memory:lessons")).content.decode()
    assert "Of Ash and Cedar" not in listed
    assert "1 lesson." in listed
    assert [len(each.tellings) for each in tell(fresh(cast.manager), [row])] == [3]


def test_an_excluded_person_is_told_less_and_is_proposed_less(
    register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    exclude_person(
        cast.manager,
        ref=family[2].review.public_id,
        person=cast.officer.person_ref,
        reason="Their own practice",
        version=0,
        at=AT,
    )
    [found] = proposed_families(fresh(cast.officer))
    assert family[2] not in found.rows
    sent = client_of(cast.officer).get(f"{reverse('memory:name_lesson')}?of={family[2].public_id}")
    assert sent.status_code == 404


def test_the_other_partnership_sees_no_lesson(
    register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    row = a_lesson(cast, *family)
    assert told_lessons(cast.outsider, LessonFilter()) == []
    assert proposed_families(cast.outsider) == []
    assert client_of(cast.outsider).get(reverse("memory:lesson", args=[row.public_id])).status_code == 404


@pytest.fixture
def with_hidden(register: Register, cast: Cast, family: list[Recommendation]) -> Lesson:
    """A lesson of the register's first, the newest, and one of a case that is restricted since: the reader sees two."""
    row = a_lesson(cast, family[1], family[2])
    add_to_lesson(
        cast.manager, ref=row.public_id, recommendation_refs=[family[0].public_id], version=1, at=AT + HOUR
    )
    review = family[0].review.public_id
    restrict_case(cast.manager, ref=review, people=[], reason="Criminal trial", version=0, at=AT)
    return row


def test_the_history_tells_nothing_of_recommendations_that_one_may_not_see(
    cast: Cast, family: list[Recommendation], with_hidden: Lesson
) -> None:
    take_out_of_lesson(
        fresh(cast.manager),
        ref=with_hidden.public_id,
        recommendation_refs=[family[0].public_id],
        reason="It is about the trial",
        version=2,
        at=AT + 2 * HOUR,
    )
    rename_lesson(fresh(cast.manager), ref=with_hidden.public_id, name="On time", version=3, at=AT + 3 * HOUR)
    mine, theirs = (
        [each.deed for each in steps_of(fresh(actor), with_hidden)] for actor in (cast.manager, cast.reader)
    )
    assert mine == ["renamed", "taken_out", "added", "named"]
    assert theirs == ["renamed", "named"]
    page = client_of(cast.reader).get(reverse("memory:lesson", args=[with_hidden.public_id]))
    assert "the trial" not in page.content.decode()


def test_taking_out_says_the_same_whether_or_not_others_see_more(
    cast: Cast, family: list[Recommendation], with_hidden: Lesson
) -> None:
    client = client_of(cast.officer)
    other = a_lesson(cast, family[1], family[2], name="Of two alone", actor=fresh(cast.officer))
    said = []
    for row, version in ((with_hidden, "2"), (other, "1")):
        sent = client.post(
            reverse("memory:change_lesson", args=[row.public_id]),
            {
                "do": "take",
                "take-recommendations": [family[2].public_id],
                "take-reason": "Another practice",
                "take-version": version,
            },
            follow=True,
        )
        assert sent.status_code == 200
        assert sent.redirect_chain[-1][0] == reverse("memory:lessons")
        said.append("Fewer than two that you can see are left" in sent.content.decode())
    assert said == [True, True]
    assert find_lesson(fresh(cast.manager), with_hidden.public_id), "it stands for those who see the third"


ASKS = (
    "Every school should name a lead for children who are educated at home.",
    "Health visitors should ask fathers about safer sleeping at the first visit.",
    "Police officers should record who else lives in the house at every domestic abuse call.",
    "Midwives should share what they know of a parent's mental health with the health visitor.",
    "Return home interviews should be held within 72 hours and their findings shared.",
)


def test_many_families_cost_the_queries_of_one(
    register: Register, cast: Cast, family: list[Recommendation]
) -> None:
    lesson = a_lesson(cast, *family[:2])
    pages = [
        reverse("memory:lessons"),
        reverse("memory:proposed"),
        reverse("memory:lesson", args=[lesson.public_id]),
        reverse("memory:change_lesson", args=[lesson.public_id]),
    ]

    def queries() -> list[int]:
        client, found = client_of(cast.manager), []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            found.append(len(asked))
        return found

    for name, on, asks in (("Elder", "2023-03-31", ASKS[:1]), ("Yew", "2024-05-31", ASKS[:1])):
        of_review(cast, name, *asks, on=on)
    few = queries()
    for name, on, asks in (("Alder", "2023-03-31", ASKS[1:]), ("Lime", "2024-05-31", ASKS[1:])):
        of_review(cast, name, *asks, on=on)
    found = proposed_families(cast.manager)
    assert len(found) >= len(ASKS)
    a_lesson(cast, *next(each for each in found if each.lesson is None).rows, name="Another")
    assert all(many <= once for many, once in zip(queries(), few, strict=True))
