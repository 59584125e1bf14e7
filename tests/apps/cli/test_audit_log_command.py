"""`heed audit-log` on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail
from django.db import connection

from heed.cli.main import main
from heed.platform.audit_log import guards
from heed.platform.audit_log.models import Event
from tests.cast import Cast


@pytest.fixture(autouse=True)
def anchor(settings: Any, tmp_path: Path) -> Path:
    settings.ANCHOR = tmp_path / "anchor.jsonl"
    return Path(settings.ANCHOR)


def heed(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["audit-log", *arguments])


def test_sealing_anchors_and_verifying_says_how_far(cast: Cast, anchor: Path) -> None:
    assert "events sealed" in heed("seal").output
    assert anchor.is_file()
    answer = heed("verify")
    assert answer.exit_code == 0
    assert "Westmere Safeguarding Children Partnership: " in answer.output
    assert "rows are what they were, anchored up to row" in answer.output


def test_what_is_wrong_is_named_and_the_command_fails(cast: Cast) -> None:
    heed("seal")
    with guards.disposing():
        Event.objects.filter(partnership_id=cast.manager.partnership_id).order_by("pk")[2].delete()
    answer = heed("verify", "--json")
    assert answer.exit_code == 1
    wrong = [each for each in json.loads(answer.output) if not each["sound"]]
    assert [each["first_bad"] for each in wrong] == [3]
    answer = heed("verify", "--partnership", "Westmere Safeguarding Children Partnership")
    assert (answer.exit_code, "The event of row 3 is gone" in answer.output) == (1, True)


def test_a_log_that_nothing_guards_any_more_fails_the_command(cast: Cast) -> None:
    heed("seal")
    guards.remove(connection)
    answer = heed("verify")
    assert (answer.exit_code, "Triggers that refuse changes are missing" in answer.output) == (1, True)
    guards.install(connection)
    assert heed("verify").exit_code == 0


def test_only_one_partnership_is_verified_where_one_is_named(cast: Cast) -> None:
    heed("seal")
    assert heed("verify", "--partnership", "Nowhere").exit_code == 2
    assert len(heed("verify", "--partnership", cast.manager.partnership_name).output.splitlines()) == 1


def test_heads_can_be_printed_mailed_and_given_back(cast: Cast, tmp_path: Path, settings: Any) -> None:
    printed = heed("anchor", "--print").output
    assert printed.startswith("Heed audit log ")
    paper = tmp_path / "paper.txt"
    paper.write_text(printed)
    assert heed("verify", "--anchor", str(paper)).exit_code == 0
    assert heed("anchor", "--mail").exit_code == 1
    settings.ANCHOR_MAIL = "auditor@westmere.example"
    assert heed("anchor", "--mail").exit_code == 0
    assert "Heed audit log " in mail.outbox[0].body


def test_a_restore_on_purpose_is_told_to_the_anchor(cast: Cast, anchor: Path) -> None:
    heed("seal")
    assert "The anchor is" in heed("anchor", "--put-back", "The disk was lost").output
    assert "Put back on purpose" in heed("verify").output
