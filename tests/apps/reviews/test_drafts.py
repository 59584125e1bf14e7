"""The draft of a review's report: sent, passed at its gates in order, challenged, answered, accepted by the partners."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from heed.platform.access.roles import Role
from heed.platform.approvals.operations import take_approval_back, withdraw_joint_approval
from heed.platform.approvals.queries import find_joint_approval
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.files.operations import path_of
from heed.platform.people.operations import exclude_person
from heed.reviews.models import DraftGate, ReportDraft, Review
from heed.reviews.operations import answer_challenge, move_review
from heed.reviews.parts import ahead_of
from heed.reviews.queries import find_review
from heed.reviews.queries.cases import clocks_of
from heed.reviews.queries.drafts import acceptance_of, challenges_of, drafts_of, find_draft
from heed.reviews.rules.drafts import draft_rules_from
from tests import cast_drafts as drafting
from tests.cast import AT, Cast, Register, client_of
from tests.cast_cases import a_referral

LATER = AT + timedelta(days=1)


def refused(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        act()
    return dict(refusal.value.fields)


def fresh(cast: Cast, review: Review) -> Review:
    return find_review(cast.officer, review.public_id)


def answered(cast: Cast, row: Any, *, at: Any = AT) -> None:
    answer_challenge(cast.officer, ref=row.public_id, outcome="changed", answer="It says so now.", at=at)


@pytest.mark.capability("A15")
def test_a_draft_is_agreed_at_each_gate_challenged_answered_and_accepted(
    register: Register, cast: Cast
) -> None:
    """The whole way in a browser, by five people: panel, group, the author presents, the partners; the day on which it
    is accepted is its own, and nothing is published by it."""
    review = drafting.a_review(cast)
    page = reverse("reviews:drafts", args=[review.public_id])
    author, panel = client_of(drafting.reviewer(cast)), client_of(cast.of[Role.REVIEW_PANEL_MEMBER])
    sent = {
        "do": "send",
        "send-last_seen": "0",
        "send-note": "The first.",
        "send-file": _upload("one.txt", *drafting.FIRST),
    }
    assert author.post(page, sent).status_code == 302
    assert fresh(cast, review).state == "drafting"
    draft = find_draft(cast.officer, review.public_id, 1)
    assert draft.file.sha256 in client_of(cast.officer).get(_page_of(draft)).content.decode()
    # Whoever sent it does not say what the panel decided.
    assert "Keep what was decided" not in author.get(page).content.decode()
    gate = _gate("panel", draft) | {"gate-met": ["terms"]}
    wrong = panel.post(page, gate)
    assert wrong.status_code == 422
    assert "Say why it goes on nevertheless, or send it back" in wrong.content.decode()
    today = draft.sent_at
    assert (
        panel.post(page, gate | {"gate-unmet": "They come with the next version."} | _day(today)).status_code
        == 302
    )
    group = client_of(cast.of[Role.GROUP_MEMBER])
    assert group.post(page, _gate("sub_group", draft) | _day(today)).status_code == 302
    scrutineer = client_of(cast.of[Role.INDEPENDENT_SCRUTINEER])
    challenge = {
        "do": "challenge",
        "challenge-number": "1",
        "challenge-words": "Did anybody ask his teacher?",
    }
    assert scrutineer.post(page, challenge).status_code == 302
    assert (
        client_of(cast.of[Role.INDEPENDENT_CHAIR])
        .post(page, _gate("presented", draft) | _day(today))
        .status_code
        == 302
    )
    officer = client_of(cast.officer)
    waits = officer.get(page).content.decode()
    assert "Put it to those who accept it" not in waits
    assert "Challenge 1 has no answer yet" in waits
    with pytest.raises(NotNow, match="Challenge 1 has no answer yet"):
        drafting.put(cast, draft)
    [row] = challenges_of(cast.officer, review)
    answer = {
        "do": "answer",
        "answer-which": row.public_id,
        "answer-outcome": "changed",
        "answer-answer": "We did.",
    }
    assert officer.post(page, answer).status_code == 302
    assert "Put it to those who accept it" in officer.get(page).content.decode()
    at = draft.sent_at
    drafting.accept(cast, drafting.put(cast, draft, at=at), at=at)
    review = fresh(cast, review)
    assert (review.state, review.published_text) == ("accepted", "")
    assert find_draft(cast.officer, review.public_id, 1).accepted_on == at.date()
    shown = officer.get(page).content.decode()
    assert "We did." in shown
    assert "Version 1 was accepted on" in shown


def _upload(name: str, *paragraphs: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n\n".join(paragraphs).encode())


def _page_of(draft: ReportDraft) -> str:
    return reverse("reviews:draft", args=[draft.review.public_id, draft.number])


def _gate(key: str, draft: ReportDraft) -> dict[str, Any]:
    return {
        "do": "gate",
        "gate-number": str(draft.number),
        "gate-gate": key,
        "gate-met": list(drafting.draft_rules().standards),
        "gate-outcome": "passed",
        "gate-meeting": "A meeting",
        **_day(draft.sent_at),
    }


def _day(at: Any) -> dict[str, str]:
    return {
        "gate-held_on_day": str(at.day),
        "gate-held_on_month": str(at.month),
        "gate-held_on_year": str(at.year),
    }


def test_no_gate_is_skipped_and_none_decides_twice(cast: Cast, register: Register) -> None:
    draft = drafting.a_draft(cast, drafting.a_review(cast))
    with pytest.raises(NotNow, match="The review panel”? comes next"):
        drafting.pass_gate(cast, draft, "sub_group")
    with pytest.raises(NotAllowed, match="by each of those who decide"):
        drafting.pass_gate(cast, draft, "board")
    with pytest.raises(NotNow, match="comes before those who accept it"):
        drafting.put(cast, draft)
    drafting.pass_gate(cast, draft, "panel")
    with pytest.raises(NotNow, match="each gate decides once"):
        drafting.pass_gate(cast, draft, "panel", actor=cast.manager)
    row = DraftGate.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():  # two at the very same moment
        DraftGate.objects.create(
            draft=row.draft, key=row.key, name=row.name, outcome="passed", meeting="x", held_on=row.held_on,
            kept_by=row.kept_by, kept_for="x", kept_at=AT,
        )  # fmt: skip
    with pytest.raises(NotVisible):
        drafting.pass_gate(cast, draft, "nowhere")


def test_who_decides_at_a_gate_is_said_by_the_rules(cast: Cast, register: Register) -> None:
    draft = drafting.a_draft(cast, drafting.a_review(cast))
    for role in (
        Role.AGENCY_LEAD,
        Role.INDEPENDENT_SCRUTINEER,
        Role.LEAD_REVIEWER,
        Role.READER,
        Role.ANALYST,
    ):
        with pytest.raises(NotAllowed):
            drafting.pass_gate(cast, draft, "panel", actor=cast.of[role])
    with pytest.raises(NotVisible):
        drafting.pass_gate(cast, draft, "panel", actor=cast.outsider)
    mine = drafting.a_draft(
        cast, draft.review, actor=cast.officer, last_seen=1, file=drafting.file_of("Another.")
    )
    with pytest.raises(NotAllowed, match="You sent this version"):
        drafting.pass_gate(cast, mine, "panel")
    drafting.pass_gate(cast, mine, "panel", actor=cast.manager)


def test_each_refusal_at_a_gate_stands_at_its_field(cast: Cast, register: Register) -> None:
    draft = drafting.a_draft(cast, drafting.a_review(cast), at=LATER)
    later = {"at": LATER + timedelta(days=2), "held_on": LATER.date()}
    wrong = refused(
        lambda: drafting.pass_gate(cast, draft, "panel", outcome="", met=[], meeting=" ", **later)
    )
    assert set(wrong) == {"outcome", "meeting"}
    wrong = refused(lambda: drafting.pass_gate(cast, draft, "panel", met=["terms"], **later))
    assert list(wrong) == ["unmet"]
    wrong = refused(lambda: drafting.pass_gate(cast, draft, "panel", outcome="sent_back", **later))
    assert list(wrong) == ["words"]
    for day in (AT.date(), (LATER + timedelta(days=3)).date(), None):
        wrong = refused(lambda: drafting.pass_gate(cast, draft, "panel", **{**later, "held_on": day}))  # noqa: B023
        assert list(wrong) == ["held_on"]


def test_a_draft_that_is_sent_back_goes_no_further_and_the_next_begins_anew(
    cast: Cast, register: Register
) -> None:
    review = drafting.a_review(cast)
    one = drafting.a_draft(cast, review)
    drafting.pass_gate(cast, one, "panel")
    drafting.pass_gate(
        cast, one, "sub_group", outcome="sent_back", words="Say what his days were like.", met=[]
    )
    with pytest.raises(NotNow, match="sent back at “The case review group”"):
        drafting.pass_gate(cast, one, "presented")
    two = drafting.a_draft(cast, review, last_seen=1, file=drafting.file_of("He was cold at night."))
    with pytest.raises(NotNow, match="The review panel"):
        drafting.pass_gate(cast, two, "sub_group")
    with pytest.raises(NotNow, match="Version 2 was sent meanwhile"):
        drafting.pass_gate(cast, one, "presented")
    with pytest.raises(NotNow, match="Version 2 was sent meanwhile"):
        drafting.a_challenge(cast.manager, one)
    with pytest.raises(NotNow, match="Rafe Rutter sent version 2 meanwhile"):
        drafting.a_draft(cast, review, actor=cast.officer, last_seen=1, file=drafting.file_of("Theirs."))


def test_a_file_that_is_sent_twice_unreadable_or_none_is_refused(cast: Cast, register: Register) -> None:
    review = drafting.a_review(cast)
    assert list(refused(lambda: drafting.a_draft(cast, review, file=None))) == ["file"]
    for name, data in (
        ("scan.pdf", b"%PDF-1.4 nothing"),
        ("empty.docx", b"PK\x03\x04 broken"),
        ("blank.txt", b"  \n "),
    ):
        wrong = refused(lambda: drafting.a_draft(cast, review, file=(name, [data])))  # noqa: B023
        assert wrong["file"].startswith(f"“{name}” was not taken.")
    assert (drafts_of(cast.officer, review), fresh(cast, review).state) == ([], "gathering")
    long = "r" * 250 + ".txt"
    draft = drafting.a_draft(cast, review, file=drafting.file_of(name=long))
    assert (len(draft.file_name), draft.file_name[-4:]) == (200, ".txt")
    again = refused(lambda: drafting.a_draft(cast, review, last_seen=1))
    assert again == {"file": "This is version 1, byte for byte. Choose the file that you changed"}


def test_what_was_sent_stays_byte_for_byte_and_is_taken_as_it_came(cast: Cast, register: Register) -> None:
    draft = drafting.a_draft(cast, drafting.a_review(cast))
    taken = client_of(cast.of[Role.AGENCY_LEAD]).get(
        reverse("reviews:draft_file", args=[draft.review.public_id, 1])
    )
    assert (
        b"".join(taken.streaming_content)
        == path_of(draft.file).read_bytes()
        == "\n\n".join(drafting.FIRST).encode()
    )
    assert taken.headers["Content-Disposition"].endswith('-draft-1.txt"')


def test_two_versions_stand_side_by_side(cast: Cast, register: Register) -> None:
    review = drafting.a_review(cast)
    drafting.a_draft(cast, review)
    changed = [*drafting.FIRST[:2], "Health visitors should always ask."]
    drafting.a_draft(cast, review, last_seen=1, file=drafting.file_of(*changed))
    page = reverse("reviews:draft_changes", args=[review.public_id, 1, 2])
    shown = client_of(cast.of[Role.GROUP_MEMBER]).get(page).content.decode()
    assert "Health visitors should <ins>always</ins> ask." in shown
    assert "<del>" not in shown
    assert "1 paragraph changed of 3" in shown
    assert "1 paragraph the same" in shown
    assert client_of(cast.reader).get(page).status_code == 403
    missing = reverse("reviews:draft_changes", args=[review.public_id, 1, 7])
    assert client_of(cast.officer).get(missing).status_code == 404


def test_a_challenge_is_answered_once_by_somebody_else(cast: Cast, register: Register) -> None:
    draft = drafting.a_draft(cast, drafting.a_review(cast))
    assert list(refused(lambda: drafting.a_challenge(cast.officer, draft, words=" "))) == ["words"]
    row = drafting.a_challenge(cast.officer, draft)
    with pytest.raises(NotAllowed, match="your own challenge"):
        answered(cast, row)
    lead, ref = drafting.reviewer(cast), row.public_id
    wrong = refused(lambda: answer_challenge(lead, ref=ref, outcome="", answer="", at=AT))
    assert set(wrong) == {"outcome", "answer"}
    answer_challenge(lead, ref=ref, outcome="stays", answer="The record says otherwise.", at=AT)
    with pytest.raises(NotNow, match="answered already, by Rafe Rutter"):
        answer_challenge(cast.manager, ref=ref, outcome="changed", answer="Yes.", at=AT)
    for role in (Role.AGENCY_LEAD, Role.INDEPENDENT_SCRUTINEER):
        with pytest.raises(NotAllowed):
            answer_challenge(cast.of[role], ref=ref, outcome="changed", answer="Yes.", at=AT)
    with pytest.raises(NotAllowed):
        drafting.a_challenge(cast.reader, draft)


def test_a_challenge_after_it_was_put_means_that_it_is_put_again(cast: Cast, register: Register) -> None:
    """What the partners accept is the file, what each gate decided, and every challenge with its answer."""
    draft = drafting.a_draft(cast, drafting.a_review(cast))
    drafting.pass_all(cast, draft)
    joint = drafting.put(cast, draft)
    row = drafting.a_challenge(cast.of[Role.INDEPENDENT_SCRUTINEER], draft)
    with pytest.raises(NotNow, match="changed since it was put"):
        drafting.accept(cast, joint)
    with pytest.raises(NotNow, match="Challenge 1 has no answer"):
        drafting.put(cast, draft)
    answered(cast, row)
    drafting.accept(cast, drafting.put(cast, draft))
    assert fresh(cast, draft.review).state == "accepted"


def test_after_acceptance_nothing_is_sent_challenged_or_answered(cast: Cast, register: Register) -> None:
    review = drafting.accepted(cast)
    draft = find_draft(cast.officer, review.public_id, 1)
    assert draft.accepted_on == (AT + timedelta(days=1)).date()
    with pytest.raises(NotNow, match="Version 1 was accepted on 5 Mar 2025"):
        drafting.a_challenge(cast.manager, draft)
    with pytest.raises(NotNow, match="was accepted"):
        drafting.a_draft(cast, review, last_seen=1, file=drafting.file_of("More."))
    with pytest.raises(NotNow, match="was accepted"):
        drafting.pass_gate(cast, draft, "panel")
    page = client_of(cast.manager).get(reverse("reviews:drafts", args=[review.public_id])).content.decode()
    assert "Challenge it" not in page
    assert "Send another version" not in page


def test_only_those_who_accept_it_make_it_accepted(cast: Cast, register: Register) -> None:
    """Nobody moves a review to accepted by a step; whoever sent it is none of those who accept it; a refusal stays."""
    review = drafting.a_review(cast)
    draft = drafting.a_draft(cast, review, actor=cast.manager)
    with pytest.raises(NotNow, match="accepted on its Drafts page"):
        move_review(cast.officer, ref=review.public_id, to="accepted", on=AT.date(), why="", at=AT)
    drafting.pass_all(cast, draft)
    joint = drafting.put(cast, draft)
    drafting.accept(cast, joint)
    assert fresh(cast, review).state == "accepted"
    clocks = {(each.key, each.about): each for each in clocks_of(cast.officer, review)}
    assert clocks["completion", ""].ended_on is None, "complete once it is published"
    assert clocks["publication", ""].ended_on is None
    seats = find_joint_approval(cast.manager, joint.ref).seats
    given = next(seat.given for seat in seats if seat.given and seat.agency == "Westmere Police")
    take_approval_back(cast.manager, ref=given.ref, reason="The wrong file.", at=AT)
    assert fresh(cast, review).state == "drafting"
    assert find_draft(cast.officer, review.public_id, 1).accepted_on is None
    clocks = {(each.key, each.about): each for each in clocks_of(cast.officer, review)}
    assert clocks["completion", ""].ended_on is None
    assert clocks["publication", ""].ended_on
    withdraw_joint_approval(cast.manager, ref=joint.ref, reason="The wrong file.", at=AT)
    two = drafting.a_draft(cast, review, last_seen=1, file=drafting.file_of("The right one."))
    assert (two.number, fresh(cast, review).state) == (2, "drafting")


def test_an_acceptance_stays_once_the_review_has_gone_on(cast: Cast, register: Register) -> None:
    review = drafting.accepted(cast)
    move_review(cast.officer, ref=review.public_id, to="published", on=LATER.date(), why="", at=LATER)
    draft = find_draft(cast.officer, review.public_id, 1)
    joint = acceptance_of(cast.manager, draft)
    assert joint is not None
    with pytest.raises(NotNow, match="gone on since"):
        withdraw_joint_approval(cast.manager, ref=joint.ref, reason="Too late.", at=LATER)
    assert fresh(cast, review).state == "published"


def test_while_it_is_with_the_partners_no_other_version_is_sent(cast: Cast, register: Register) -> None:
    review = drafting.a_review(cast)
    draft = drafting.a_draft(cast, review)
    drafting.pass_all(cast, draft)
    drafting.put(cast, draft)
    with pytest.raises(NotNow, match="Take that back first"):
        drafting.a_draft(cast, review, last_seen=1, file=drafting.file_of("Another."))


def test_a_clock_runs_at_each_gate_and_says_what_it_is_about(cast: Cast, register: Register) -> None:
    review = drafting.a_review(cast)
    draft = drafting.a_draft(cast, review)

    def running() -> list[Any]:
        return [
            each for each in clocks_of(cast.officer, review) if each.key == "draft_gate" and not each.ended_on
        ]

    [first] = running()
    assert (first.about, first.due_on.isoformat()) == ("Version 1: The review panel", "2025-03-18")
    drafting.pass_gate(cast, draft, "panel", at=LATER)
    [second] = running()
    assert second.about == "Version 1: The case review group"
    told = [(each.kind, each.words) for each in ahead_of(cast.officer, fresh(cast, review))]
    assert ("waits", "The case review group: version 1 of the report") in told
    drafting.pass_gate(cast, draft, "sub_group", outcome="sent_back", words="No.")
    assert running() == []
    told = [(each.kind, each.words) for each in ahead_of(cast.officer, fresh(cast, review))]
    assert ("next", "Send another draft of the report") in told


def test_a_draft_of_somebody_who_is_excluded_goes_no_further(cast: Cast, register: Register) -> None:
    review = drafting.a_review(cast)
    author = drafting.reviewer(cast)
    draft = drafting.a_draft(cast, review)
    exclude_person(
        cast.manager,
        ref=review.public_id,
        person=author.person_ref,
        reason="Knows the family",
        version=0,
        at=AT,
    )
    with pytest.raises(NotVisible):
        drafting.a_draft(cast, review, last_seen=1, file=drafting.file_of("Mine."))
    with pytest.raises(NotVisible):
        find_draft(author, review.public_id, 1)
    with pytest.raises(NotNow, match="excluded from the case now"):
        drafting.pass_gate(cast, draft, "panel")
    # Somebody else stands for the same words: the same file may be sent again then.
    again = drafting.a_draft(cast, review, actor=cast.manager, last_seen=1)
    drafting.pass_gate(cast, again, "panel")


def test_whoever_sent_it_is_excluded_while_partners_sign(cast: Cast) -> None:
    review = drafting.a_review(cast)
    draft = drafting.a_draft(cast, review)
    drafting.pass_all(cast, draft)
    joint = drafting.put(cast, draft)
    exclude_person(
        cast.manager,
        ref=review.public_id,
        person=drafting.reviewer(cast).person_ref,
        reason="Knows the family",
        version=0,
        at=AT,
    )
    with pytest.raises(NotNow, match="excluded from the case now"):
        drafting.accept(cast, joint)
    assert fresh(cast, review).state == "drafting"


def test_people_of_the_other_partnership_see_nothing_of_it(cast: Cast, register: Register) -> None:
    draft = drafting.a_draft(cast, drafting.a_review(cast))
    outsider = client_of(cast.outsider)
    for name, more in (("drafts", []), ("draft", [1]), ("draft_file", [1]), ("draft_changes", [1, 1])):
        assert (
            outsider.get(reverse(f"reviews:{name}", args=[draft.review.public_id, *more])).status_code == 404
        )


def test_drafts_wait_for_gathering_and_are_not_offered_of_reviews_that_came_with_their_report(
    cast: Cast, register: Register
) -> None:
    row = a_referral(cast.officer, children=["Child N"])
    with pytest.raises(NotNow, match="This review is referred"):
        drafting.a_draft(cast, row.review)
    shown = (
        client_of(cast.officer)
        .get(reverse("reviews:review", args=[register.review.public_id]))
        .content.decode()
    )
    assert ">Drafts<" not in shown


@pytest.mark.parametrize("keys", [["panel"], ["board", "panel"], ["board", "board"]])
def test_rules_without_those_who_accept_at_the_end_are_refused(keys: list[str]) -> None:
    gates = {
        "panel": {"name": "Panel", "does": "", "by": ["officer"]},
        "board": {"name": "Board", "does": "", "decision": "accept_report"},
    }
    with pytest.raises(ValueError, match="one gate has a decision, the last"):
        draft_rules_from({"gates": gates, "by_kind": {"usual": keys}, "standards": {}})
