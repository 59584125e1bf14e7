"""The cards of the side-by-side page: a recommendation with what belongs to it, a theme, a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.intake.models import Import, Proposal
from heed.intake.queries import statement_key
from heed.intake.rules import text_key
from heed.intake.types import DECIDED_ALONE, SURE, Decision, ProposalKind
from heed.kit.reading.types import Status
from heed.learning.presenters import FINDING_KIND_NAMES
from heed.learning.types import STANCE_WORDS
from heed.library.presenters import first_page, shown_words
from heed.platform.ui.components import Content
from heed.platform.ui.wording import count, day, in_other_words, period

STATUS_NAMES = {
    Status.TAKEN: "Done",
    Status.IN_PLACE: "In place",
    Status.PLANNED: "Planned",
    Status.STALLED: "Stalled",
}


@dataclass(frozen=True, kw_only=True)
class ActionLine:
    ref: str
    text: str
    status: str
    status_name: str
    by: str
    words: str
    who: str
    shared_with: str
    rejected: bool
    edit_href: str
    decide_href: str
    version: str


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """`says` is what it says to what was asked, "" where its words do not."""

    ref: str
    agency: str
    says: str
    text: str
    rejected: bool
    edit_href: str
    decide_href: str
    version: str


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The answers of one card, folded up: who answered, and each in full."""

    summary: str
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True, kw_only=True)
class Card:
    """A recommendation with what belongs to it, or what was answered and promised for a whole theme."""

    ref: str
    what: str
    """Recommendation, Finding or Theme."""
    label: str
    text: str
    kind: str
    place: str
    place_href: str
    sure: bool
    why: str
    decision: str
    current: bool
    notes: tuple[str, ...]
    parts: tuple[str, ...]
    answers: Answers
    actions: tuple[ActionLine, ...]
    edit_href: str
    decide_href: str
    read: str = ""
    """The words that were read, where somebody has put others in their place."""
    version: str = ""
    split_href: str = ""
    join_href: str = ""
    move_href: str = ""
    beside: Content = ""
    """What rooms above say of a proposed recommendation."""


def cards_of(
    row: Import, proposals: Sequence[Proposal], chosen: str, beside: Mapping[str, Content]
) -> list[Card]:
    """A card for each recommendation, in printed order; `chosen` is the proposal in hand, `beside` what rooms above
    say of some."""
    said_under = _said_under(proposals)
    family: dict[int | None, list[Proposal]] = {}
    for each in proposals:
        family.setdefault(each.parent_id, []).append(each)
    return [
        _card(row, each, family.get(each.pk, []), said_under, chosen, beside.get(each.public_id, ""))
        for each in proposals
        if each.kind == ProposalKind.RECOMMENDATION
    ]


def finding_cards(row: Import, proposals: Sequence[Proposal], chosen: str) -> list[Card]:
    """A card for each finding, in printed order."""
    found = [each for each in proposals if each.kind == ProposalKind.FINDING]
    return [_finding(row, each, chosen) for each in found]


def _finding(row: Import, proposal: Proposal, chosen: str) -> Card:
    values = proposal.values
    return Card(
        what="Finding",
        label=f"Finding {values['label']}" if values.get("label") else "Finding",
        text=shown_words(values["text"]),
        kind=FINDING_KIND_NAMES.get(values["kind"], "") if values["kind"] != "other" else "",
        notes=(f"Under “{values['section']}”",) if values.get("section") else (),
        read=_read_otherwise(proposal),
        parts=(),
        answers=Answers(summary="", lines=()),
        actions=(),
        **_place_and_addresses(row, proposal, chosen),
    )


def _place_and_addresses(row: Import, proposal: Proposal, chosen: str) -> dict[str, Any]:
    """What the cards of all that is decided by itself have in common."""
    address = [row.public_id, proposal.public_id]
    return {
        "ref": proposal.public_id,
        "place": _place_words(proposal),
        "place_href": address_of(row.public_id, proposal.public_id),
        "sure": proposal.sure >= SURE,
        "why": "; ".join(proposal.why),
        "decision": proposal.decision,
        "current": proposal.public_id == chosen,
        "edit_href": reverse("intake:edit", args=address),
        "decide_href": reverse("intake:decide", args=address),
        "version": str(proposal.version),
        "split_href": reverse("intake:split", args=address),
        "join_href": reverse("intake:join", args=address),
        "move_href": reverse("intake:move", args=address),
    }


def _read_otherwise(proposal: Proposal) -> str:
    """What was read, where the words are not it, nor a part of it, nor it joined with what follows."""
    read = str(proposal.found["text"]) if proposal.found else ""
    now, then = text_key(proposal.values["text"]), text_key(read)
    same = now in then or (then in now and len(proposal.spans) > 1)
    return "" if not read or same else shown_words(read)


