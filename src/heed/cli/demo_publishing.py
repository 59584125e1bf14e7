"""What the demo partnership makes public, from `demo/publishing.yaml`, made by the operations that people use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from heed.learning.operations import say_what_is_public, withhold_recommendation
from heed.learning.queries import findings_of_review, recommendations_of_review
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.approvals.operations import open_joint_approval, sign_approval
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency
from heed.publishing import operations as do
from heed.publishing.queries.publications import (
    APPROVED,
    DECISION,
    find_publication,
    hits_of,
    newest_edition,
)
from heed.reviews.queries import list_reviews

Said = Mapping[str, Any]
_PARTNERS = (Role.LEAD_SAFEGUARDING_PARTNER, Role.DELEGATED_SAFEGUARDING_PARTNER)
_APPROVAL_TAKES = 8
"""Days before it comes out on which it is put to the partners."""


@dataclass(frozen=True)
class Known:
    """Who does it, and the moment at which the demo is built."""

    officer: Actor
    manager: Actor
    people: Mapping[str, Actor]
    agencies: Mapping[str, Agency]
    reviews: Mapping[str, str]
    now: datetime

    def at(self, days: int) -> datetime:
        return self.now + timedelta(days=days)

    def on(self, days: int) -> date:
        return timezone.localdate(self.at(days))


def build_publishing(
    manager: Actor, officer: Actor, folder: Path, agencies: Mapping[str, Agency], people: Mapping[str, Actor]
) -> str:
    """Publications in every state, days on which nothing comes out, whom they reached, and campaigns."""
    written = yaml.safe_load((folder / "publishing.yaml").read_text(encoding="utf-8"))
    reviews = {each.name: each.public_id for each in list_reviews(manager)}
    known = Known(officer, manager, people, agencies, reviews, clock.now())
    for each in written["forbidden"]:
        _forbid(known, each)
    for each in written["publications"]:
        _publication(known, each)
    for each in written["campaigns"]:
        _campaign(known, each)
    for each in written["public"]:
        _say_what_is_public(known, each)
    return f"{len(written['publications'])} publications"


def _forbid(known: Known, said: Said) -> None:
    do.forbid_dates(
        known.officer,
        review_ref=known.reviews[said["review"]] if "review" in said else "",
        kind=said["kind"],
        first_on=known.on(said["first"]),
        last_on=known.on(said["last"]),
        yearly=said.get("yearly", False),
        reason=said["reason"],
        source=said["source"],
        at=known.at(-80),
    )


def _publication(known: Known, said: Said) -> None:
    at = known.at(said["begun"])
    row = do.begin_publication(
        known.officer,
        review_ref=known.reviews[said["review"]],
        kind=said["kind"],
        title=said["title"],
        summary=said["summary"],
        at=at,
    )
    ref = row.public_id
    _write(known, ref, said["text"], said.get("themes", []), at)
    if said.get("discarded"):
        do.discard_edition(known.officer, ref=ref, at=at)
    if said.get("unanswered") or said.get("discarded"):
        return
    _describe(known, ref, said, at)
    _check(known, ref, said["kept"], at)
    out = said.get("out", 0)
    _approve(known, ref, known.at(out - _APPROVAL_TAKES))
    _tell(known, ref, said, known.at(out - 2 * _APPROVAL_TAKES))
    if "out" not in said:
        return
    do.publish(known.officer, ref=ref, at=known.at(out))
    if "correct" in said:
        _correct(known, ref, said)
    for each in said.get("reach", ()):
        _reach(known, ref, each)
    if "withdrawn" in said:
        end = said["withdrawn"]
        do.withdraw_publication(
            known.officer, ref=ref, why=end["why"], notice=end["notice"], at=known.at(end["day"])
        )


def _write(known: Known, ref: str, words: str, themes: list[str], at: datetime) -> None:
    now = find_publication(known.officer, ref)
    edition = newest_edition(now)
    do.change_text(
        known.officer,
        ref=ref,
        title=edition.title,
        summary=edition.summary,
        themes=themes or edition.themes,
        words=words,
        version=now.version,
        at=at,
    )


def _describe(known: Known, ref: str, said: Said, at: datetime) -> None:
    do.say_how_it_comes_out(
        known.officer,
        ref=ref,
        impact=said["impact"],
        indexed=said.get("indexed", False),
        status_shown=said.get("status", False),
        public_until=known.on(said["stays"]),
        when_over="look",
        version=find_publication(known.officer, ref).version,
        at=at,
    )


def _check(known: Known, ref: str, kept: str, at: datetime) -> None:
    edition = newest_edition(find_publication(known.officer, ref))
    for hit in hits_of(known.officer, edition):
        hit.refresh_from_db()
        if not hit.answer:
            do.answer_hit(known.officer, ref=hit.public_id, answer="kept", instead="", reason=kept, at=at)
    do.finish_check(known.officer, ref=ref, at=at)


def _approve(known: Known, ref: str, at: datetime) -> None:
    edition = newest_edition(find_publication(known.manager, ref))
    joint = open_joint_approval(known.manager, kind=APPROVED, ref=edition.public_id, decision=DECISION, at=at)
    for seat in joint.seats:
        signs = next(
            each
            for each in known.people.values()
            if each.agency_name == seat.agency and each.roles & {*_PARTNERS}
        )
        sign_approval(signs, seat=seat.ref, sha256=joint.sha256, agrees=True, words="", at=at)


def _tell(known: Known, ref: str, said: Said, at: datetime) -> None:
    for row in find_publication(known.officer, ref).tellings.all():
        if row.key in said.get("tell", {}):
            do.write_down_telling(
                known.officer,
                ref=ref,
                telling=row.public_id,
                done_on=timezone.localdate(at),
                set_aside=False,
                words=said["tell"][row.key],
                at=at,
            )


def _correct(known: Known, ref: str, said: Said) -> None:
    what = said["correct"]
    at = known.at(what["day"])
    do.begin_correction(known.officer, ref=ref, why=what["why"], hides_earlier=False, at=at)
    _write(known, ref, said["text"].replace(what["from"], what["to"]), [], at)
    _check(known, ref, said["kept"], at)
    _approve(known, ref, at)
    do.publish(known.officer, ref=ref, at=at)


def _reach(known: Known, ref: str, said: Said) -> None:
    do.keep_reach(
        known.officer,
        ref=ref,
        agency_ref=known.agencies[said["agency"]].public_id,
        channel=said["channel"],
        audience=said["audience"],
        on=known.on(said["day"]),
        reached=said["reached"],
        out_of=said["out_of"],
        evidence=said["evidence"],
        tested_how=said.get("tested_how", ""),
        tested=said.get("tested"),
        understood=said.get("understood"),
        at=known.now,
    )


def _say_what_is_public(known: Known, said: Said) -> None:
    review = next(each for each in list_reviews(known.officer) if each.name == said["review"])
    given: dict[str, Any] = {"withheld": "withheld" in said, "why": said.get("withheld", ""), "at": known.now}
    if "finding" in said:
        findings = findings_of_review(known.officer, review.pk)
        row: Any = next(each for each in findings if each.text.startswith(said["finding"]))
        say_what_is_public(
            known.officer,
            ref=row.public_id,
            public_text=said.get("instead", ""),
            version=row.version,
            **given,
        )
        return
    asked = recommendations_of_review(known.officer, review.pk)
    row = next(each for each in asked if each.label == said["recommendation"])
    withhold_recommendation(known.officer, ref=row.public_id, version=row.version, **given)


def _campaign(known: Known, said: Said) -> None:
    at = known.at(said["day"])
    row = do.keep_campaign(
        known.officer, topic=said["topic"], audience=said["audience"], review_ref="", at=at
    )
    do.decide_campaign(
        known.officer,
        ref=row.public_id,
        decision=said["decision"],
        reason=said["reason"],
        channels_used=said.get("channels", []),
        starts_on=known.on(said["from"]) if "from" in said else None,
        ends_on=known.on(said["to"]) if "to" in said else None,
        materials=said.get("materials", ""),
        reached=said.get("reached"),
        out_of=said.get("out_of"),
        evaluation=said.get("evaluation", ""),
        version=row.version,
        at=at,
    )
