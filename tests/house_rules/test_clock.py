"""One home for what time it is: the records' clock, which the demo can move on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

SOURCE = Path(settings.PACKAGE)
THE_MACHINES = (
    "platform/base/clock.py",
    "platform/demo/",
    # Sessions, links, leases, backups and the log's own keeping: moving them would sign people out, or lose work.
    "platform/entrance/",
    "platform/single_use/",
    "platform/drafts/",
    "platform/jobs/",
    "platform/safekeeping/",
    "platform/audit_log/",
    "cli/safekeeping.py",
    "cli/audit_log.py",
    "cli/doctor.py",
    "cli/files.py",
    "cli/moving.py",
    "cli/reset_sign_in.py",
    "cli/serve.py",
)
ASKS_THE_MACHINE = re.compile(
    r"timezone\.now\(|timezone\.localdate\(\)|\bdate\.today\(|datetime\.now\(|default=timezone\.now"
)
FILES = sorted(str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py"))


@pytest.mark.parametrize("name", [each for each in FILES if not each.startswith(THE_MACHINES)])
def test_the_time_is_asked_of_heeds_clock(name: str) -> None:
    assert ASKS_THE_MACHINE.findall((SOURCE / name).read_text(encoding="utf-8")) == []