def _card(
    row: Import,
    proposal: Proposal,
    children: Sequence[Proposal],
    said_under: SaidUnder,
    chosen: str,
    beside: Content,
) -> Card:
    values = proposal.values
    parts = tuple(values.get("parts") or ())
    notes = [
        f"To: {', '.join(values['addressed_to'])}" if values.get("addressed_to") else "",
        f"Theme: {values['theme']}" if values.get("theme") else "",
        "Withheld: its words were left out of the document" if values.get("withheld") else "",
        "Done before publication" if values.get("before_publication") else "",
    ]
    return Card(
        what="Recommendation",
        label=values.get("label") or "no number",
        text=shown_words(values["text"]),
        kind="" if values.get("kind") == "recommendation" else values.get("kind", ""),
        notes=tuple(filter(None, notes)),
        read=_read_otherwise(proposal),
        parts=parts if len(parts) > 1 else (),
        answers=_answers(row, children),
        actions=_actions(row, children, said_under),
        beside=beside,
        **_place_and_addresses(row, proposal, chosen),
    )


def theme_cards(row: Import, proposals: Sequence[Proposal], chosen: str) -> list[Card]:
    """What was answered and promised for whole themes, one card for each."""
    said_under = _said_under(proposals)
    loose = [each for each in proposals if each.parent_id is None and each.kind not in DECIDED_ALONE]
    cards = []
    for theme in dict.fromkeys(each.theme for each in loose):
        members = [each for each in loose if each.theme == theme]
        cards.append(
            Card(
                ref=members[0].public_id,
                what="Theme",
                label=theme,
                text="",
                kind="theme",
                place=_place_words(members[0]),
                place_href=address_of(row.public_id, members[0].public_id),
                sure=all(each.sure >= SURE for each in members),
                why="",
                decision="",
                current=any(each.public_id == chosen for each in members),
                notes=(),
                parts=(),
                answers=_answers(row, members),
                actions=_actions(row, members, said_under),
                edit_href="",
                decide_href="",
            )
        )
    return cards


def _answers(row: Import, proposals: Sequence[Proposal]) -> Answers:
    lines = tuple(_answer(row, each) for each in proposals if each.kind == ProposalKind.RESPONSE)
    named = dict.fromkeys(line.agency for line in lines)
    return Answers(summary=f"{count(len(lines), 'answer')}: {', '.join(named)}" if lines else "", lines=lines)


def _answer(row: Import, proposal: Proposal) -> AnswerLine:
    return AnswerLine(
        ref=proposal.public_id,
        agency=proposal.values.get("agency") or "No agency named",
        says=STANCE_WORDS.get(proposal.values.get("stance", ""), ""),
        text=shown_words(proposal.values["text"]),
        rejected=proposal.decision == Decision.REJECTED,
        edit_href=reverse("intake:edit", args=[row.public_id, proposal.public_id]),
        decide_href=reverse("intake:decide", args=[row.public_id, proposal.public_id]),
        version=str(proposal.version),
    )


SaidUnder = dict[tuple[str, str, str], list[str]]
"""The labels of the recommendations under which a statement stands, by `statement_key`."""


def _said_under(proposals: Sequence[Proposal]) -> SaidUnder:
    found: SaidUnder = {}
    for each in proposals:
        if each.kind == ProposalKind.ACTION and each.decision != Decision.REJECTED and each.parent:
            label = str(each.parent.values.get("label") or "one without a number")
            found.setdefault(statement_key(each.values), []).append(label)
    return found


def _actions(row: Import, own: Sequence[Proposal], said_under: SaidUnder) -> tuple[ActionLine, ...]:
    """A card's actions; a statement repeated under other recommendations says so, for it becomes one action."""
    return tuple(
        _action(row, each, said_under.get(statement_key(each.values), []))
        for each in own
        if each.kind == ProposalKind.ACTION
    )


def _action(row: Import, proposal: Proposal, labels: Sequence[str]) -> ActionLine:
    values = proposal.values
    first, last = (
        date.fromisoformat(values[at]) if values.get(at) else None for at in ("due_earliest", "due_latest")
    )
    return ActionLine(
        ref=proposal.public_id,
        text=shown_words(values["text"]),
        status=values["status"],
        status_name=STATUS_NAMES[Status(values["status"])],
        by=period(first or last, last) if last else day(first, none=""),
        words=in_other_words(values.get("due_text") or "", first, last),
        who=", ".join(filter(None, [values.get("owner"), values.get("agency")])),
        shared_with=f"said under {', '.join(labels)}: becomes one action" if len(labels) > 1 else "",
        rejected=proposal.decision == Decision.REJECTED,
        edit_href=reverse("intake:edit", args=[row.public_id, proposal.public_id]),
        decide_href=reverse("intake:decide", args=[row.public_id, proposal.public_id]),
        version=str(proposal.version),
    )


def _place_words(proposal: Proposal) -> str:
    page = first_page(proposal.spans)
    return f"page {page}" if page else "in the text"


def address_of(import_ref: str, proposal_ref: str) -> str:
    """The side-by-side page with this proposal in hand."""
    query = urlencode({"proposal": proposal_ref})
    return f"{reverse('intake:import', args=[import_ref])}?{query}#{proposal_ref}"
