"""Approvals as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from markupsafe import Markup, escape

from heed.platform.access.types import Actor
from heed.platform.approvals.policies import may_keep, never_decides
from heed.platform.approvals.types import Given, How, JointView, SeatView, State
from heed.platform.ui.components import element
from heed.platform.ui.panels import Panel
from heed.platform.ui.wording import day, moment

STATES: dict[State, tuple[str, str]] = {
    State.WAITING: ("Waiting", "amber"),
    State.APPROVED: ("Approved by all", "green"),
    State.REFUSED: ("Not approved", "red"),
    State.SUPERSEDED: ("Superseded", "neutral"),
    State.WITHDRAWN: ("Withdrawn", "neutral"),
}


@dataclass(frozen=True, kw_only=True)
class GivenLine:
    """One thing that was said: `sentence` is who, when and how; `words` what they added; `ended` why it is not in
    force, where it was taken back."""

    ref: str
    state: str
    tone: str
    sentence: str
    words: str
    ended: str


@dataclass(frozen=True, kw_only=True)
class SeatLine:
    ref: str
    who: str
    partner: str
    said: GivenLine | None
    earlier: tuple[GivenLine, ...]
    href: str
    link: str


@dataclass(frozen=True, kw_only=True)
class JointCard:
    """One joint approval, on its record's page and on its own."""

    ref: str
    href: str
    decision: str
    state: str
    tone: str
    lead: str
    warning: str
    seats: tuple[SeatLine, ...]
    ended: str


@dataclass(frozen=True, kw_only=True)
class ApprovalPage:
    title: str
    of: str
    of_href: str
    words: str
    """What was put to them; "" where that is a file."""
    sha256: str
    card: JointCard
    may_withdraw: bool
    form: Any


@dataclass(frozen=True, kw_only=True)
class SeatPage:
    """Everything that can be done about one partner's approval: `sign` and `minute` are forms, or None."""

    title: str
    of: str
    of_href: str
    approval_href: str
    decision: str
    edition: str
    words: str
    sha256: str
    seat: SeatLine
    sign: Any
    minute: Any
    take_back: Any
    panels: tuple[Panel, ...]
    why_not: str
    begun: str
    """Which form was sent and has something wrong in it."""


@dataclass(frozen=True, kw_only=True)
class PutPage:
    title: str
    of: str
    of_href: str
    words: str
    sha256: str
    form: Any


@dataclass(frozen=True, kw_only=True)
class ApprovalsPanel:
    """On a record's page: what stands, what stood, and whether the actor may put it to those who decide."""

    standing: tuple[JointCard, ...]
    earlier: tuple[JointCard, ...]
    put_href: str


def joint_card(actor: Actor, view: JointView) -> JointCard:
    """One joint approval in words."""
    state, tone = STATES[view.state]
    open_ = view.state in (State.WAITING, State.REFUSED, State.APPROVED)
    changed = open_ and not view.current
    return JointCard(
        ref=view.ref,
        href=reverse("approvals:approval", args=[view.ref]),
        decision=view.decision_words,
        state="Changed since" if changed else state,
        tone="amber" if changed else tone,
        lead=f"Decided by {view.by} ({view.edition}). Put by {view.opened_by}, {day(view.opened_at)}.",
        warning="It was changed since it was put to those who decide, so this says nothing about what it is now."
        if changed
        else "",
        seats=tuple(_seat(actor, each, answerable=open_ and view.current) for each in view.seats),
        ended=_ended(view),
    )


def seat_line(actor: Actor, view: JointView, ref: str) -> SeatLine:
    """One of those who must approve, on their own page."""
    return next(_seat(actor, each, answerable=False) for each in view.seats if each.ref == ref)


def panel_data(actor: Actor, views: list[JointView], *, put_href: str) -> ApprovalsPanel | None:
    """None where there is nothing to show and nothing to do."""
    cards = [(view.state, joint_card(actor, view)) for view in views]
    over = (State.SUPERSEDED, State.WITHDRAWN)
    if not cards and not put_href:
        return None
    return ApprovalsPanel(
        standing=tuple(card for state, card in cards if state not in over),
        earlier=tuple(card for state, card in cards if state in over),
        put_href=put_href,
    )


def _ended(view: JointView) -> str:
    if view.state == State.WITHDRAWN:
        return f"Withdrawn by {view.ended_by}, {moment(view.ended_at)}: {view.ended_why}"
    if view.state == State.SUPERSEDED:
        return f"Superseded {moment(view.ended_at)}, when what it says now was put again"
    return ""


def _seat(actor: Actor, seat: SeatView, *, answerable: bool) -> SeatLine:
    mine = seat.agency in ("", actor.agency_name)
    return SeatLine(
        ref=seat.ref,
        who=seat.agency or _capital(seat.name),
        partner=_capital(seat.name) if seat.agency else "",
        said=given_line(seat.given) if seat.given else None,
        earlier=tuple(given_line(each) for each in seat.earlier),
        href=reverse("approvals:seat", args=[seat.ref]),
        link=_link(actor, seat, mine=mine, answerable=answerable),
    )


def _link(actor: Actor, seat: SeatView, *, mine: bool, answerable: bool) -> str:
    """What the link to the page of one partner's approval says; "" where there is nothing to do there."""
    if seat.given is not None:
        return "Look at it"
    if not answerable or never_decides(actor):
        return ""
    return "Write it down, or ask" if may_keep(actor) else "Decide" if mine else ""


def in_lines(words: str) -> Markup:
    """What is approved in the lines that it stands in; a heading is bold instead of marked with "#"."""
    lines = [each.strip() for each in words.splitlines()]
    said = [element("strong", each.lstrip("# ")) if each.startswith("#") else escape(each) for each in lines]
    return Markup("<br>").join(said)


def given_line(given: Given) -> GivenLine:
    """What somebody said, in words."""
    name = f"{given.name}, {given.post}" if given.post else given.name
    how = {
        How.SIGNED: "signed in Heed",
        How.LINK: f"by a link that {given.recorded_by} made, and a code {_of_code(given)}",
        How.MINUTED: f"{given.meeting}; written down by {given.recorded_by}, {day(given.recorded_at)}",
    }[given.how]
    return GivenLine(
        ref=given.ref,
        state="Approved" if given.agrees else "Not approved",
        tone="green" if given.agrees else "red",
        sentence=f"{name}, {day(given.on)}: {how}",
        words=given.words,
        ended=f"Taken back by {given.withdrawn_by}, {moment(given.withdrawn_at)}: {given.withdrawn_why}"
        if given.withdrawn_at
        else "",
    )


def _of_code(given: Given) -> str:
    return f"that {given.code_by} told" if given.code_by else "of the same"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
