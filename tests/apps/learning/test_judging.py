"""Whether an answer answers what was asked is judged part by part, by somebody employed elsewhere, and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from heed.intake.operations import undo_import
from heed.learning.models import Judgement, Recommendation, Response
from heed.learning.operations import withdraw_request
from heed.learning.queries import asked_parts, find_request, judgements_of
from heed.learning.rules import adequate_parts
from heed.learning.types import AskedAgency, GivenAnswer
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base import clock
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.partnerships.models import Membership
from tests.cast import AT, Cast, Register, client_of
from tests.cast_answers import DUE, answer_of, ask, ask_one, judge, lead, sign, thread_of
from tests.house_rules.answers import named


def scrutineer(cast: Cast) -> Actor:
    """Employed by the police in the cast."""
    return cast.of[Role.INDEPENDENT_SCRUTINEER]


# The rule.

BOTH = frozenset({1, 2})


def given(whose: str, *, covers: frozenset[int] = BOTH, **grades: str) -> GivenAnswer:
    return GivenAnswer(whose, covers, {int(key[1:]): grade for key, grade in grades.items()})


@pytest.mark.parametrize(
    ("answers", "asked", "adequate"),
    [
        ([], [], set()),
        ([given("a")], [], set()),
        ([given("a", p1="full")], [], {1}),
        ([given("a", p1="full", p2="substituted")], [], {1}),
        ([given("a", p1="full", p2="full"), given("b", p1="partial")], [], {2}),
        # The newest answer that covers a part is the one that counts.
        ([given("a", p1="full", p2="none"), given("a", covers=frozenset({2}), p2="full")], [], {1, 2}),
        ([given("a", p1="full", p2="full"), given("a")], [], set()),
        # Whoever was asked and is silent, or was not judged, leaves it open.
        ([given("a", p1="full")], [AskedAgency("b", BOTH, waits=True)], set()),
        ([given("a", p1="full")], [AskedAgency("b", frozenset({2}), waits=True)], {1}),
        ([given("a", p1="full"), given("b")], [AskedAgency("b", BOTH, waits=False)], set()),
        ([given("a", p1="full"), given("b")], [], {1}),
    ],
)
def test_a_part_is_adequate_when_all_who_should_have_answered_it(
    answers: list[GivenAnswer], asked: list[AskedAgency], adequate: set[int]
) -> None:
    assert adequate_parts([1, 2], answers, asked) == adequate


# The operation.


@pytest.mark.capability("B10")
def test_answered_is_whole_only_when_every_part_has_an_adequate_answer(
    register: Register, cast: Cast
) -> None:
    row = register.recommendations["1"]
    requests = ask(cast, register, label="1", to=("Vale NHS Trust",))
    answer = sign(lead(cast), requests[0])
    assert thread_of(cast, row)["answered"] == "part"
    judge(
        scrutineer(cast), answer, grades=("full", "substituted"), reason="Asked who came; told how many came."
    )
    assert thread_of(cast, row)["answered"] == "part"
    judge(scrutineer(cast), answer, after=2)
    assert thread_of(cast, row)["answered"] == "whole"
    stored = Recommendation.objects.visible_to(cast.reader).get(pk=row.pk)
    assert next(each for each in stored.thread if each["step"] == "answered")["of"] == 2
    ask_one(cast, register, label="1", to=("Westmere Police",))
    assert thread_of(cast, row)["answered"] == "none" or thread_of(cast, row)["answered"] == "part"


def test_judgements_are_kept_and_the_newest_counts(register: Register, cast: Cast) -> None:
    answer = answer_of(register.recommendations["4"])
    judge(scrutineer(cast), answer, grade="none", reason="It only says that they agree.")
    judge(cast.manager, answer, after=1)
    found = judgements_of(cast.reader, answer, register.recommendations["4"])
    assert [(each.grade, str(each.judged_by), each.judged_for) for each in found] == [
        ("none", scrutineer(cast).name, "Westmere Police"),
        ("full", cast.manager.name, "Westmere Police"),
    ]
    assert thread_of(cast, register.recommendations["4"])["answered"] == "whole"
    event = Event.objects.filter(kind="answer.judged").latest("pk")
    assert (event.facts["full"], event.facts["of"]) == (1, 1)


def test_answers_are_narrowed_by_whether_they_are_judged(register: Register, cast: Cast) -> None:
    answer = answer_of(register.recommendations["4"])
    judge(scrutineer(cast), answer, grade="none", reason="It only says that they agree.")
    listed = reverse("learning:responses")
    for judged, shown in (("yes", True), ("no", False)):
        page = client_of(cast.reader).get(listed, {"judged": judged}).content.decode()
        assert (answer.text in page) is shown, judged


def test_nobody_judges_an_answer_of_their_own_agency(register: Register, cast: Cast) -> None:
    answer = answer_of(register.recommendations["4"])  # of the Vale NHS Trust
    for role in (Role.OFFICER, Role.LEAD_SAFEGUARDING_PARTNER):
        with pytest.raises(NotAllowed, match="you act for it"):
            judge(cast.of[role], answer)
    for role in (Role.AGENCY_LEAD, Role.READER, Role.ANALYST):
        with pytest.raises(NotAllowed):
            judge(cast.of[role], answer)
    # A second place, or standing in for somebody there, is employment enough.
    own = scrutineer(cast)
    Membership.objects.create(
        person_id=own.person_id,
        partnership_id=own.partnership_id,
        agency_id=lead(cast).agency_id,
        roles=["reader"],
        starts_on=AT.date(),
    )
    with pytest.raises(NotAllowed, match="you act for it"):
        judge(own, answer)
    with pytest.raises(NotAllowed):
        judge(replace(cast.manager, agency_id=lead(cast).agency_id), answer)


def test_who_signed_it_does_not_judge_it_from_elsewhere(register: Register, cast: Cast) -> None:
    answer = sign(lead(cast), ask_one(cast, register))
    Membership.objects.filter(pk=lead(cast).membership_id).update(
        agency=scrutineer(cast).agency_id, roles=["group_member"]
    )
    moved = replace(lead(cast), agency_id=scrutineer(cast).agency_id, roles=frozenset({Role.GROUP_MEMBER}))
    with pytest.raises(NotAllowed):
        judge(moved, answer)


def test_a_reason_is_needed_where_it_is_not_answered_in_full(register: Register, cast: Cast) -> None:
    answer = answer_of(register.recommendations["4"])
    with pytest.raises(Invalid) as refused:
        judge(scrutineer(cast), answer, grade="substituted")
    assert set(refused.value.fields) == {"reason_0"}
    with pytest.raises(Invalid) as refused:
        judge(scrutineer(cast), answer, grade="")
    assert set(refused.value.fields) == {"grade_0"}
    judge(scrutineer(cast), answer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.visible_to(cast.manager).update(grade="none", reason="")


def test_an_answer_whose_agency_nobody_named_is_judged_when_it_is_said(
    register: Register, cast: Cast
) -> None:
    row = register.recommendations["1"]
    answer = Response.objects.visible_to(cast.manager).get(recommendation=row, agency_words="")
    with pytest.raises(NotNow, match="Say which one first"):
        judge(scrutineer(cast), answer)
    named(register, cast, "Vale NHS Trust")
    answer.refresh_from_db()
    assert (answer.agency.name if answer.agency else "", answer.agency_words) == ("Vale NHS Trust", "")
    assert judge(scrutineer(cast), answer)
    with pytest.raises(ChangedMeanwhile):
        named(register, cast, "Westmere Police")


def test_an_answer_that_is_not_enough_goes_back_with_the_reason(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register, label="1")
    answer = sign(lead(cast), request)
    judge(
        scrutineer(cast),
        answer,
        grades=("full", "substituted"),
        reason="Asked for who came; got how many came.",
        send_back_by=DUE + timedelta(days=14),
    )
    [again] = [
        each for each in register.recommendations["1"].requests.visible_to(cast.manager) if each.sent_back_id
    ]
    found = find_request(lead(cast), again.public_id)
    assert (found.agency, found.round, found.sent_back_id) == (request.agency, request.round + 1, answer.pk)
    assert found.words == "Asked for who came; got how many came."
    assert [each.words for each in asked_parts(found)] == ["record who came"]
    second = sign(lead(cast), found, text="Names are kept.")
    assert judge(scrutineer(cast), second)
    assert thread_of(cast, register.recommendations["1"])["answered"] == "whole"
    assert Event.objects.filter(kind="answer.sent_back").count() == 1


def test_it_goes_back_once_and_by_a_day_that_can_be(register: Register, cast: Cast) -> None:
    answer = sign(lead(cast), ask_one(cast, register))
    with pytest.raises(Invalid, match="still to come"):
        judge(
            scrutineer(cast), answer, grade="none", reason="No.", send_back_by=AT.date() - timedelta(days=1)
        )
    assert not Judgement.objects.visible_to(cast.manager).filter(response=answer).exists()
    judge(scrutineer(cast), answer, grade="none", reason="No.", send_back_by=DUE)
    with pytest.raises(NotNow, match="being asked about this already"):
        judge(cast.manager, answer, grade="none", reason="Again.", send_back_by=DUE, after=1)


def test_two_who_judge_at_once_see_both(register: Register, cast: Cast) -> None:
    answer = answer_of(register.recommendations["4"])
    judge(scrutineer(cast), answer, grade="none", reason="It says nothing.")
    assert judge(
        scrutineer(cast), answer, grade="none", reason="It says nothing."
    )  # the same form, sent twice
    assert Judgement.objects.visible_to(cast.manager).count() == 1
    with pytest.raises(ChangedMeanwhile) as refused:
        judge(cast.manager, answer)
    assert refused.value.by == scrutineer(cast).name


def test_a_request_that_was_taken_back_holds_nothing_open(register: Register, cast: Cast) -> None:
    row = register.recommendations["4"]
    judge(scrutineer(cast), answer_of(row))
    request = ask_one(cast, register, to=("Westmere Police",))
    assert thread_of(cast, row)["answered"] == "part"
    withdraw_request(cast.officer, ref=request.public_id, reason="Not theirs.", at=AT)
    assert thread_of(cast, row)["answered"] == "whole"


def test_an_answer_to_a_theme_is_judged_for_each_recommendation(register: Register, cast: Cast) -> None:
    themed = Response.objects.visible_to(cast.manager).get(theme__isnull=False)
    Response.objects.visible_to(cast.manager).filter(pk=themed.pk).update(agency=lead(cast).agency_id)
    themed.refresh_from_db()
    row, other = register.recommendations["2a"], register.recommendations["1"]
    judge(scrutineer(cast), themed, row=row)
    assert thread_of(cast, row)["answered"] == "whole"
    assert thread_of(cast, other)["answered"] == "part"
    with pytest.raises(NotVisible):
        judge(scrutineer(cast), themed, row=register.recommendations["4"])


def test_an_import_whose_answer_was_judged_stays(register: Register, cast: Cast) -> None:
    judge(scrutineer(cast), answer_of(register.recommendations["4"]))
    with pytest.raises(NotNow, match="judged"):
        undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=AT)


# The pages.


def judge_address(answer: Response) -> str:
    assert answer.recommendation is not None
    return reverse("learning:judge", args=[answer.recommendation.public_id, answer.public_id])


def test_it_is_judged_on_its_page_and_shown_on_the_recommendations(register: Register, cast: Cast) -> None:
    row = register.recommendations["4"]
    answer, client = answer_of(row), client_of(scrutineer(cast))
    about = reverse("learning:recommendation", args=[row.public_id])
    assert judge_address(answer) in client.get(about).content.decode()
    assert judge_address(answer) not in client_of(cast.officer).get(about).content.decode()
    due = clock.today() + timedelta(days=20)
    sent = {
        "grade_0": "substituted",
        "reason_0": "Asked to be told of each visit; told of a policy.",
        "send_back": "on",
        "after": "0",
    }
    refused = client.post(judge_address(answer), sent)
    assert refused.status_code == 422
    assert "Enter the day by which to answer again" in refused.content.decode()
    assert "told of a policy" in refused.content.decode()
    day = {"due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year}
    assert client.post(judge_address(answer), {**sent, **day}).status_code == 302
    page = client_of(cast.reader).get(about).content.decode()
    assert "Answers with something else" in page
    assert "Idris Ingham, Westmere Police" in page
    asked = client_of(lead(cast)).get(reverse("learning:asked")).content.decode()
    assert "told of a policy" in asked


def test_the_agencys_own_people_and_others_are_refused(register: Register, cast: Cast) -> None:
    answer = answer_of(register.recommendations["4"])
    assert client_of(cast.officer).get(judge_address(answer)).status_code == 403
    assert client_of(cast.reader).get(judge_address(answer)).status_code == 403
    assert client_of(cast.outsider).get(judge_address(answer)).status_code == 404


def test_whose_answer_it_is_can_be_said_there(register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    answer = Response.objects.visible_to(cast.manager).get(recommendation=row, agency_words="")
    address, client = judge_address(answer), client_of(cast.manager)
    page = client.get(address).content.decode()
    assert "Whose answer is it?" in page
    assert "What you find" not in page
    assert client.post(address, {"do": "name", "name-agency": "", "name-version": "1"}).status_code == 422
    vale = lead(cast).agency_ref
    assert client.post(address, {"do": "name", "name-agency": vale, "name-version": "1"}).status_code == 302
    assert "What you find" in client.get(address).content.decode()
