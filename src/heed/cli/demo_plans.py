"""Actions of the demo partnership in every state, from `demo/plans.yaml`: each step by the person who took it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from heed.intake.operations import accept_sheet, begin_sheet
from heed.kit.writing.templates import example_template
from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.plans.operations import (
    Judgement,
    NewEvidence,
    NewVersion,
    Plan,
    RowChange,
    agree_action,
    agree_in_principle,
    ask_for_move,
    assure_action,
    change_actions,
    decide_move,
    give_evidence,
    join_actions,
    judge_difference,
    keep_occurrence,
    make_action,
    record_check,
    report_complete,
    review_action,
    send_back,
    set_colour,
    stall_action,
    start_work,
    verify_action,
    withdraw_action,
    withdraw_evidence,
)
from heed.plans.queries import ActionFilter, filter_actions, find_action
from heed.plans.queries.planning import groups_of_partnership
from heed.plans.queries.proof import evidence_for_recommendation
from heed.plans.types import ActionKind, CheckOutcome, Colour, Happened, MoveDecision, ReviewOutcome
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency
from heed.platform.registers.operations import keep_template
from heed.platform.registers.templates import fields_of, usual_fields
from heed.platform.registers.views import REGISTERS
from heed.platform.rules.operations import make_edition

if TYPE_CHECKING:
    from heed.plans.models import Action

Step = Callable[[Actor, Any, dict[str, Any], datetime], object]


def build_plans(folder: Path, agencies: Mapping[str, Agency], people: Mapping[str, Actor]) -> str:
    """Every action of the file, as its people took it on its way; returns how many."""
    written = yaml.safe_load((folder / "plans.yaml").read_text(encoding="utf-8"))
    _sample_agreed(written["sample_agreed"], people)
    for each in written["actions"]:
        _action(each, agencies, people)
    _elsewhere(written["elsewhere"], people[written["elsewhere"]["by"]])
    for each in written["differences"]:
        _difference(each, people[each["by"]])
    for each in written["together"]:
        _together(each, people[each["by"]])
    for each in written["templates"]:
        _template(each, people[each["by"]])
    return f"{len(written['actions'])} actions planned here"


def _sample_agreed(written: dict[str, Any], people: Mapping[str, Actor]) -> None:
    actor, at = people[written["by"]], _moment(written["day"])
    group = next(ref for ref, name in groups_of_partnership(actor) if name == written["group"])
    content = {"sample_group": group, "sample_on": at.date().isoformat()}
    make_edition(actor, name="meetings", content=content, after=0, source="", at=at)


def _action(written: dict[str, Any], agencies: Mapping[str, Agency], people: Mapping[str, Actor]) -> None:
    first, *others = written["steps"]
    row = make_action(
        people[first["by"]], plan=_plan(written, agencies, people[first["by"]]), at=_moment(first["day"])
    )
    for step in others:
        actor = people[step["by"]]
        _STEPS[step["do"]](
            actor, find_action(actor, row.public_id), {**written, **step}, _moment(step["day"])
        )
    if colour := written.get("colour"):
        actor = people[colour["by"]]
        set_colour(
            actor,
            ref=row.public_id,
            colour=Colour(colour["colour"]),
            reason=colour["reason"],
            version=find_action(actor, row.public_id).version,
            at=_moment(colour["day"]),
        )


def _elsewhere(written: dict[str, Any], actor: Actor) -> None:
    """A table that was kept elsewhere comes in as a file: whatever it calls closed is closed elsewhere."""
    lines = io.StringIO()
    csv.writer(lines).writerows([written["head"], *written["rows"]])
    content, at = lines.getvalue().encode(), _moment(written["day"])
    row = begin_sheet(actor, name=written["name"], size=len(content), chunks=[content], at=at)
    accept_sheet(actor, ref=row.public_id, seen=len(written["rows"]), leave_out=False, at=at)


def _difference(written: dict[str, Any], actor: Actor) -> None:
    """Judged by name, on all that was given for the recommendation's actions."""
    about = written["recommendation"]
    found = filter_recommendations(actor, RecommendationFilter())
    row = found.get(review__name=about["review"], label=about["label"])
    pieces = evidence_for_recommendation(actor, row.pk)
    judge_difference(
        actor,
        recommendation_ref=row.public_id,
        judgement=Judgement(
            seen=written["seen"],
            output=written["output"],
            outcome=written["outcome"],
            impact=written["impact"],
            contrary=written["contrary"],
        ),
        evidence=[each.public_id for each in pieces],
        at=_moment(written["day"]),
    )


def _together(written: dict[str, Any], actor: Actor) -> None:
    rows = filter_actions(actor, ActionFilter())
    chosen = [rows.get(text__startswith=words) for words in written["actions"]]
    changes = [RowChange(each.public_id, each.version, theme=written["theme"]) for each in chosen]
    change_actions(actor, changes=changes, reason="", at=_moment(written["day"]))


def _template(written: dict[str, Any], actor: Actor) -> None:
    register, form = REGISTERS[written["register"]], written["form"]
    keep_template(
        actor,
        register=register,
        name=written["name"],
        file_name=f"{written['name']}.{form}",
        chunks=[example_template(form, fields_of(register), usual_fields(register))],
        at=_moment(written["day"]),
    )


