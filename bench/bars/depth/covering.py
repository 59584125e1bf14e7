"""A pytest plugin for the run under coverage: shuffles the tests, notes how long each takes, what it renders and which
addresses it asks.

`HEED_DEPTH_SEED` gives the order, `HEED_DEPTH_NOTES` the folder that each process's notes go to.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import jinja2
import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest

_seconds: dict[str, float] = {}
_failed: list[str] = []
_templates: set[str] = set()
_addresses: set[str] = set()


def pytest_configure(config: pytest.Config) -> None:
    load = jinja2.Environment._load_template

    def noted(self: jinja2.Environment, name: str, globals: Any) -> jinja2.Template:
        template = load(self, name, globals)
        _templates.add(str(template.filename))
        return template

    jinja2.Environment._load_template = noted  # type: ignore[method-assign]
    resolve = BaseHandler.resolve_request

    def asked(self: BaseHandler, request: HttpRequest) -> Any:
        match = resolve(self, request)
        _addresses.add(match.view_name)
        return match

    BaseHandler.resolve_request = asked  # type: ignore[method-assign]


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


def pytest_sessionfinish(session: pytest.Session) -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "all")
    here = worker == "all"
    notes = {
        # Whoever hands out the tests is told of all; those who run them know what they rendered.
        "seconds": _seconds if here else {},
        "failed": sorted(set(_failed)) if here else [],
        "templates": sorted(_templates),
        "addresses": sorted(_addresses),
    }
    if folder := os.environ.get("HEED_DEPTH_NOTES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{worker}.json").write_text(json.dumps(notes))
