"""A plugin for pytest that says, while tests are collected, which capability each proves."""

from __future__ import annotations

from typing import Any


def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    """Write a line for each mark."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    for item in items:
        for mark in item.iter_markers("capability"):
            for each in mark.args:
                reporter.write_line(f"capability {each} {item.nodeid.split('[')[0]}")
