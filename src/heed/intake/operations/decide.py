"""Accepting, rejecting, correcting and adding proposals: work in progress, nothing in the register yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from heed.intake.differing import differing_decisions, differing_values, words_so_far
from heed.intake.events import ProposalAdded, ProposalCorrected, ProposalDecided
from heed.intake.models import Import, Proposal
from heed.intake.policies import check_open
from heed.intake.queries import find_import, find_proposal
from heed.intake.rules import make_values
from heed.intake.types import DECIDED_ALONE, SURE, Decision, ProposalKind
from heed.kit.words.locate import locate
from heed.library.queries import stretch_of_page
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version


@transaction.atomic
def decide(
    actor: Actor, *, ref: str, decision: Decision, version: int | None = None, at: datetime
) -> Proposal:
    """Accept, reject or open again one proposal.

    What belongs to a recommendation goes with it unless it is rejected by itself (see `accept_import`). Opening again
    what was accepted with corrections puts back the words that were read: correcting was accepting.
    `version` is the one the person saw (None: Heed's own work): where somebody decided otherwise or changed the
    words since, `ChangedMeanwhile`.
    """
    proposal = find_proposal(actor, ref)
    check_open(proposal.import_of)
    read = _words_as_read(proposal) if decision == Decision.OPEN else {}
    taken = take_version(
        proposal,
        version=version,
        differences=lambda now: differing_decisions(now.decision, decision),
        by=last_changed_by("proposal", proposal.public_id),
        decision=decision,
        **read,
    )
    if taken and read:
        keep_revision(**words_so_far(proposal), by=actor.name, at=at)
    proposal.refresh_from_db(fields=["decision", "version", "values", "spans"])
    if not taken:
        return proposal
    _record_decision(actor, proposal.import_of, 1, decision, at)
    return proposal


def _words_as_read(proposal: Proposal) -> dict[str, Any]:
    """What an accepted one said before it was corrected; nothing where it was not."""
    if proposal.decision != Decision.ACCEPTED or proposal.found in (None, proposal.values):
        return {}
    return {"values": proposal.found, "spans": _place_again(proposal, str(proposal.found["text"]))}


@transaction.atomic
def decide_sure(actor: Actor, *, import_ref: str, at: datetime) -> int:
    """Accept every open recommendation and finding that the reader is sure of; the others wait to be looked at.
    Returns how many were accepted."""
    row = find_import(actor, import_ref)
    check_open(row)
    sure = row.proposals.filter(kind__in=DECIDED_ALONE, decision=Decision.OPEN, sure__gte=SURE)
    accepted = sure.update(decision=Decision.ACCEPTED, version=F("version") + 1)
    _record_decision(actor, row, accepted, Decision.ACCEPTED, at)
    return accepted


@transaction.atomic
def decide_findings(actor: Actor, *, import_ref: str, decision: Decision, at: datetime) -> int:
    """Accept or reject every finding of an import that nobody has decided yet. Returns how many."""
    row = find_import(actor, import_ref)
    check_open(row)
    still_open = row.proposals.filter(kind=ProposalKind.FINDING, decision=Decision.OPEN)
    decided = still_open.update(decision=decision, version=F("version") + 1)
    _record_decision(actor, row, decided, decision, at)
    return decided


def _record_decision(actor: Actor, row: Import, proposals: int, decision: Decision, at: datetime) -> None:
    record(
        actor,
        ProposalDecided(proposals=proposals, decision=decision),
        subject_kind="import",
        subject_ref=row.public_id,
        at=at,
    )


@transaction.atomic
def correct_proposal(
    actor: Actor, *, ref: str, values: Mapping[str, Any], version: int, at: datetime
) -> Proposal:
    """Change what a proposal says; what was read stays beside it. Correcting is accepting."""
    proposal = find_proposal(actor, ref)
    check_open(proposal.import_of)
    made = asdict(make_values(ProposalKind(proposal.kind), {**proposal.values, **values}))
    if not str(made["text"]).strip():
        raise Invalid("The words cannot be empty.", fields={"text": "Enter the words as printed"})
    taken = take_version(
        proposal,
        version=version,
        differences=lambda now: differing_values(now.values, made),
        by=last_changed_by("proposal", proposal.public_id),
        values=made,
        spans=_place_again(proposal, str(made["text"])),
        decision=Decision.ACCEPTED,
    )
    if not taken:
        return find_proposal(actor, ref)
    keep_revision(**words_so_far(proposal), by=actor.name, at=at)
    record(
        actor,
        ProposalCorrected(proposal=proposal.public_id),
        subject_kind="import",
        subject_ref=proposal.import_of.public_id,
        at=at,
    )
    proposal.refresh_from_db()
    return proposal


def _place_again(proposal: Proposal, text: str) -> list[list[int | None]]:
    """Corrected words keep their place unless they now stand somewhere else in the document."""
    if proposal.import_of.reading is None or text == proposal.values["text"]:
        return list(proposal.spans)
    place = locate(text, proposal.import_of.reading.text)
    if place is None:
        return list(proposal.spans)
    return [[place[0], place[1], proposal.spans[0][2] if proposal.spans else None]]


@transaction.atomic
def add_proposal(
    actor: Actor,
    *,
    import_ref: str,
    kind: ProposalKind,
    words: str,
    page: int | None,
    parent_ref: str = "",
    given: Mapping[str, Any],
    at: datetime,
) -> Proposal:
    """Add what the reader missed, from words selected or pasted. They must stand in the document."""
    row = find_import(actor, import_ref)
    check_open(row)
    assert row.reading is not None
    within = stretch_of_page(row.reading, page) if page else None
    place = locate(words, row.reading.text, within=within) or locate(words, row.reading.text)
    if place is None:
        sentence = (
            "These words are not in the document"
            if words.strip()
            else "Select words in the document, or paste them here"
        )
        raise Invalid(f"{sentence}.", fields={"words": sentence})
    parent = find_proposal(actor, parent_ref) if parent_ref else None
    if parent and (parent.import_of_id != row.pk or parent.kind != ProposalKind.RECOMMENDATION):
        raise Invalid(
            "Choose one of this document's recommendations.", fields={"parent": "Choose one from the list"}
        )
    if parent is None and kind not in DECIDED_ALONE:
        raise Invalid(
            "Choose the recommendation that this belongs to.", fields={"parent": "Choose a recommendation"}
        )
    text = " ".join(row.reading.text[place[0] : place[1]].split())
    position = _position_for(row, parent, place[0])
    row.proposals.filter(position__gte=position).update(position=F("position") + 1)
    proposal = Proposal.objects.create(
        import_of=row,
        kind=kind,
        parent=parent,
        position=position,
        values=asdict(make_values(kind, {**_EMPTY[kind], **given, "text": text})),
        found=None,
        spans=[[place[0], place[1], page]],
        sure=1.0,
        why=[f"added by {actor.name}"],
        decision=Decision.ACCEPTED,
    )
    record(actor, ProposalAdded(kind=kind), subject_kind="import", subject_ref=row.public_id, at=at)
    return proposal


_EMPTY: dict[ProposalKind, dict[str, Any]] = {
    ProposalKind.RECOMMENDATION: {"label": "", "kind": "recommendation"},
    ProposalKind.RESPONSE: {},
    ProposalKind.ACTION: {"status": "planned"},
    ProposalKind.FINDING: {"kind": "other"},
}


def _position_for(row: Import, parent: Proposal | None, start: int) -> int:
    """Just after the last of its brothers and sisters that begins before these words, or before all of them."""
    near = [each for each in row.proposals.all() if each.parent_id == (parent.pk if parent else None)]
    before = [each.position for each in near if each.spans and each.spans[0][0] <= start]
    if before:
        return max(before) + 1
    return parent.position + 1 if parent else 0
