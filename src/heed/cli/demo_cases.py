"""Cases of the demo partnership from `demo/cases.yaml`, made by the operations that people use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from heed.cli.demo_drafts import build_drafts
from heed.platform.access.queries import find_actor_by_email
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.approvals.operations import sign_approval
from heed.platform.approvals.types import JointView
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency
from heed.platform.rules.operations import make_edition
from heed.reviews.operations import (
    acknowledge_referral,
    answer_for_rapid_review,
    ask_agencies,
    keep_panel_reply,
    keep_rapid_meeting,
    move_review,
    note_rapid_sent,
    notify_rapid_review,
    recommend_decision,
    refer_case,
)
from heed.reviews.operations.frameworks import keep_framework
from heed.reviews.operations.handovers import offer_case, receive_case
from heed.reviews.queries import find_review
from heed.reviews.queries.attachments import attached_to
from heed.reviews.queries.cases import approval_of, criteria_for
from heed.reviews.queries.handovers import offered_to_us, other_partnerships
from heed.reviews.types.handovers import Destination, Offer

_PARTNERS = (Role.DELEGATED_SAFEGUARDING_PARTNER, Role.LEAD_SAFEGUARDING_PARTNER)


@dataclass(frozen=True)
class Known:
    """Whom the file names, and the moment at which the demo is built."""

    people: Mapping[str, Actor]
    agencies: Mapping[str, Agency]
    now: datetime

    def at(self, days: int) -> datetime:
        return self.now + timedelta(days=days)

    def on(self, days: int) -> date:
        return timezone.localdate(self.at(days))

    @property
    def officer(self) -> Actor:
        return self.people["adeyemi_ward"]


def build_cases(
    manager: Actor,
    folder: Path,
    agencies: Mapping[str, Agency],
    people: Mapping[str, Actor],
    front_door: Mapping[str, str],
) -> str:
    """Cases from their referral to where they are; and the partnership's own front door."""
    content = {"name": front_door["name"], "contact": front_door["telephone"]}
    make_edition(manager, name="front-door", content=content, after=0, source="", at=clock.now())
    written = yaml.safe_load((folder / "cases.yaml").read_text(encoding="utf-8"))
    known = Known(people, agencies, clock.now())
    for each in written["frameworks"]:
        _framework(manager, known, each)
    for each in written["cases"]:
        _case(known, each)
    return f"{len(written['cases'])} referred"


def _framework(manager: Actor, known: Known, said: Mapping[str, Any]) -> None:
    keep_framework(
        manager,
        name=said["name"],
        edition=said["edition"],
        approved_on=known.on(said["approved"]),
        approved_by=said["by"],
        in_force_from=known.on(said["in_force"]),
        review_on=known.on(said["review"]),
        standards=(),
        document="",
        at=known.at(said["approved"]),
    )


def _case(known: Known, written: dict[str, Any]) -> None:
    ref = refer(known, written["refer"])
    if "rapid" in written:
        _rapid(known, ref, written["rapid"])
    for each in written.get("decide", []):
        decide(known, ref, each)
    if "met" in written.get("rapid", {}):
        _rapid_gets_through(known, ref, written["rapid"])
    for each in written.get("steps", []):
        take_step(known, ref, each)
    build_drafts(known, ref, written.get("drafts", ()))
    if "handed_over" in written:
        _hand_over(known, ref, written["handed_over"])


def _hand_over(known: Known, ref: str, said: dict[str, Any]) -> None:
    """Another partnership takes the case, with the files that came with it."""
    giver, answered = known.people[said["by"]], said["received"]
    taker = find_actor_by_email(answered["by"], on=timezone.localdate(known.now))
    assert taker is not None
    [to] = [each for each in other_partnerships(giver) if each.pk == taker.partnership_id]
    files = tuple(each.public_id for each in attached_to(giver, find_review(giver, ref)))
    offer = Offer(Destination.PARTNERSHIP, to.public_id, said["why"], said["stays"], files)
    offer_case(giver, review_ref=ref, offer=offer, at=known.at(said["day"]))
    [offered] = offered_to_us(taker)
    receive_case(
        taker,
        ref=offered.public_id,
        safety="yes",
        who_acted=answered["who"],
        acted_when=answered["when"],
        at=known.at(answered["day"]),
    )


