"""The side-by-side page: the document at the left, what becomes of it at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.intake.models import Import, Proposal
from heed.intake.presenters.cards import STATUS_NAMES as STATUS_NAMES
from heed.intake.presenters.cards import Card, cards_of, finding_cards, theme_cards
from heed.intake.presenters.cards import address_of as address_of
from heed.intake.presenters.meant import LikeLine, like_lines
from heed.intake.queries import Tally, tally
from heed.intake.types import SURE, Decision, ProposalKind
from heed.library.presenters import KIND_NAMES, first_page
from heed.library.queries import get_page_picture, get_shown_blocks
from heed.library.types import PagePicture, Place, Shown, offsets_of
from heed.platform.ui.components import Choice, Content
from heed.platform.ui.wording import count


@dataclass(frozen=True, kw_only=True)
class WarningLine:
    message: str
    place: str
    href: str


@dataclass(frozen=True, kw_only=True)
class FindingsPart:
    """The document's findings, and how many are still to decide; those that stay undecided stay out."""

    cards: tuple[Card, ...]
    decided: str
    open: int
    all_href: str
    folded: bool
    """Whether they are many, none of them in hand, and better shown when asked for."""


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
    findings: FindingsPart
    warnings: tuple[WarningLine, ...]
    accept_sure: str
    """What the button says that accepts all that the reader is sure of; empty where nothing is."""
    sure_href: str
    add_href: str
    page_number: int | None
    parents: tuple[Choice, ...]
    register_href: str
    ready: bool
    decided: str
    leave_href: str
    withdraw_href: str
    """Where nothing was found: to take it out again; else ""."""
    like: tuple[LikeLine, ...]
    above: Content
    """What rooms above say of all the cards."""


def side_by_side_page(
    row: Import,
    proposals: Sequence[Proposal],
    *,
    page: int | None,
    chosen: str,
    like: Sequence[tuple[Any, float]] = (),
    beside: Mapping[str, Content] | None = None,
) -> SideBySidePage:
    """The page for an import that is open; `chosen` is the proposal in hand, `page` the printed page shown."""
    assert row.reading is not None
    counted = tally(list(proposals))
    shown = page or _page_of(proposals, chosen)
    places = _places(proposals, chosen)
    picture = get_page_picture(row.reading, number=shown, places=places) if row.reading.page_count else None
    cards = cards_of(row, proposals, chosen, beside or {})
    return SideBySidePage(
        title=_title(counted),
        name=row.document.name,
        lead=f"{_not_what_it_is_called(row)}{_lead(counted)}",
        picture=picture,
        blocks=() if picture else tuple(get_shown_blocks(row.reading, places=places)),
        before=_page_href(row, shown - 1) if picture and shown > 1 else "",
        after=_page_href(row, shown + 1) if picture and shown < picture.of else "",
        to_look_at=tuple(card for card in cards if not card.sure),
        sure_ones=tuple(card for card in cards if card.sure),
        themes=tuple(theme_cards(row, proposals, chosen)),
        findings=_findings(row, proposals, counted, chosen),
        warnings=tuple(_warnings(row)),
        accept_sure=_accept_sure(counted),
        sure_href=reverse("intake:sure", args=[row.public_id]),
        add_href=reverse("intake:add", args=[row.public_id]),
        page_number=shown if picture else None,
        parents=parent_choices(proposals),
        register_href=reverse("intake:register", args=[row.public_id]),
        ready=counted.open == 0 and counted.accepted + counted.findings_accepted > 0,
        decided=f"{counted.accepted} accepted, {counted.rejected} rejected, {counted.open} to decide",
        leave_href=reverse("library:list"),
        withdraw_href="" if proposals else reverse("intake:withdraw", args=[row.public_id]),
        like=like_lines(row, like),
        above=(beside or {}).get("", ""),
    )


_MANY_FINDINGS = 6


def _findings(row: Import, proposals: Sequence[Proposal], counted: Tally, chosen: str) -> FindingsPart:
    cards = tuple(finding_cards(row, proposals, chosen))
    rejected = counted.findings - counted.findings_accepted - counted.findings_open
    return FindingsPart(
        cards=cards,
        decided=f"{counted.findings_accepted} accepted, {rejected} rejected, {counted.findings_open} to decide",
        open=counted.findings_open,
        all_href=reverse("intake:all_findings", args=[row.public_id]),
        folded=len(cards) > _MANY_FINDINGS and not any(card.current for card in cards),
    )


def _accept_sure(counted: Tally) -> str:
    sure, findings = counted.open_and_sure, counted.findings_open_and_sure
    ones = f"{sure} sure {'one' if sure == 1 else 'ones'}"
    if sure and findings:
        return f"Accept {ones} and {count(findings, 'finding')}"
    if findings:
        return f"Accept {findings} sure {'finding' if findings == 1 else 'findings'}"
    return f"Accept {ones}" if sure else ""


def _title(counted: Tally) -> str:
    found = f"{count(counted.found, 'recommendation')} found"
    unsure = counted.open - counted.open_and_sure
    return f"{found}, {unsure} to look at" if unsure else found


_ENDINGS = {".pdf": "pdf", ".docx": "docx", ".xlsx": "xlsx"}


def _not_what_it_is_called(row: Import) -> str:
    """That a file is not what its name says, as one that was saved wrongly or cut."""
    called = _ENDINGS.get(PurePath(row.document.name).suffix.lower(), "")
    if row.reading is None or called in ("", row.reading.kind):
        return ""
    kinds = KIND_NAMES[called], KIND_NAMES.get(row.reading.kind, row.reading.kind)
    return f"{row.document.name} is no {kinds[0]} file, though it is called one: it was read as {kinds[1]}. "


def _lead(counted: Tally) -> str:
    if counted.found == 0 and counted.findings:
        return "The reader found no recommendation, only findings. Nothing is in the register until you put it there."
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
    if proposal.kind in (ProposalKind.RESPONSE, ProposalKind.FINDING):
        return str(proposal.kind)
    return "recommendation" if proposal.sure >= SURE else "unsure"


def _page_href(row: Import, page: int) -> str:
    return f"{reverse('intake:import', args=[row.public_id])}?{urlencode({'page': page})}"


def _warnings(row: Import) -> list[WarningLine]:
    assert row.reading is not None
    lines = []
    for warning in row.reading.found.get("warnings", []):
        page = next((span.get("page") for span in warning.get("spans", []) if span.get("page")), None)
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
