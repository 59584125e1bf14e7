"""An agency's own work as it goes out in a workbook, and what a workbook that came back would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.db.models import QuerySet

from heed.kit.reading.grid import Fault, Grid
from heed.plans.models import Action, Evidence
from heed.plans.offline import PROMISE, BookRow, Promised
from heed.plans.queries.actions import ActionFilter, each_action, filter_actions
from heed.plans.queries.planned import details_missing
from heed.plans.queries.standing import is_same_body
from heed.plans.rules import STATE_WORDS, listed, may_go
from heed.plans.types import REPORTED_OR_FURTHER, ActionState, MoveDecision, Proposed, ReturnedRow
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid
from heed.platform.notices.queries.comments import comments_of
from heed.platform.partnerships.models import Agency
from heed.platform.ui.wording import count, day

_SALT = "heed.plans.offline"
_FORM = 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that a row asks for: what Heed has now, what the row says, and why it cannot be, if so."""

    kind: Proposed
    now: str
    yours: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """What a row asks for of its action; `changed`: somebody changed the action since the workbook went out."""

    row: ReturnedRow
    action: Action
    changed: bool
    proposals: tuple[Proposal, ...]


def own_open_actions(actor: Actor) -> list[Action]:
    """What the agency that this person acts for still has to do, agencies that were merged into it included."""
    refs = tuple(_own_open(actor).values_list("public_id", flat=True))
    return list(each_action(actor, ActionFilter(refs=refs), order="due")) if refs else []


def count_own_open(actor: Actor) -> int:
    """How many those are."""
    return int(_own_open(actor).count())


def _own_open(actor: Actor) -> QuerySet[Any]:
    check_may(actor, Permission.REPORT_COMPLETE)
    rows = filter_actions(actor, ActionFilter(open_only=True))
    return rows.filter(agency__in=_own_agencies(actor))


def _own_agencies(actor: Actor) -> list[int]:
    own = Agency.objects.get(pk=actor.agency_id)
    return [each.pk for each in Agency.objects.all() if is_same_body(each, own)]


def promise_of(actor: Actor, rows: Sequence[BookRow], *, on: date) -> str:
    """What the workbook's hidden sheet holds, signed: whose it is, and what each row was."""
    said = {
        "form": _FORM,
        "partnership": actor.partnership_id,
        "agency": actor.agency_ref,
        "name": actor.agency_name,
        "day": on.isoformat(),
        "rows": {each.ref: [each.locked[0], each.version, each.marks] for each in rows},
    }
    return signing.dumps(said, salt=_SALT, compress=True)


def read_promise(actor: Actor, tables: Sequence[Grid]) -> Promised:
    """What Heed signed when the workbook went out; `Invalid` for one that it did not make, or for another agency."""
    words = "".join(row[0] for each in tables if each.name == PROMISE for row in each.rows if row)
    try:
        said: dict[str, Any] = signing.loads(words, salt=_SALT)
    except signing.BadSignature:
        raise Invalid(
            "This is not a workbook that was downloaded here, or its hidden sheet was changed or lost. Download it "
            "again, copy your words into it, and bring that back."
        ) from None
    agency = Agency.objects.filter(public_id=said["agency"]).first()
    own = Agency.objects.get(pk=actor.agency_id)
    if said["partnership"] != actor.partnership_id or not is_same_body(agency, own):
        raise Invalid(
            f"This is the workbook of {said['name']}, and you act for {actor.agency_name}. Bring back the one that you "
            "downloaded."
        )
    rows = {ref: (reference, version, marks) for ref, (reference, version, marks) in said["rows"].items()}
    return Promised(agency=said["name"], day=date.fromisoformat(said["day"]), rows=rows)


