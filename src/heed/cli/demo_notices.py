"""What people of the demo say to one another, from `demo/comments.yaml`, and the digest of this morning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import yaml
from django.utils import timezone

from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.notices.operations import follow_record, make_digests, write_comment


def build_notices(officer: Actor, folder: Path, people: Mapping[str, Actor]) -> str:
    """Comments with mentions, a follower, and everybody told what is due."""
    written = yaml.safe_load((folder / "comments.yaml").read_text(encoding="utf-8"))
    found = filter_recommendations(officer, RecommendationFilter()).select_related("review")
    refs = {(each.review.name, each.label.rstrip(".")): each.public_id for each in found}
    said = 0
    for each in written["follows"]:
        if ref := refs.get((each["review"], each["label"])):
            follow_record(people[each["by"]], kind="recommendation", ref=ref, at=_moment(-7))
    for each in written["comments"]:
        if ref := refs.get((each["review"], each["label"])):
            actor, at = people[each["by"]], _moment(each["day"])
            write_comment(actor, kind="recommendation", ref=ref, text=each["text"], at=at)
            said += 1
    made = make_digests(at=_moment(0))
    return f"{said} comments, {made.notices} notices"


def _moment(days: int) -> datetime:
    """An hour of the day so many days from now at which offices are open; never one that is still to come."""
    here = timezone.localtime(clock.now())
    morning = here.replace(hour=9, minute=10, second=0, microsecond=0)
    return (morning if morning <= here else morning - timedelta(days=1)) + timedelta(days=days)
