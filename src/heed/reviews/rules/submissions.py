"""What follows from values of a submission: how late it is, what it lacks, who signs it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from heed.reviews.types.submissions import (
    Lacks,
    Section,
    Stage,
    SubmissionKind,
    SubmissionRules,
    SubmissionState,
    Written,
)


def rules_from(written: Mapping[str, Any]) -> SubmissionRules:
    """The file's rules as values."""
    sections = {
        key: Section(key, each["title"], each["ask"].strip()) for key, each in written["sections"].items()
    }
    return SubmissionRules(
        kinds={
            key: SubmissionKind(
                key=key,
                name=each["name"],
                own=each["own"],
                sections=tuple(sections[name] for name in each["sections"]),
                only=tuple(each.get("only", ())),
            )
            for key, each in written["kinds"].items()
        },
        never_blank=frozenset(written["never_blank"]),
        sign_off=written["sign_off"],
        grades=written["grades"],
        checklist=written["checklist"],
        missing_after=written["missing_after"],
        stages={key: each["name"] for key, each in written["stages"].items()},
    )


def signing_role(rules: SubmissionRules, agency_kind: str) -> str:
    """The role that signs off for an agency of this kind."""
    return rules.sign_off.get(agency_kind, rules.sign_off["usual"])


def lacks(
    rules: SubmissionRules, *, state: str, due_on: date, received: bool, partial: bool, today: date
) -> Lacks | None:
    """How a submission falls short today: nothing while it is not late. `received`: something came at all since it
    was last asked for; `partial`: what came is not the whole."""
    if state != SubmissionState.ASKED or due_on >= today:
        return None
    if received and partial:
        return Lacks.PARTIAL
    return Lacks.MISSING if (today - due_on).days > rules.missing_after else Lacks.LATE


def next_stage(stage: Stage) -> Stage | None:
    """Who is told after these; None after the last."""
    order = list(Stage)
    place = order.index(stage) + 1
    return order[place] if place < len(order) else None


def unfinished(sections: Sequence[Section], written: Written, never_blank: frozenset[str]) -> dict[str, str]:
    """What keeps a submission from being handed in, by field: a section without words needs a reason; handed in
    part, only those that are never blank."""
    wrong = {}
    for each in sections:
        if written.words.get(each.key, "").strip() or written.reasons.get(each.key, "").strip():
            continue
        if each.key in never_blank:
            wrong[f"words_{each.key}"] = f"{each.title}: write it, or say below why it is left blank"
        elif not written.missing.strip():
            wrong[f"words_{each.key}"] = (
                f"{each.title}: write it, say why it is left blank, or hand in what there is and say what is to come"
            )
    if not (written.author.strip() or written.author_ref):
        wrong["author"] = "Say who wrote it"
    if not written.independent:
        wrong["independent"] = (
            "Its author must have had no part in the case: tick this, or name another author"
        )
    return wrong
