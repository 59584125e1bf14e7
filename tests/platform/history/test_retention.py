"""The log is kept for ever unless a partnership says otherwise, and then by its rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from heed.cli.main import main
from heed.learning.events import RecommendationNamed
from heed.platform.audit_log.models import Event
from heed.platform.audit_log.operations import record
from heed.platform.audit_log.sealing import seal
from heed.platform.audit_log.types import Result
from heed.platform.audit_log.verification import verify
from heed.platform.history.retention import dispose_by_rule, get_limits
from heed.platform.rules.operations import make_edition
from tests.cast import AT, Cast

LATER = datetime(2040, 6, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def anchor(settings: Any, tmp_path: Path) -> None:
    settings.ANCHOR = tmp_path / "anchor.jsonl"


def test_nothing_is_removed_as_heed_is_shipped(cast: Cast) -> None:
    seal(at=timezone.now())
    before = Event.objects.count()
    assert dispose_by_rule(cast.manager, at=LATER) == 0
    assert get_limits(cast.manager, on=LATER.date())[0] == {}
    assert Event.objects.count() == before


def test_a_partnerships_rule_removes_what_is_older_and_the_rest_verifies(cast: Cast) -> None:
    make_edition(
        cast.manager, name="audit-log", content={"years": {"done": 10}}, after=0, source="Board", at=AT
    )
    young = LATER - timedelta(days=9 * 365)
    record(
        cast.manager, RecommendationNamed(reference="REC-1"), subject_kind="x", subject_ref="young", at=young
    )
    seal(at=timezone.now())
    assert dispose_by_rule(cast.manager, at=LATER) > 10
    mine = Event.objects.filter(partnership_id=cast.manager.partnership_id, result=Result.DONE)
    assert {each.subject_ref for each in mine} >= {"young"}
    assert not mine.filter(at__lt=LATER - timedelta(days=11 * 365)).exists()
    assert [each.problem for each in verify(at=timezone.now())] == [""] * len(verify(at=timezone.now()))


def test_no_rule_removes_what_was_done_this_year(cast: Cast) -> None:
    make_edition(cast.manager, name="audit-log", content={"years": {"done": -5}}, after=0, source="", at=AT)
    limits, rule = get_limits(cast.manager, on=LATER.date())
    assert limits[Result.DONE] <= LATER - timedelta(days=365)
    assert rule == "audit-log 1"


def test_the_command_says_when_there_is_nothing_to_remove(cast: Cast) -> None:
    answer = CliRunner().invoke(main, ["audit-log", "dispose", "--as", "bola.bexley@westmere.example"])
    assert answer.output == "Nothing is to be removed.\n"
