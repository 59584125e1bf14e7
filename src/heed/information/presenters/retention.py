"""Rules, holds and disposals as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.information.queries.retention import Due, Rule
from heed.information.types import DISPOSAL_STATES, DisposalState
from heed.platform.ui.components import Crumb, Fact, Row, tag
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import count, day, moment

OVERVIEW = Crumb(text="Information governance", href="/information/")
RETENTION_CRUMB = Crumb(text="Retention", href="/information/retention/")
HOLDS_CRUMB = Crumb(text="Legal holds", href="/information/holds/")
DISPOSALS_CRUMB = Crumb(text="Disposals", href="/information/disposals/")
_FROM = {
    "published": "the day it was published, withheld or closed",
    "decided": "the decision",
    "brought_in": "the day it came in",
    "closed": "the day it was closed",
}


@dataclass(frozen=True, kw_only=True)
class DueLine:
    """Something that is due; it is proposed for disposal from here unless a hold keeps it."""

    title: str
    href: str
    why: str
    held: str
    kind: str
    ref: str


@dataclass(frozen=True, kw_only=True)
class RetentionPage:
    title: str
    lead: str
    crumbs: tuple[Crumb, ...]
    rules: tuple[Row, ...]
    due: tuple[DueLine, ...]
    confirmed: int


def retention_page(found: Sequence[Rule], due: Sequence[Due]) -> RetentionPage:
    """Every rule, and what is due under those that the partnership has confirmed."""
    confirmed = sum(bool(each.confirmed_by) for each in found)
    return RetentionPage(
        title="Retention",
        lead=(
            f"{confirmed} of {count(len(found), 'rule')} confirmed. Nothing is disposed of by itself: one person "
            "proposes, another decides, and a legal hold stops both."
        ),
        crumbs=(OVERVIEW, Crumb(text="Retention")),
        rules=rows(
            [
                (
                    link(each.name, reverse("information:retention_rule", args=[each.key])),
                    f"{count(each.years, 'year')} from {_FROM.get(each.counted_from, each.counted_from)}",
                    f"Confirmed by {each.confirmed_by}"
                    if each.confirmed_by
                    else tag(text="Suggested, not confirmed", tone="amber"),
                    each.source,
                )
                for each in found
            ]
        ),
        due=tuple(
            DueLine(
                title=each.title,
                href=each.href,
                why=(
                    f"Due since {day(each.due_on)}: {count(each.rule.years, 'year')} after {day(each.counted_from)}, "
                    f"as {each.rule.confirmed_by} confirmed"
                ),
                held=", ".join(each.held_by),
                kind=each.kind,
                ref=each.ref,
            )
            for each in due
        ),
        confirmed=confirmed,
    )


def hold_page(found: Any, doings: tuple[Doing, ...]) -> ThingPage:
    """A hold with who asked for it and why."""
    on = (
        link(str(found.review), reverse("reviews:review", args=[found.review.public_id]))
        if found.review
        else f"Everything that mentions {', '.join([found.person_name, *found.other_names])}"
    )
    facts = [
        Fact(name="On", value=on),
        *((Fact(name="Date of birth", value=day(found.born_on)),) if found.born_on else ()),
        Fact(name="Asked by", value=found.asked_by),
        Fact(name="Reason", value=found.reason),
        Fact(name="Placed", value=f"{moment(found.placed_at)} by {found.placed_by}"),
    ]
    if found.lifted_at:
        facts.append(
            Fact(name="Lifted", value=f"{moment(found.lifted_at)} by {found.lifted_by}: {found.lift_reason}")
        )
    return ThingPage(
        title=f"Legal hold {found.reference}",
        crumbs=(OVERVIEW, HOLDS_CRUMB, Crumb(text=found.reference)),
        lead="Lifted" if found.lifted_at else "In force: nothing that it covers is disposed of",
        facts=tuple(facts),
        beside=doings,
    )


def disposal_page(found: Any, doings: tuple[Doing, ...]) -> ThingPage:
    """A disposal; once done, what is gone in numbers."""
    done = found.state == DisposalState.DONE
    facts = [
        Fact(name="Of", value=f"{found.subject_kind} {found.subject_reference}"),
        Fact(name="Rule", value=f"{found.rule}, edition {found.rule_edition}; due since {day(found.due_on)}"),
        Fact(name="Proposed", value=f"{moment(found.proposed_at)} by {found.proposed_by}"),
    ]
    if found.decided_at:
        reason = f": {found.reason}" if found.reason else ""
        facts.append(Fact(name="Decided", value=f"{moment(found.decided_at)} by {found.decided_by}{reason}"))
    gone = Table(
        heading="What is gone",
        columns=columns("Kind", "How many"),
        rows=rows([(name, f"{number:,}") for name, number in found.counts.items()]),
    )
    return ThingPage(
        title=f"Disposal {found.reference}",
        crumbs=(OVERVIEW, DISPOSALS_CRUMB, Crumb(text=found.reference)),
        lead=DISPOSAL_STATES.get(found.state, ""),
        notice="" if doings or found.decided_at else "Somebody else decides: two people are needed.",
        facts=tuple(facts),
        tables=(gone,) if done else (),
        doings=doings,
    )
