"""How records are worded in a report, so that a person reads it and Heed reads it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from heed.plans.types import REPORTED_OR_FURTHER, ActionKind, ActionState
from heed.reports.types import Block, block_as_data

_DONE = REPORTED_OR_FURTHER | {ActionState.CLOSED_ELSEWHERE}
_SHOWN_UNFINISHED = (
    frozenset(ActionState)
    - _DONE
    - {
        ActionState.PROPOSED,
        ActionState.WITHDRAWN,
        ActionState.SUPERSEDED,
    }
)


def status_of(state: str, kind: str) -> str:
    """taken, in_place, planned or stalled, as documents say it; "" of what is in no report: only proposed, withdrawn,
    or joined with another."""
    if state == ActionState.STALLED:
        return "stalled"
    if state in _DONE:
        return "in_place" if kind == ActionKind.STANDING else "taken"
    return "planned" if state in _SHOWN_UNFINISHED else ""


def bracketed(words: str, *, who: str, owner: str, due: str, state: str) -> str:
    """An action in one line: what it is, and whose, by when and how far it is, in square brackets at its end."""
    said = [who or "No agency named", f"owner: {owner}" if owner else "", f"due: {due}" if due else "", state]
    return f"{_one_line(words)} [{'; '.join(_one_line(each) for each in said if each)}]"


def _one_line(words: str) -> str:
    return " ".join(words.split())


def joined_names(names: Sequence[str]) -> str:
    """Several names in a row, so that each can be told again."""
    return "; ".join(dict.fromkeys(_one_line(each) for each in names if each))


def fingerprint(block: Block) -> str:
    """What tells whether a block says the same as before: its words, whatever versions their records have."""
    data = json.dumps(_without_versions(block_as_data(block)), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()[:16]


def _without_versions(data: object) -> object:
    if isinstance(data, dict):
        return {name: _without_versions(each) for name, each in data.items() if name != "version"}
    return [_without_versions(each) for each in data] if isinstance(data, list) else data
