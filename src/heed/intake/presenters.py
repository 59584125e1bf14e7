"""The side-by-side page: the document at the left, what becomes of it at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.intake.models import Import, Proposal
from heed.intake.queries import Tally, statement_key, tally
from heed.intake.types import SURE, Decision, ProposalKind
from heed.kit.reading.types import Status
from heed.library.presenters import first_page, shown_words
from heed.library.queries import get_page_picture, get_shown_blocks
from heed.library.types import PagePicture, Place, Shown, offsets_of
from heed.platform.ui.components import Choice
from heed.platform.ui.wording import count

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
    ref: str
    agency: str
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
    is_theme: bool
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
    version: str = ""
    split_href: str = ""
    join_href: str = ""
    move_href: str = ""


@dataclass(frozen=True, kw_only=True)
class WarningLine:
    message: str
    place: str
    href: str


@dataclass(frozen=True, kw_only=True)
class LikeLine:
    """Another document that says nearly the same."""

    sentence: str
    compare_href: str


@dataclass(frozen=True, kw_only=True)
class SideBySidePage:
    title: str
    name: str
    lead: str
    picture: PagePicture | None
    blocks: tuple[Shown, ...]
    before: str
    after: str
    to_look_at: tuple[Card, ...]
    sure_ones: tuple[Card, ...]
    themes: tuple[Card, ...]
    warnings: tuple[WarningLine, ...]
    sure_count: int
    sure_href: str
    add_href: str
    page_number: int | None
    parents: tuple[Choice, ...]
    register_href: str
    ready: bool
    decided: str
    leave_href: str
    like: tuple[LikeLine, ...]


def like_line(row: Import, other: Any, share: float) -> LikeLine:
    """What to say of a document that is nearly the same, and where the two can be compared."""
    return LikeLine(
        sentence=f"“{other.document}” is here already and has about {share:.0%} of the same words.",
        compare_href=f"{reverse('intake:compare', args=[row.public_id])}?{urlencode({'with': other.public_id})}",
    )


def side_by_side_page(
    row: Import,
    proposals: Sequence[Proposal],
    *,
    page: int | None,
    chosen: str,
    like: Sequence[tuple[Any, float]] = (),
) -> SideBySidePage:
    """The page for an import that is open; `chosen` is the proposal in hand, `page` the printed page shown."""
    assert row.reading is not None
    counted = tally(list(proposals))
    shown = page or _page_of(proposals, chosen)
    places = _places(proposals, chosen)
    picture = get_page_picture(row.reading, number=shown, places=places) if row.reading.page_count else None
    said_under = _said_under(proposals)
    family: dict[int | None, list[Proposal]] = {}
    for each in proposals:
        family.setdefault(each.parent_id, []).append(each)
    cards = [
        _card(row, each, family.get(each.pk, []), said_under, chosen)
        for each in proposals
        if each.kind == ProposalKind.RECOMMENDATION
    ]
    return SideBySidePage(
        title=_title(counted),
        name=row.document.name,
        lead=_lead(counted),
        picture=picture,
        blocks=() if picture else tuple(get_shown_blocks(row.reading, places=places)),
        before=_page_href(row, shown - 1) if picture and shown > 1 else "",
        after=_page_href(row, shown + 1) if picture and shown < picture.of else "",
        to_look_at=tuple(card for card in cards if not card.sure),
        sure_ones=tuple(card for card in cards if card.sure),
        themes=tuple(_theme_cards(row, proposals, said_under, chosen)),
        warnings=tuple(_warnings(row)),
        sure_count=counted.open_and_sure,
        sure_href=reverse("intake:sure", args=[row.public_id]),
        add_href=reverse("intake:add", args=[row.public_id]),
        page_number=shown if picture else None,
        parents=parent_choices(proposals),
        register_href=reverse("intake:register", args=[row.public_id]),
        ready=counted.open == 0 and counted.accepted > 0,
        decided=f"{counted.accepted} accepted, {counted.rejected} rejected, {counted.open} to decide",
        leave_href=reverse("library:list"),
        like=tuple(like_line(row, other, share) for other, share in like),
    )


def _title(counted: Tally) -> str:
    found = f"{count(counted.found, 'recommendation')} found"
    unsure = counted.open - counted.open_and_sure
    return f"{found}, {unsure} to look at" if unsure else found


def _lead(counted: Tally) -> str:
    if counted.found == 0:
        return "The reader found no recommendation. Select words in the document, or paste them below, to add one."
    return "Nothing is in the register until you put it there."


def _page_of(proposals: Sequence[Proposal], chosen: str) -> int:
    """The page of the chosen proposal, else of the first that is still open, else of the first."""
    asked = [each for each in proposals if each.kind == ProposalKind.RECOMMENDATION]
    order = [each for each in proposals if each.public_id == chosen]
    order += sorted(
        (each for each in asked if each.decision == Decision.OPEN), key=lambda each: each.sure >= SURE
    )
    order += asked
    return next((page for each in order if (page := first_page(each.spans))), 1)


def _places(proposals: Sequence[Proposal], chosen: str) -> list[Place]:
    return [
        Place(
            ref=each.public_id,
            look=_look(each),
            offsets=offsets_of(each.spans),
            label=f"{each.kind} {each.values.get('label', '')}".strip(),
            chosen=each.public_id == chosen,
        )
        for each in proposals
        if each.decision != Decision.REJECTED
    ]


def _look(proposal: Proposal) -> str:
    if proposal.kind == ProposalKind.ACTION:
        return f"action-{proposal.values['status']}"
    if proposal.kind == ProposalKind.RESPONSE:
        return "response"
    return "recommendation" if proposal.sure >= SURE else "unsure"


def _card(
    row: Import, proposal: Proposal, children: Sequence[Proposal], said_under: SaidUnder, chosen: str
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
        ref=proposal.public_id,
        is_theme=False,
        label=values.get("label") or "no number",
        text=shown_words(values["text"]),
        kind="" if values.get("kind") == "recommendation" else values.get("kind", ""),
        place=_place_words(proposal),
        place_href=address_of(row.public_id, proposal.public_id),
        sure=proposal.sure >= SURE,
        why="; ".join(proposal.why),
        decision=proposal.decision,
        current=proposal.public_id == chosen,
        notes=tuple(filter(None, notes)),
        parts=parts if len(parts) > 1 else (),
        answers=_answers(row, children),
        actions=_actions(row, children, said_under),
        edit_href=reverse("intake:edit", args=[row.public_id, proposal.public_id]),
        decide_href=reverse("intake:decide", args=[row.public_id, proposal.public_id]),
        version=str(proposal.version),
        split_href=reverse("intake:split", args=[row.public_id, proposal.public_id]),
        join_href=reverse("intake:join", args=[row.public_id, proposal.public_id]),
        move_href=reverse("intake:move", args=[row.public_id, proposal.public_id]),
    )


def _theme_cards(
    row: Import, proposals: Sequence[Proposal], said_under: SaidUnder, chosen: str
) -> list[Card]:
    """What was answered and promised for whole themes, one card for each."""
    loose = [
        each for each in proposals if each.parent_id is None and each.kind != ProposalKind.RECOMMENDATION
    ]
    cards = []
    for theme in dict.fromkeys(each.theme for each in loose):
        members = [each for each in loose if each.theme == theme]
        cards.append(
            Card(
                ref=members[0].public_id,
                is_theme=True,
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
    range_ = " to ".join(dict.fromkeys(filter(None, [values.get("due_earliest"), values.get("due_latest")])))
    return ActionLine(
        ref=proposal.public_id,
        text=shown_words(values["text"]),
        status=values["status"],
        status_name=STATUS_NAMES[Status(values["status"])],
        by=range_,
        words=values.get("due_text") or "",
        who=", ".join(filter(None, [values.get("owner"), values.get("agency")])),
        shared_with=f"said under {', '.join(labels)}: becomes one action" if len(labels) > 1 else "",
        rejected=proposal.decision == Decision.REJECTED,
        edit_href=reverse("intake:edit", args=[row.public_id, proposal.public_id]),
        decide_href=reverse("intake:decide", args=[row.public_id, proposal.public_id]),
        version=str(proposal.version),
    )


def _place_words(proposal: Proposal) -> str:
    return f"page {page}" if (page := first_page(proposal.spans)) else "in the text"


def address_of(import_ref: str, proposal_ref: str) -> str:
    """The side-by-side page with this proposal in hand."""
    query = urlencode({"proposal": proposal_ref})
    return f"{reverse('intake:import', args=[import_ref])}?{query}#{proposal_ref}"


def _page_href(row: Import, page: int) -> str:
    return f"{reverse('intake:import', args=[row.public_id])}?page={page}"


def _warnings(row: Import) -> list[WarningLine]:
    assert row.reading is not None
    lines = []
    for warning in row.reading.found.get("warnings", []):
        page = next((each["page"] for each in warning.get("spans", []) if each.get("page")), None)
        lines.append(
            WarningLine(
                message=warning["message"],
                place=f"page {page}" if page else "",
                href=_page_href(row, page) if page else "",
            )
        )
    return lines


def parent_choices(proposals: Sequence[Proposal]) -> tuple[Choice, ...]:
    """The recommendations that an answer or action can be added to."""
    return tuple(
        Choice(
            value=each.public_id,
            text=f"{each.values.get('label') or 'no number'}: {each.values['text'][:70]}",
        )
        for each in proposals
        if each.kind == ProposalKind.RECOMMENDATION and each.decision != Decision.REJECTED
    )