def _plan(written: dict[str, Any], agencies: Mapping[str, Agency], actor: Actor) -> Plan:
    found = filter_recommendations(actor, RecommendationFilter()).select_related("review")
    refs = {(each.review.name, each.label.rstrip(".")): each.public_id for each in found}
    asked = [(each["review"], each["label"]) for each in written.get("serves", ())]
    return Plan(
        text=written["text"],
        kind=ActionKind(written.get("kind", "one_off")),
        agency_ref=agencies[written["agency"]].public_id,
        owner=written.get("owner", ""),
        single_agency=written.get("single_agency", False),
        due=_day(written.get("due")),
        review_on=_day(written.get("review")),
        how_we_will_know=written.get("know", ""),
        outcome=written.get("outcome", ""),
        risk=written.get("risk", ""),
        frequency=written.get("every", ""),
        next_expected=_day(written.get("next")),
        recommendations=tuple(refs[each] for each in asked if each in refs),
    )


def _evidence(actor: Actor, row: Action, step: dict[str, Any], at: datetime) -> object:
    given = NewEvidence(
        title=step["title"],
        kind=step["kind"],
        level=step["level"],
        period_from=_day(step.get("from")),
        period_to=_day(step.get("to")),
        value=Decimal(step["value"]) if "value" in step else None,
        denominator=Decimal(step["of"]) if "of" in step else None,
        unit=step.get("unit", ""),
        value_on=_day(step.get("to")) if "value" in step else None,
        expires_on=_day(step.get("expires")),
    )
    said = NewVersion(note="Kept with the team; shown when asked.")
    return give_evidence(actor, action_ref=row.public_id, evidence=given, handed_in=said, at=at)


def _given(row: Action) -> list[str]:
    return [each.evidence.public_id for each in row.evidence_uses.select_related("evidence")]


def _happened(actor: Actor, row: Action, step: dict[str, Any], at: datetime, happened: Happened) -> object:
    return keep_occurrence(
        actor,
        ref=row.public_id,
        expected_on=row.next_expected,
        happened=happened,
        happened_on=_day(step["day"]) if happened is Happened.TOOK_PLACE else None,
        words=step["words"],
        at=at,
    )


_STEPS: dict[str, Step] = {
    "agree": lambda actor, row, step, at: agree_action(actor, ref=row.public_id, at=at),
    "in_principle": lambda actor, row, step, at: agree_in_principle(
        actor, ref=row.public_id, details_due=_day(step["details"]), reason="", at=at
    ),
    "begin": lambda actor, row, step, at: start_work(actor, ref=row.public_id, at=at),
    "ask": lambda actor, row, step, at: ask_for_move(
        actor, ref=row.public_id, wanted=_day(step["wanted"]), reason=step["reason"], at=at
    ),
    "decide": lambda actor, row, step, at: decide_move(
        actor,
        ref=row.date_moves.get(decision=MoveDecision.WAITING).public_id,
        decision=MoveDecision(step["decision"]),
        reason=step["reason"],
        at=at,
    ),
    "stall": lambda actor, row, step, at: stall_action(
        actor,
        ref=row.public_id,
        reason=step["reason"],
        interim_measure=step["meanwhile"],
        restart_on=_day(step["restart"]),
        at=at,
    ),
    "evidence": _evidence,
    "report": lambda actor, row, step, at: report_complete(
        actor, ref=row.public_id, note=step.get("note", ""), evidence=_given(row), at=at
    ),
    "assure": lambda actor, row, step, at: assure_action(
        actor, ref=row.public_id, evidence=_given(row), at=at
    ),
    "verify": lambda actor, row, step, at: verify_action(
        actor,
        ref=row.public_id,
        period_from=_day(step["from"]),
        period_to=_day(step["to"]),
        evidence=_given(row),
        sampled=step.get("sampled"),
        sampled_of=step.get("of"),
        sample=step.get("sample", ""),
        at=at,
    ),
    "back": lambda actor, row, step, at: send_back(
        actor, ref=row.public_id, reason=step["reason"], evidence=_given(row), at=at
    ),
    "check": lambda actor, row, step, at: record_check(
        actor,
        ref=row.embedded_checks.get(done_at=None).public_id,
        outcome=CheckOutcome(step["outcome"]),
        reason=step["reason"],
        evidence=_given(row),
        at=at,
    ),
    "escalate": lambda actor, row, step, at: review_action(
        actor,
        ref=row.public_id,
        outcome=ReviewOutcome.ESCALATED,
        reason=step["reason"],
        next_review=_day(step["next"]),
        group_ref=next(ref for ref, name in groups_of_partnership(actor) if name == step["to"]),
        at=at,
    ),
    "withdraw_evidence": lambda actor, row, step, at: withdraw_evidence(
        actor,
        ref=row.evidence_uses.get(evidence__title=step["title"]).evidence.public_id,
        reason=step["reason"],
        at=at,
    ),
    "happened": lambda actor, row, step, at: _happened(actor, row, step, at, Happened.TOOK_PLACE),
    "missed": lambda actor, row, step, at: _happened(actor, row, step, at, Happened.MISSED),
    "join": lambda actor, row, step, at: join_actions(
        actor,
        ref=row.public_id,
        into_ref=filter_actions(actor, ActionFilter()).get(text__startswith=step["into"]).public_id,
        at=at,
    ),
    "withdraw": lambda actor, row, step, at: withdraw_action(
        actor, ref=row.public_id, reason=step["reason"], at=at
    ),
}


def _moment(days: int) -> datetime:
    return clock.now() + timedelta(days=days)


def _day(days: int | None) -> date | None:
    return None if days is None else clock.today() + timedelta(days=days)