def take_step(known: Known, ref: str, said: dict[str, Any]) -> None:
    """The review is commissioned, gathers, drafts."""
    move_review(
        known.officer,
        ref=ref,
        to=said["to"],
        on=known.on(said["day"]),
        why=said.get("why", ""),
        method=said.get("method", ""),
        at=known.at(said["day"]),
    )


def _rapid_gets_through(known: Known, ref: str, said: dict[str, Any]) -> None:
    """Met, sent to the Panel with what was decided, and answered."""
    met, reply = said["met"], said["reply"]
    keep_rapid_meeting(
        known.officer, ref=ref, met_on=known.on(met["day"]), words=met["words"], at=known.at(met["day"])
    )
    note_rapid_sent(known.officer, ref=ref, sent_on=known.on(said["sent"]), at=known.at(said["sent"]))
    keep_panel_reply(
        known.officer,
        ref=ref,
        replied_on=known.on(reply["day"]),
        reply_by=reply["by"],
        agrees=reply["agrees"],
        words=reply["words"],
        at=known.at(reply["day"]),
    )


def refer(known: Known, said: dict[str, Any]) -> str:
    """A case as somebody puts it forward; returns its public id."""
    safety, at = said["safety"], known.at(said["day"])
    row = refer_case(
        known.people[said["by"]],
        safety=safety["answer"],
        who_acted=safety.get("who", ""),
        acted_when=safety.get("when", ""),
        children=said["children"],
        category=said["category"],
        incident=f"{known.on(said['incident']):%-d %B %Y}",
        what_happened=said["what"],
        factors=said["factors"],
        agencies_known=said["known"],
        family=said.get("family", ""),
        before=said.get("before", ""),
        files=[(each["name"], [each["says"].encode()]) for each in said.get("files", ())],
        at=at,
    )
    if "acknowledged" in said:
        acknowledge_referral(known.officer, ref=row.public_id, at=known.at(said["acknowledged"]))
    return str(row.review.public_id)


def decide(known: Known, ref: str, said: dict[str, Any]) -> None:
    """What somebody recommends, and the partners agree to."""
    at = known.at(said["day"])
    row = recommend_decision(
        known.people[said["by"]],
        ref=ref,
        outcome=said["outcome"],
        review_kind=said.get("kind", ""),
        reasons=said["reasons"],
        criteria={key: key not in said["unmet"] for key in criteria_for(at.date()).questions},
        dissent=said.get("dissent", ""),
        waits_for=said.get("waits", ""),
        look_again_on=known.on(said["day"] + said["look_again"]) if "look_again" in said else None,
        at=at,
    )
    joint = approval_of(known.officer, row)
    assert joint is not None
    partners_agree(known.people, joint, at=known.at(said["agreed"]))


def partners_agree(people: Mapping[str, Actor], joint: JointView, *, at: datetime) -> None:
    """Each safeguarding partner signs, for their agency."""
    for seat in joint.seats:
        partner = next(
            each
            for each in people.values()
            if each.agency_name == seat.agency and each.roles & set(_PARTNERS)
        )
        sign_approval(partner, seat=seat.ref, sha256=joint.sha256, agrees=True, words="", at=at)


def _rapid(known: Known, ref: str, said: dict[str, Any]) -> None:
    notify_rapid_review(
        known.officer,
        ref=ref,
        aware_on=known.on(said["aware"]),
        notified_on=known.on(said["notified"]),
        their_reference=said["reference"],
        at=known.at(said["notified"]),
    )
    ask_agencies(
        known.officer,
        ref=ref,
        agencies=[known.agencies[key].public_id for key in said["to"]],
        at=known.at(said["asked"]),
    )
    for each in said["answers"]:
        answer_for_rapid_review(
            known.people[each["by"]],
            ref=ref,
            safety=each["safety"],
            who_acted=each.get("who", ""),
            acted_when=each.get("when", ""),
            answer=each["words"],
            at=known.at(each["day"]),
        )
