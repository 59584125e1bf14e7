"""The demo's priorities, strategies and business plan, from `demo/strategies.yaml`, made by the operations that people
use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from heed.governance.operations import (
    Intent,
    add_group,
    add_plan_item,
    add_strategy,
    call_meeting,
    give_part,
    keep_focus_group,
    keep_line,
    plan_focus_group,
    say_what_changed,
    tie_to_strategy,
)
from heed.governance.queries.groups import list_groups
from heed.governance.types import LineKind, Part, StrategyKind
from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.plans.operations import Plan, agree_action
from heed.plans.queries import ActionFilter, filter_actions
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency, Membership


def build_strategies(
    manager: Actor,
    folder: Path,
    agencies: Mapping[str, Agency],
    people: Mapping[str, Actor],
    written: Mapping[str, Any],
) -> str:
    """Groups of their own, then each priority and strategy with its plan, what it serves and whom it listens to."""
    said = yaml.safe_load((folder / "strategies.yaml").read_text(encoding="utf-8"))
    named = {each.name: each.public_id for each in list_groups(manager)}
    groups = {each["key"]: named[each["name"]] for each in written["groups"]}
    for each in said["groups"]:
        groups[each["key"]] = _group(manager, each, groups["executive"], people)
    made: dict[str, str] = {}
    for each in said["strategies"]:
        made[each["key"]] = _strategy(manager, each, groups, agencies, made)
        _fill(manager, each, made[each["key"]], groups, agencies, people)
    return f"{len(made)} priorities and strategies"


def _group(manager: Actor, said: Mapping[str, Any], upward: str, people: Mapping[str, Actor]) -> str:
    row = add_group(
        manager,
        name=said["name"],
        kind="other",
        remit=said["remit"].strip(),
        meets=said["meets"],
        reports_to=upward,
        quorum_members=3,
        quorum_agencies=3,
        quorum_statutory=False,
        at=_moment(-400),
    )
    parts = {**dict.fromkeys(said["members"], Part.MEMBER), said["chair"]: Part.CHAIR}
    for key, part in parts.items():
        place = Membership.objects.get(pk=people[key].membership_id)
        give_part(manager, group_ref=row.public_id, member=place.public_id, part=part, at=_moment(-400))
    meeting = said["meeting"]
    call_meeting(
        manager,
        group_ref=row.public_id,
        held_on=_day(meeting["days"]),
        begins=time.fromisoformat(meeting["begins"]),
        place=meeting["place"],
        at=clock.now(),
    )
    return row.public_id


def _strategy(
    manager: Actor,
    said: Mapping[str, Any],
    groups: Mapping[str, str],
    agencies: Mapping[str, Agency],
    made: Mapping[str, str],
) -> str:
    intent = Intent(
        kind=StrategyKind(said["kind"]),
        title=said["title"],
        aims=said["aims"],
        how_we_will_know=said.get("how_we_will_know", ""),
        under=made.get(said.get("under", ""), ""),
        group=groups[said["group"]],
        agency=agencies[said["lead"]["agency"]].public_id,
        lead=said["lead"]["post"],
        starts_on=_day(said["from"]),
        ends_on=_day(said["until"]),
        review_on=_day(said["review"]),
    )
    return add_strategy(manager, intent=intent, at=_moment(said["from"])).public_id


def _fill(
    manager: Actor,
    said: Mapping[str, Any],
    ref: str,
    groups: Mapping[str, str],
    agencies: Mapping[str, Agency],
    people: Mapping[str, Actor],
) -> None:
    asked = filter_recommendations(manager, RecommendationFilter()).select_related("review")
    refs = {(each.review.name, each.label.rstrip(".")): each.public_id for each in asked}
    planned = filter_actions(manager, ActionFilter())
    tie_to_strategy(
        manager,
        ref=ref,
        recommendations=tuple(refs[each["review"], each["label"]] for each in said["serves"]),
        actions=tuple(planned.get(text__startswith=words).public_id for words in said.get("actions", ())),
        at=_moment(said["from"]),
    )
    for each in said.get("items", ()):
        _item(people[each["by"]], each, ref, agencies)
    for each in said.get("coming", ()):
        keep_line(
            manager,
            group_ref=groups[each["group"]],
            kind=LineKind.COMING,
            title=each["title"],
            words="",
            who=each["who"],
            on=_day(each["day"]),
            review_ref="",
            strategy_ref=ref,
            at=clock.now(),
        )
    for each in said.get("focus_groups", ()):
        _focus_group(manager, each, ref)


def _item(actor: Actor, said: Mapping[str, Any], ref: str, agencies: Mapping[str, Agency]) -> None:
    plan = Plan(
        text=said["text"],
        agency_ref=agencies[said["agency"]].public_id,
        owner=said["owner"],
        due=_day(said["due"]),
        how_we_will_know=said["know"],
        outcome="What a child says is acted on.",
    )
    row = add_plan_item(actor, ref=ref, plan=plan, at=_moment(said["day"]))
    agree_action(actor, ref=row.public_id, at=_moment(said["day"] + 5))


def _focus_group(manager: Actor, said: Mapping[str, Any], ref: str) -> None:
    row = plan_focus_group(
        manager,
        ref=ref,
        with_whom=said["with"],
        planned_on=_day(said["planned"]),
        every=said.get("every", ""),
        led_by=said["led_by"],
        at=_moment(said["planned"] - 30),
    )
    held, points = said.get("held"), said.get("points", [])
    kept = keep_focus_group(
        manager,
        ref=row.public_id,
        held_on=None if held is None else _day(held),
        people=said.get("people"),
        points=[each["said"] for each in points],
        not_held_why=said.get("not_held", ""),
        at=_moment(said["planned"] + 5),
    )
    for point, each in zip(kept.points.all(), points, strict=True):
        for change in each["changes"]:
            say_what_changed(
                manager,
                point=point.public_id,
                changed=change["changed"],
                words=change["words"],
                on=_day(change["day"]),
                at=_moment(change["day"]),
            )


def _moment(days: int) -> datetime:
    return clock.now() + timedelta(days=days)


def _day(days: int) -> date:
    return clock.today() + timedelta(days=days)
