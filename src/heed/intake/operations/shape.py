"""Cutting a proposal in two, joining two, and putting them in order: when the reader saw the wrong borders."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import F

from heed.intake.differing import words_so_far
from heed.intake.events import ProposalJoined, ProposalMoved, ProposalSplit
from heed.intake.models import Proposal
from heed.intake.policies import check_open
from heed.intake.queries import find_proposal
from heed.intake.rules import make_values
from heed.intake.types import Decision, ProposalKind
from heed.kit.words.locate import locate
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version


@transaction.atomic
def split_proposal(
    actor: Actor, *, ref: str, pieces: list[str], version: int, at: datetime
) -> list[Proposal]:
    """One proposal becomes several: `pieces` are its own words, cut. What belongs to it stays with the first.

    Each piece must stand within the proposal's own words, so that every record keeps its true place.
    """
    proposal = find_proposal(actor, ref)
    check_open(proposal.import_of)
    wanted = [" ".join(piece.split()) for piece in pieces if piece.strip()]
    if len(wanted) < 2:
        raise Invalid(
            "Leave an empty line where the new one begins.", fields={"pieces": "Leave an empty line between"}
        )
    places = _places_in_turn(proposal, wanted)
    if len(places) < len(wanted) and proposal.version == version:  # else the words are others by now
        sentence = "Only cut the words; correct them afterwards"
        raise Invalid(f"{sentence}.", fields={"pieces": sentence})
    first_values = asdict(
        make_values(ProposalKind(proposal.kind), {**proposal.values, "text": wanted[0], "parts": []})
    )
    page = proposal.spans[0][2] if proposal.spans else None
    # What was cut never stands there as it was: a second form is always told of the first.
    take_version(
        proposal,
        version=version,
        differences=lambda now: _words_differ(now, "pieces", "\n\n".join(wanted), made=len(wanted)),
        by=last_changed_by("proposal", proposal.public_id),
        values=first_values,
        spans=[[places[0][0], places[0][1], page]] if places else proposal.spans,
    )
    keep_revision(**words_so_far(proposal), by=actor.name, at=at)
    following = proposal.import_of.proposals.filter(
        parent=proposal.parent, position__gt=proposal.position
    ).order_by("position")
    nearest = following.first()
    step = ((nearest.position if nearest else proposal.position + 10) - proposal.position) / len(wanted)
    if step < 1:
        _make_room(proposal, len(wanted))
        step = 1
    made = [proposal]
    for number, (piece, place) in enumerate(zip(wanted, places, strict=True)):
        values = asdict(
            make_values(ProposalKind(proposal.kind), {**proposal.values, "text": piece, "parts": []})
        )
        if number == 0:
            continue
        if proposal.kind == ProposalKind.RECOMMENDATION:
            values["label"] = ""
        made.append(
            Proposal.objects.create(
                import_of=proposal.import_of,
                kind=proposal.kind,
                parent=proposal.parent,
                theme=proposal.theme,
                position=proposal.position + int(step * number),
                values=values,
                found=None,
                spans=[[place[0], place[1], page]],
                sure=proposal.sure,
                why=[f"split off by {actor.name}"],
                decision=proposal.decision,
            )
        )
    _record(actor, ProposalSplit(pieces=len(wanted)), proposal, at)
    return made


def _words_differ(now: Proposal, name: str, yours: str, *, made: int = 1) -> list[Difference]:
    """The words as they are and as they would have become; a proposal that is split already is not split again."""
    theirs = str(now.values["text"])
    return [Difference(name, "Words" if made == 1 else f"Words, split into {made}", theirs, yours)]


def _places_in_turn(proposal: Proposal, pieces: list[str]) -> list[tuple[int, int]]:
    """Where the pieces stand within the proposal's words, each after the one before; ends at one that does not."""
    reading = proposal.import_of.reading
    if not proposal.spans or reading is None:
        return []
    start, end = min(span[0] for span in proposal.spans), max(span[1] for span in proposal.spans)
    places = []
    for piece in pieces:
        place = locate(piece, reading.text, within=(start, end))
        if place is None:
            break
        places.append(place)
        start = place[1]
    return places


def _make_room(proposal: Proposal, how_much: int) -> None:
    proposal.import_of.proposals.filter(position__gt=proposal.position).update(
        position=F("position") + how_much
    )


@transaction.atomic
def join_with_next(actor: Actor, *, ref: str, version: int, at: datetime) -> Proposal:
    """Two proposals of one kind that the reader took apart become one; what belonged to the second follows."""
    proposal = find_proposal(actor, ref)
    check_open(proposal.import_of)
    following = _neighbour(proposal, forward=True)
    if following is None:
        raise NotNow("There is nothing after it to join it with.")
    values = {
        **proposal.values,
        "text": f"{proposal.values['text']} {following.values['text']}",
        "parts": [*proposal.values.get("parts", []), *following.values.get("parts", [])],
    }
    made = asdict(make_values(ProposalKind(proposal.kind), values))
    following.children.update(parent=proposal)
    take_version(
        proposal,
        version=version,
        differences=lambda now: _words_differ(now, "", str(made["text"])),
        by=last_changed_by("proposal", proposal.public_id),
        values=made,
        spans=[*proposal.spans, *following.spans],
    )
    keep_revision(**words_so_far(proposal), by=actor.name, at=at)
    keep_revision(**words_so_far(following), by=actor.name, at=at)
    following.delete()
    _record(actor, ProposalJoined(), proposal, at)
    proposal.refresh_from_db()
    return proposal


@transaction.atomic
def move_proposal(actor: Actor, *, ref: str, down: bool, at: datetime) -> Proposal:
    """Change places with the one before or after it; at the end of the list nothing happens.

    Nothing that anybody wrote is changed, so no version is asked for; the import is held meanwhile.
    """
    proposal = find_proposal(actor, ref)
    check_open(proposal.import_of)
    other = _neighbour(proposal, forward=down)
    if other is not None:
        Proposal.objects.filter(pk=proposal.pk).update(position=other.position)
        Proposal.objects.filter(pk=other.pk).update(position=proposal.position)
        _record(actor, ProposalMoved(down=down), proposal, at)
    proposal.refresh_from_db()
    return proposal


def _neighbour(proposal: Proposal, *, forward: bool) -> Proposal | None:
    """The next (or the one before) of the same kind under the same recommendation that was not rejected."""
    others = proposal.import_of.proposals.filter(
        kind=proposal.kind, parent=proposal.parent, theme=proposal.theme if proposal.parent is None else ""
    ).exclude(decision=Decision.REJECTED)
    if proposal.kind == ProposalKind.RECOMMENDATION:
        others = proposal.import_of.proposals.filter(kind=proposal.kind).exclude(decision=Decision.REJECTED)
    if forward:
        return others.filter(position__gt=proposal.position).order_by("position").first()
    return others.filter(position__lt=proposal.position).order_by("-position").first()


def _record(actor: Actor, happened: object, proposal: Proposal, at: datetime) -> None:
    record(actor, happened, subject_kind="import", subject_ref=proposal.import_of.public_id, at=at)
