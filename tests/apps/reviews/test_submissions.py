"""What agencies give to a review: asked for, written, looked over, signed off; and what happens where it does not come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from heed.learning.models import Recommendation
from heed.learning.queries import own_of_agencies
from heed.platform.access.roles import Role
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.notices.due import KINDS, Reach, Wanted
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.people.operations import exclude_person
from heed.reviews.models import Submission
from heed.reviews.operations.giving import hand_in_submission, save_submission_draft, sign_off_submission
from heed.reviews.operations.non_compliance import close_non_compliance, end_commission
from heed.reviews.operations.submissions import move_submission_day
from heed.reviews.presenters.ahead import ahead_of_submissions
from heed.reviews.queries.submissions import find_submission, find_version, lacking, submissions_of_review
from heed.reviews.types.submissions import Lacks, SubmissionState
from tests import cast_review_work as work
from tests.cast import AT, Cast, Register, client_of
from tests.cast_review_work import DUE, LATE


def refused(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        act()
    return dict(refusal.value.fields)


@pytest.mark.capability("A08")
def test_an_agency_is_asked_writes_is_looked_over_and_signs(register: Register, cast: Cast) -> None:
    """The whole way in a browser, by four people; what the agency recommends to itself stands in the register then."""
    manager, lead = client_of(cast.manager), client_of(work.lead(cast))
    page = reverse("reviews:submissions", args=[register.review.public_id])
    sent = {
        "do": "ask",
        "ask-kind": "imr",
        "ask-agencies": [work.agency("Vale NHS Trust").public_id],
        "ask-questions": "Who saw the children at home?\n\nWhat was said to the school?",
        "ask-due_on_day": "1",
        "ask-due_on_month": "4",
        "ask-due_on_year": "2099",
    }
    assert manager.post(page, sent).status_code == 422  # more than two years off: a slip of the hand
    work.ask(cast, register, questions=["Who saw the children at home?", "", "What was said to the school?"])
    row = Submission.objects.visible_to(cast.manager).get()
    shown = manager.get(page).content.decode()
    assert "Vale NHS Trust: individual management review" in shown
    write = reverse("reviews:write_submission", args=[row.public_id])
    first = lead.get(write)["Location"]
    page = lead.get(first).content.decode()
    assert "Heed is not a route for reporting concerns." in page
    assert "call 999" in page
    said = {"safety": "yes", "who_acted": "The duty team", "acted_when": "today, 9 am"}
    assert lead.post(first, said)["Location"] == write
    assert "Yes, a child may be unsafe now, The duty team, today, 9 am" in lead.get(write).content.decode()
    assert "What was said to the school?" in lead.get(write).content.decode()
    keys = [each["key"] for each in row.sections]
    typed = {f"words_{key}": f"What we found of {key}." for key in keys if key != "lived_experience"}
    typed |= {"author": "Wren Whitlow", "independent": "on", "version": "0"}
    typed |= {"recommendations": "Record each missed visit.\nAsk the school."}
    blank = lead.post(write, {**typed, "do": "hand_in"})
    assert blank.status_code == 422
    assert (
        "What life was like for each child: write it, or say below why it is left blank"
        in blank.content.decode()
    )
    typed["words_lived_experience"] = "They told the nurse that it was cold."
    assert lead.post(write, {**typed, "do": "hand_in"}).status_code == 302
    thing = reverse("reviews:submission", args=[row.public_id])
    found = {"do": "check", "check-number": "1", "check-grade": "good", "check-met": list(_points())}
    assert manager.post(thing, found).status_code == 302
    assert "Sign it off" not in client_of(work.lead(cast)).get(thing).content.decode()
    signed = client_of(work.executive(cast)).post(thing, {"do": "sign", "sign-number": "1"})
    assert signed.status_code == 302
    row = find_submission(cast.manager, row.public_id)
    assert (row.state, row.signed_as) == (SubmissionState.FINAL, Role.AGENCY_EXECUTIVE)
    [own] = own_of_agencies(cast.manager, register.review.pk)[-1:]
    assert (own.name, own.asked) == ("Vale NHS Trust", 3)  # with the one that the report printed


def _points() -> tuple[str, ...]:
    return tuple(work.submission_rules().checklist)


def test_nothing_is_handed_in_without_the_childs_life_or_a_reason(register: Register, cast: Cast) -> None:
    row = work.ask(cast, register)
    without = {**work.words().words, "lived_experience": " "}
    wrong = refused(lambda: work.hand_in(cast, row, written=work.words(words=without)))
    assert list(wrong) == ["words_lived_experience"]
    in_part = work.words(words=without, missing="The rest in May.")
    assert list(refused(lambda: work.hand_in(cast, row, written=in_part))) == ["words_lived_experience"]
    said = work.words(words=without, reasons={"lived_experience": "The Trust met no child of this family."})
    assert work.hand_in(cast, row, written=said).parts[3]["reason"].startswith("The Trust met no child")


@pytest.mark.capability("A08")
def test_the_author_declares_to_have_had_no_part(register: Register, cast: Cast) -> None:
    row = work.ask(cast, register)
    wrong = refused(lambda: work.hand_in(cast, row, written=work.words(independent=False, author="")))
    assert set(wrong) == {"author", "independent"}


@pytest.mark.capability("A08")
def test_an_author_who_is_excluded_half_way(register: Register, cast: Cast) -> None:
    """What they wrote goes no further, they see nothing of it, and somebody else of the agency writes it again."""
    row = work.ask(cast, register)
    author = work.lead(cast)
    written = work.words(author="", author_ref=work.place_of(author))
    work.hand_in(cast, row, written=written)
    exclude(cast, register, author)
    with pytest.raises(NotVisible):
        find_submission(author, row.public_id)
    assert (
        "is excluded from the case now"
        in client_of(cast.manager).get(reverse("reviews:submission", args=[row.public_id])).content.decode()
    )
    with pytest.raises(NotNow, match="Its author is excluded"):
        work.look_over(cast, row)
    work.look_over(cast, row, words="Somebody else must write it.", again_by=DUE + timedelta(days=7))
    colleague = other_of_trust(cast)
    wrong = refused(
        lambda: hand_in_submission(colleague, ref=row.public_id, written=written, version=1, at=AT)
    )
    assert list(wrong) == ["author_ref"]
    again = work.words(author="", author_ref=work.place_of(colleague))
    made = hand_in_submission(colleague, ref=row.public_id, written=again, version=1, at=AT)
    assert (made.number, made.author_person_id) == (2, colleague.person_id)


def test_whoever_is_excluded_after_it_was_looked_over_stops_the_signature(
    register: Register, cast: Cast
) -> None:
    row = work.ask(cast, register)
    author = work.lead(cast)
    work.hand_in(cast, row, written=work.words(author="", author_ref=work.place_of(author)))
    work.look_over(cast, row)
    exclude(cast, register, author)
    with pytest.raises(NotNow, match="Its author is excluded"):
        sign_off_submission(work.executive(cast), ref=row.public_id, words="", number=1, at=AT)


def exclude(cast: Cast, register: Register, actor: Any) -> None:
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=actor.person_ref,
        reason="Managed the health visitor",
        version=0,
        at=AT,
    )


def other_of_trust(cast: Cast) -> Any:
    own, there = cast.of[Role.AGENCY_CONTRIBUTOR], work.lead(cast)
    Membership.objects.filter(pk=own.membership_id).update(agency=there.agency_id)
    return replace(own, agency_id=there.agency_id, agency_name=there.agency_name, agency_ref=there.agency_ref)


def test_nothing_is_final_without_the_signature_that_the_kind_of_agency_asks_for(
    register: Register, cast: Cast
) -> None:
    row = work.assured(cast, register)
    with pytest.raises(NotAllowed, match="the agency executive director signs off"):
        sign_off_submission(work.lead(cast), ref=row.public_id, words="", number=1, at=AT)
    Agency.objects.filter(pk=row.agency_id).update(kind="council")
    with pytest.raises(NotAllowed, match="the agency lead signs off"):
        sign_off_submission(work.executive(cast), ref=row.public_id, words="", number=1, at=AT)
    rows = Submission.objects.visible_to(cast.manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.filter(pk=row.pk).update(state="final")
    done = sign_off_submission(work.lead(cast), ref=row.public_id, words="Read in full.", number=1, at=AT)
    assert done.signed_as == Role.AGENCY_LEAD
    with pytest.raises(NotNow, match="only once"):
        sign_off_submission(work.lead(cast), ref=row.public_id, words="", number=1, at=AT)


def test_it_is_looked_over_by_somebody_of_another_agency_against_the_checklist(
    register: Register, cast: Cast
) -> None:
    row = work.given(cast, register)
    with pytest.raises(NotAllowed, match="Somebody else looks this over"):
        work.check_submission(  # the officer of the cast acts for the Trust
            cast.officer, ref=row.public_id, met={}, grade="", words="", again_by=None, number=1, at=AT
        )
    wrong = refused(lambda: work.look_over(cast, row, met={"answers": True}, grade=""))
    assert set(wrong) == {"met", "grade"}
    assert refused(lambda: work.look_over(cast, row, again_by=DUE)) == {"words": "Say why it is sent back"}
    work.look_over(cast, row, words="It names no child.", again_by=DUE)
    with pytest.raises(NotNow):
        work.look_over(cast, row)
    again = find_submission(work.lead(cast), row.public_id)
    assert (again.state, again.draft.written["words"]["learning"]) == ("asked", "What we found of learning.")
    work.hand_in(cast, row, version=1)
    with pytest.raises(NotNow, match="Another version"):
        work.look_over(cast, row, number=1)


@pytest.mark.capability("A12")
def test_a_health_overview_is_asked_of_health_bodies_and_kept_apart(register: Register, cast: Cast) -> None:
    police = work.agency("Westmere Police").public_id
    wrong = refused(lambda: work.ask(cast, register, kind="health_overview", agencies=[police]))
    assert wrong["agencies"].startswith("Health overview report: not asked of Westmere Police")
    row = work.ask(cast, register, kind="health_overview")
    keys = [each["key"] for each in row.sections]
    work.hand_in(cast, row, written=work.words(words=dict.fromkeys(keys, "Words.")))
    work.look_over(cast, row)
    sign_off_submission(work.executive(cast), ref=row.public_id, words="", number=1, at=AT)
    made = Recommendation.objects.visible_to(cast.manager).get(submission=row.pk)
    assert made.source == "health overview"
    page = client_of(cast.reader).get(reverse("learning:recommendation", args=[made.public_id]))
    assert f"{row.reference}, signed off 4 Mar 2025" in page.content.decode()


@pytest.mark.capability("A09")
def test_a_late_agency_is_sent_on_step_by_step_and_closed_with_evidence(
    register: Register, cast: Cast
) -> None:
    row = work.ask(cast, register)
    with pytest.raises(NotNow, match="is not late"):
        work.send_on(cast, row, at=AT, spoken=work.spoken(on=AT.date()))
    wrong = refused(lambda: work.send_on(cast, row, spoken=work.spoken(to=" ")))
    assert wrong == {"to": "Say whom you spoke to at the agency"}
    wrong = refused(lambda: work.send_on(cast, row, spoken=work.spoken(on=AT.date() - timedelta(days=1))))
    assert wrong["on"] == "It cannot be before it was asked for, 4 Mar 2025"
    case = work.send_on(cast, row)
    with pytest.raises(NotNow, match="already"):
        work.send_on(cast, row)
    work.send_on(cast, row, "board")
    with pytest.raises(NotNow, match="not kept who commissions"):
        work.send_on(cast, row, "commissioner")
    work.commission(cast)
    work.send_on(cast, row, "commissioner")
    assert [each.stage for each in case.steps.all()] == ["review_group", "board", "commissioner"]
    assert case.steps.last().commissioner.name == "Westmere Council"
    with pytest.raises(NotNow):
        work.send_on(cast, row, "commissioner")
    close = {"ref": row.public_id, "engaged_on": LATE.date(), "at": LATE}
    assert list(refused(lambda: close_non_compliance(cast.manager, engagement=" ", **close))) == [
        "engagement"
    ]
    early = {**close, "engaged_on": AT.date()}
    assert list(refused(lambda: close_non_compliance(cast.manager, engagement="They came.", **early))) == [
        "engaged_on"
    ]
    close_non_compliance(cast.manager, engagement="They came, with a plan.", **close)
    with pytest.raises(NotNow):
        close_non_compliance(cast.manager, engagement="They came.", **close)
    page = client_of(cast.reader).get(reverse("reviews:submission", args=[row.public_id]))
    assert "takes part since" in page.content.decode()


@pytest.mark.capability("A09")
def test_late_partial_and_missing_are_told_apart(register: Register, cast: Cast) -> None:
    row = work.ask(cast, register)

    def now(days: int) -> Lacks | None:
        return lacking(find_submission(cast.manager, row.public_id), DUE + timedelta(days=days))

    assert [now(0), now(1), now(28), now(29)] == [None, Lacks.LATE, Lacks.LATE, Lacks.MISSING]
    learning = {key: each for key, each in work.words().words.items() if key != "learning"}
    work.hand_in(cast, row, written=work.words(words=learning, missing="What we learned, in May."))
    assert [now(0), now(1), now(40)] == [None, Lacks.PARTIAL, Lacks.PARTIAL]
    listed = client_of(cast.manager).get(reverse("reviews:submissions", args=[register.review.public_id]))
    assert "Late, and not sent on" in listed.content.decode()


@pytest.mark.capability("H09")
def test_who_commissions_whom_is_kept_and_ends(register: Register, cast: Cast) -> None:
    own = work.agency("Vale NHS Trust").public_id
    assert list(refused(lambda: work.commission(cast, commissioner=own))) == ["commissioner"]
    row = work.commission(cast)
    assert list(refused(lambda: end_commission(cast.manager, ref=row.public_id, ends_on=None, at=AT))) == [
        "ends_on"
    ]
    end_commission(cast.manager, ref=row.public_id, ends_on=AT.date(), at=AT)
    sub = work.silent(cast, register)
    work.send_on(cast, sub, "board")
    with pytest.raises(NotNow, match="not kept who commissions"):
        work.send_on(cast, sub, "commissioner")
    with pytest.raises(NotVisible):
        end_commission(cast.outsider, ref=row.public_id, ends_on=AT.date(), at=AT)


def test_what_an_agency_wrote_is_read_by_few(register: Register, cast: Cast) -> None:
    row = work.given(cast, register)
    page = reverse("reviews:submission_version", args=[row.public_id, 1])
    got = {
        role: client_of(cast.of[role]).get(page).status_code
        for role in (Role.READER, Role.REVIEW_PANEL_MEMBER)
    }
    assert got == {Role.READER: 403, Role.REVIEW_PANEL_MEMBER: 200}
    assert client_of(cast.of[Role.AGENCY_CONTRIBUTOR]).get(page).status_code == 403  # of another agency
    assert client_of(cast.outsider).get(page).status_code == 404
    with pytest.raises(NotVisible):
        find_version(cast.manager, row.public_id, 2)


def test_a_reader_is_told_that_it_came_in_part_and_not_why(register: Register, cast: Cast) -> None:
    row = work.ask(cast, register)
    work.hand_in(cast, row, written=work.words(missing="The midwife’s notes are lost."))
    page = reverse("reviews:submission", args=[row.public_id])
    panel = client_of(cast.of[Role.REVIEW_PANEL_MEMBER]).get(page).content.decode()
    reader = client_of(cast.reader).get(page).content.decode()
    assert "In part: The midwife’s notes are lost." in panel
    assert "In part" in reader
    assert "The midwife’s notes are lost." not in reader
    work.hand_in(cast, row, version=1)
    work.look_over(cast, row, grade="weak", words="The dates do not fit.", number=2)
    assert "The dates do not fit." in client_of(cast.of[Role.REVIEW_PANEL_MEMBER]).get(page).content.decode()
    assert "The dates do not fit." not in client_of(cast.reader).get(page).content.decode()


def test_the_reviews_page_says_which_agency_is_waited_for(register: Register, cast: Cast) -> None:
    row = work.ask(cast, register)
    [told] = ahead_of_submissions(cast.reader, register.review)
    assert (told.kind, told.on) == ("waits", work.DUE)
    page = reverse("reviews:review", args=[register.review.public_id])
    shown = client_of(cast.reader).get(page).content.decode()
    assert f"Vale NHS Trust to hand in {row.reference}" in shown, (
        "on a review that came in with its report as well"
    )
    work.hand_in(cast, row)
    [told] = ahead_of_submissions(cast.reader, register.review)
    assert told.words == f"Look {row.reference} over: Vale NHS Trust, individual management review"
    work.look_over(cast, row)
    [told] = ahead_of_submissions(cast.reader, register.review)
    assert told.words == f"Vale NHS Trust to sign {row.reference} off"


def test_the_other_partnership_and_whoever_is_excluded_see_nothing(register: Register, cast: Cast) -> None:
    row = work.given(cast, register)
    assert submissions_of_review(cast.outsider, register.review.pk) == []
    exclude(cast, register, cast.reader)
    assert submissions_of_review(cast.reader, register.review.pk) == []
    assert client_of(cast.reader).get(reverse("reviews:submission", args=[row.public_id])).status_code == 404
    reach = Wanted(reaches=(Reach(until=LATE.date()),), since=AT.date(), today=LATE.date(), limit=9)
    assert KINDS["submission_check"].find(cast.reader, reach).count == 0
    assert KINDS["submission_check"].find(cast.manager, reach).count == 1


def test_two_at_once_never_save_over_each_other(register: Register, cast: Cast) -> None:
    row, lead = work.ask(cast, register), work.lead(cast)
    save_submission_draft(lead, ref=row.public_id, written=work.words(), version=0, at=AT)
    mine = work.words(words={"learning": "Something else."})
    with pytest.raises(ChangedMeanwhile) as refusal:
        save_submission_draft(other_of_trust(cast), ref=row.public_id, written=mine, version=0, at=AT)
    assert any(each.yours == "Something else." for each in refusal.value.differences)


def test_nobody_else_sees_a_draft(register: Register, cast: Cast) -> None:
    row = work.ask(cast, register)
    written = work.words(words={"learning": "Secret until handed in."})
    save_submission_draft(work.lead(cast), ref=row.public_id, written=written, version=0, at=AT)
    for actor in (cast.manager, work.executive(cast), cast.of[Role.REVIEW_PANEL_MEMBER]):
        page = client_of(actor).get(reverse("reviews:submission", args=[row.public_id])).content.decode()
        assert "Secret until handed in." not in page
        assert (
            client_of(actor).get(reverse("reviews:write_submission", args=[row.public_id])).status_code == 403
        )


def test_days_that_cannot_be(register: Register, cast: Cast) -> None:
    day = AT.date()
    for due in (None, day - timedelta(days=1), day + timedelta(days=900)):
        assert list(refused(lambda due=due: work.ask(cast, register, due_on=due))) == ["due_on"]  # type: ignore[misc]
    row = work.ask(cast, register)
    act = {"ref": row.public_id, "version": 1, "at": AT}
    assert list(refused(lambda: move_submission_day(cast.manager, due_on=DUE, reason=" ", **act))) == [
        "reason"
    ]
    with pytest.raises(NotNow, match="already"):
        work.ask(cast, register)


def test_an_agency_that_ended_is_asked_through_what_came_after_it(register: Register, cast: Cast) -> None:
    vale, police = work.agency("Vale NHS Trust"), work.agency("Westmere Police")
    Agency.objects.filter(pk=vale.pk).update(ended_on=AT.date(), successor=police)
    row = work.ask(cast, register)
    assert (row.agency, row.asked_as) == (police, "Vale NHS Trust")
