"""A pytest plugin for the run under coverage: shuffles the tests, notes how long each takes and what it renders.

`HEED_DEPTH_SEED` gives the order, `HEED_DEPTH_NOTES` the file that the notes go to.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import jinja2
import pytest

_seconds: dict[str, float] = {}
_failed: list[str] = []
_templates: set[str] = set()


def pytest_configure(config: pytest.Config) -> None:
    load = jinja2.Environment._load_template

    def noted(self: jinja2.Environment, name: str, globals: Any) -> jinja2.Template:
        template = load(self, name, globals)
        _templates.add(str(template.filename))
        return template

    jinja2.Environment._load_template = noted  # type: ignore[method-assign]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file stay together (some share what is dear to make), files and tests in any order."""
    chance = random.Random(os.environ.get("HEED_DEPTH_SEED", "1"))
    files = sorted({item.path for item in items})
    places = dict(zip(chance.sample(files, len(files)), range(len(files)), strict=True))
    chance.shuffle(items)
    items.sort(key=lambda item: places[item.path])


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[report.nodeid] = _seconds.get(report.nodeid, 0) + report.duration
    if report.failed:
        _failed.append(report.nodeid)


def pytest_sessionfinish() -> None:
    notes = {"seconds": _seconds, "failed": sorted(set(_failed)), "templates": sorted(_templates)}
    if target := os.environ.get("HEED_DEPTH_NOTES"):
        Path(target).write_text(json.dumps(notes))
