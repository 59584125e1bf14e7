"""One case from its referral to its accepted report, by the pages that people use: an agency that is late, a step that
is held up, a decision that is reversed, and somebody who is excluded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.approvals.operations import open_joint_approval
from heed.platform.people.operations import exclude_person
from heed.reviews.models import Review, Submission
from heed.reviews.parts import ahead_of
from heed.reviews.queries import find_review
from heed.reviews.queries.cases import approval_of, criteria_for, decisions_of
from heed.reviews.queries.drafts import REPORT, draft_rules, find_draft, gates_for
from heed.reviews.queries.people import appointments_of
from heed.reviews.queries.proposals import standing_of
from heed.reviews.queries.submissions import submission_rules
from tests import cast_review_work as work
from tests.cast import AT, Cast, client_of
from tests.cast_cases import all_partners_agree


def on(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


class Way:
    """A case on its way, and the day that it is."""

    def __init__(self, cast: Cast):
        self.cast, self.days, self.ref = cast, 0, ""

    @property
    def now(self) -> Any:
        return AT + timedelta(days=self.days)

    @property
    def review(self) -> Review:
        return find_review(self.cast.manager, self.ref)

    def sends(self, actor: Actor, page: str, args: list[Any], do: str = "", **typed: Any) -> str:
        """Somebody fills a form, and it is taken. Returns where they are led."""
        sent = {f"{do}-{name}" if do else name: value for name, value in typed.items() if value is not None}
        with time_machine.travel(self.now):
            answer = client_of(actor).post(reverse(page, args=args), {"do": do or "hand_in", **sent})
        assert answer.status_code == 302, answer.content.decode()[-6000:]
        return str(answer["Location"])

    def decides(self, outcome: str, **more: Any) -> None:
        """The officer recommends it, and all partners agree."""
        asked = {f"criterion_{key}": "yes" for key in criteria_for(self.now.date()).questions}
        given = {"outcome": outcome, "reasons": "Agencies worked apart.", **asked, **more}
        self.sends(self.cast.officer, "reviews:decision", [self.ref], "recommend", **given)
        joint = approval_of(self.cast.manager, decisions_of(self.cast.manager, self.review)[-1])
        assert joint is not None
        all_partners_agree(self.cast, joint, at=self.now)


def test_a_case_goes_from_its_referral_to_an_accepted_report(cast: Cast) -> None:
    way, manager, officer = Way(cast), cast.manager, cast.officer
    lead, reviewer = cast.of[Role.AGENCY_LEAD], cast.of[Role.LEAD_REVIEWER]
    case = {"children": "Child G", "category": "serious_harm", "incident": "3 March 2025"}
    way.sends(lead, "reviews:refer", [], safety="no", what_happened="A boy was hurt.", **case)
    way.ref = Review.objects.visible_to(manager).get(referrals__children=["Child G"]).public_id
    [referral] = way.review.referrals.visible_to(manager)
    way.sends(officer, "reviews:decision", [way.ref], f"received-{referral.public_id}")
    way.decides("no_review")
    way.days = 10
    way.decides("review", review_kind="local child safeguarding practice review")  # the first is reversed
    assert [each.outcome for each in decisions_of(manager, way.review)] == ["no_review", "review"]
    today = way.now.date()
    step = {"to": "commissioned", "method": "participative", **on("on", today)}
    way.sends(officer, "reviews:clocks", [way.ref], "stage", **step)
    appointed = {"role": "lead_reviewer", "name": "Ivo Langley", "experience": "Twelve reviews."}
    way.sends(manager, "reviews:people", [way.ref], "appoint", **appointed, **on("appointed_on", today))
    [who] = appointments_of(manager, way.review.pk)
    joint = standing_of(manager, who)
    assert joint is not None
    all_partners_agree(cast, joint, at=way.now)
    declared = {"which": who.public_id, "independent": "on", "interests": "None", **on("declared_on", today)}
    way.sends(manager, "reviews:people", [way.ref], "declare", **declared)
    way.sends(officer, "reviews:clocks", [way.ref], "stage", to="gathering", **on("on", today))

    asked = [work.agency(name).public_id for name in ("Vale NHS Trust", "Westmere Police")]
    due = on("due_on", today + timedelta(days=20))
    for kind in ("information_report", "chronology"):
        way.sends(manager, "reviews:submissions", [way.ref], "ask", kind=kind, agencies=asked, **due)
    row = Submission.objects.visible_to(manager).get(kind="information_report", agency__name="Vale NHS Trust")
    write = reverse("reviews:write_submission", args=[row.public_id])
    first = client_of(lead).get(write)["Location"]
    with time_machine.travel(way.now):
        assert client_of(lead).post(first, {"safety": "no"})["Location"] == write
    words = {f"words_{each['key']}": "What we found." for each in row.sections}
    wrote = {"author": "Wren Whitlow", "independent": "on", "version": "0", **words}
    way.sends(lead, "reviews:write_submission", [row.public_id], **wrote)
    met = {"number": "1", "grade": "good", "met": list(submission_rules().checklist)}
    way.sends(manager, "reviews:submission", [row.public_id], "check", **met)
    way.sends(work.executive(cast), "reviews:submission", [row.public_id], "sign", number="1")
    way.days = 40
    told = [each.words for each in ahead_of(manager, way.review) if each.kind == "waits"]
    assert any(each.startswith("Westmere Police to hand in") for each in told), "one agency is late"
    out = cast.of[Role.QUALITY_AND_AUDIT_OFFICER]
    exclude_person(manager, ref=way.ref, person=out.person_ref, reason="Own case", version=0, at=way.now)
    assert client_of(out).get(reverse("reviews:review", args=[way.ref])).status_code == 404

    held = {"kind": "coroner", "body": "HM Coroner", "blocks": ["drafting"], **on("began_on", way.now.date())}
    there = way.sends(manager, "reviews:proceedings", [way.ref], "note", **held)
    file = SimpleUploadedFile("report.txt", b"The boy was not asked.\n\nHealth visitors should ask.")
    draft = {"do": "send", "send-file": file}
    with time_machine.travel(way.now):
        refused = client_of(reviewer).post(reverse("reviews:drafts", args=[way.ref]), draft)
    assert refused.status_code == 409, "the draft is held up"
    assert there
    [inquest] = way.review.proceedings.visible_to(manager)
    ended = {"outcome": "Open verdict.", **on("ended_on", way.now.date())}
    way.sends(manager, "reviews:proceeding", [inquest.public_id], "end", **ended)
    way.sends(manager, "reviews:proceeding", [inquest.public_id], "resume", words="The draft goes on.")
    life = {"child": "Child G", "period": "2024", "words": "He waited.", "source": "School notes"}
    way.sends(reviewer, "reviews:children", [way.ref], "keep", **life)
    file = SimpleUploadedFile("report.txt", b"The boy was not asked.\n\nHealth visitors should ask.")
    way.sends(reviewer, "reviews:drafts", [way.ref], "send", file=file)
    for gate in gates_for(way.review)[:-1]:
        agreed = {"outcome": "passed", "met": list(draft_rules().standards), "meeting": "A meeting"}
        at_gate = {"number": "1", "gate": gate.key, **on("held_on", way.now.date())}
        way.sends(officer, "reviews:drafts", [way.ref], "gate", **agreed, **at_gate)
    version = find_draft(manager, way.ref, 1)
    last = open_joint_approval(
        manager, kind=REPORT, ref=version.public_id, decision="accept_report", at=way.now
    )
    all_partners_agree(cast, last, at=way.now)
    assert way.review.state == "accepted"
