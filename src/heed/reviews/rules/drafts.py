"""What follows from the rules about drafts: which gates, in which order, which is next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from heed.reviews.types.drafts import DraftRules, Gate

_USUAL = "usual"


def draft_rules_from(written: Mapping[str, Any]) -> DraftRules:
    """The file's rules as values. Every way ends with a gate at which those who decide accept the report."""
    gates = {
        key: Gate(key, each["name"], each["does"], frozenset(each.get("by", ())), each.get("decision", ""))
        for key, each in written["gates"].items()
    }
    by_kind = {kind.casefold(): tuple(keys) for kind, keys in written["by_kind"].items()}
    for kind, keys in by_kind.items():
        if [key for key in keys if gates[key].decision] != [keys[-1]]:
            raise ValueError(f"report-drafts.yaml, {kind}: one gate has a decision, the last")
    return DraftRules(gates=gates, by_kind=by_kind, standards=written["standards"])


def gates_of(rules: DraftRules, kind: str) -> tuple[Gate, ...]:
    """The gates that a report of this kind of review goes through, in order."""
    keys = rules.by_kind.get(kind.casefold(), rules.by_kind[_USUAL])
    return tuple(rules.gates[key] for key in keys)


def next_gate(gates: Sequence[Gate], decided: Collection[str]) -> Gate:
    """The first of them at which nothing is decided yet; the last is never decided here."""
    return next((each for each in gates if each.key not in decided), gates[-1])