def proposals_of(actor: Actor, rows: Sequence[ReturnedRow]) -> tuple[list[ProposedRow], list[Fault]]:
    """What each row would change beside what Heed has now, and rows of actions that are the agency's no more."""
    check_may(actor, Permission.REPORT_COMPLETE)
    refs = tuple(each.ref for each in rows)
    own = set(_own_agencies(actor))
    found = {each.public_id: each for each in each_action(actor, ActionFilter(refs=refs))} if refs else {}
    proposed, faults = list[ProposedRow](), list[Fault]()
    for row in rows:
        action = found.get(row.ref)
        if action is None or action.agency_id not in own:
            faults.append(
                Fault(row.number, "", "this action is not your agency's any more; nothing changes for it")
            )
            continue
        asked = tuple(filter(None, (makes(actor, action, row) for makes in _MAKERS)))
        proposed.append(ProposedRow(row, action, action.version != row.version, asked))
    return proposed, faults


def _evidence(actor: Actor, action: Action, row: ReturnedRow) -> Proposal | None:
    if not row.evidence and not row.link:
        return None
    uses = action.evidence_uses.filter(evidence__in=Evidence.objects.visible_to(actor)).select_related(
        "evidence"
    )
    pieces = [use.evidence for use in uses]
    title = evidence_title(row)
    here = any(each.title == title for each in pieces)
    return Proposal(
        kind=Proposed.EVIDENCE,
        now=count(len(pieces), "piece") if pieces else "none",
        yours="\n".join(filter(None, [row.evidence, row.link])),
        why_not="This evidence is here already." if here else "",
    )


def evidence_title(row: ReturnedRow) -> str:
    """What a piece is called that a row gives."""
    words = row.evidence or row.link
    return words if len(words) <= 200 else f"{words[:190].rsplit(' ', 1)[0]} …"


def _complete(actor: Actor, action: Action, row: ReturnedRow) -> Proposal | None:
    if row.complete_on is None:
        return None
    state = ActionState(action.state)
    why_not = ""
    if state in REPORTED_OR_FURTHER:
        why_not = f"It is {STATE_WORDS[state]} already."
    elif not may_go(state, ActionState.REPORTED):
        why_not = f"It is {STATE_WORDS[state]}, so it cannot be reported complete from there."
    elif missing := details_missing(action):
        why_not = f"It is agreed in principle only, and lacks {listed(missing)}: these are given first."
    return Proposal(Proposed.COMPLETE, _now(state), f"Complete on {day(row.complete_on)}", why_not)


def _now(state: ActionState) -> str:
    words = STATE_WORDS[state]
    return words[:1].upper() + words[1:]


def _move(actor: Actor, action: Action, row: ReturnedRow) -> Proposal | None:
    if row.wanted is None:
        return None
    state = ActionState(action.state)
    waiting = action.date_moves.filter(decision=MoveDecision.WAITING).first()
    why_not = ""
    if waiting:
        same = waiting.wanted == row.wanted
        why_not = (
            "This was asked already and waits."
            if same
            else f"{day(waiting.wanted)} was asked for, and waits."
        )
    elif row.wanted == action.due_latest:
        why_not = "This is the date that it has."
    elif not may_go(state, ActionState.EXTENSION_REQUESTED):
        why_not = f"It is {STATE_WORDS[state]}: a date is asked for once an action is agreed."
    now = day(action.due_latest, none="no date")
    return Proposal(Proposed.MOVE, now, f"Move to {day(row.wanted)}: {row.why}", why_not)


def _progress(actor: Actor, action: Action, row: ReturnedRow) -> Proposal | None:
    if not row.progress:
        return None
    said = [each for each in comments_of(actor, "action", action.public_id) if each.withdrawn_at is None]
    last = said[-1] if said else None
    here = any(" ".join(each.text.split()) == " ".join(row.progress.split()) for each in said)
    return Proposal(
        kind=Proposed.PROGRESS,
        now=f"{last.text} ({last.author.name}, {day(last.written_at)})" if last else "nothing said yet",
        yours=row.progress,
        why_not="This is said already." if here else "",
    )


_MAKERS = (_evidence, _complete, _move, _progress)
