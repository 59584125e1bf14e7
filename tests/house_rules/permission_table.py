"""The permission table as values: read from permissions.toml, asked by the test, rendered into the docs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from heed.platform.access.decisions import decision_rules, who_may_decide
from heed.platform.access.roles import PERMISSIONS, ROLES, Permission, Role

FILE = Path(__file__).parent / "permissions.toml"


@dataclass(frozen=True)
class Row:
    """One address asked in one way; see the head of permissions.toml."""

    url: str
    what: str
    may: str
    method: str = "GET"
    works: int = 200
    refused: int = 403
    sees: str = ""
    visitor: int | None = None
    no_membership: int | None = None
    outsider: int | None = None
    house: str = ""
    at: dict[str, Any] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)
    post: dict[str, str] = field(default_factory=dict)
    file: bool = False
    by_person: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.url} ({self.what})"

    @property
    def is_allowed_somebody(self) -> bool:
        return self.may != "nobody"


def read_table() -> tuple[list[Row], dict[str, list[str]]]:
    """The rows in the order of the file, and the groups of roles by name."""
    written = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [Row(**row) for row in written["row"]], written["groups"]


def expected(row: Row, who: str, groups: dict[str, list[str]]) -> int:
    """The status that this one gets: a role, "outsider", "stranger", "former" or "visitor"."""
    if row.may == "anybody":
        return row.works
    if who == "visitor":
        return row.visitor or 302
    if who in ("stranger", "former"):
        return row.no_membership or (row.refused if row.may == "nobody" else 403)
    if who == "outsider":
        return row.outsider or (404 if row.at else _of_role(row, Role.BUSINESS_MANAGER, groups))
    return _of_role(row, who, groups)


def _of_role(row: Row, role: str, groups: dict[str, list[str]]) -> int:
    allowed = [Role.BUSINESS_MANAGER.value] if row.may == "owner" else groups.get(row.may, [])
    if role in allowed:
        return row.works
    return 403 if role in groups.get(row.sees, []) else row.refused


def render() -> str:
    """The table for people: what, for whom, at which address."""
    rows, groups = read_table()
    addresses = every_address()
    lines = [
        "# Who may do what",
        "",
        *_roles(),
        *_decisions(),
        "## Every address",
        "",
        "Rendered from `tests/house_rules/permissions.toml`, which a test holds against a running Heed: for every",
        "address, each role, somebody of another partnership, somebody without a membership, somebody whose",
        "membership ended, and a visitor. Whatever is not listed as allowed is refused. Somebody of another",
        "partnership is told the same about a record here as about one that does not exist.",
        "",
        "| what | who may | address |",
        "|---|---|---|",
    ]
    for row in rows:
        lines.append(f"| {row.what} | {_who(row, groups)} | `{row.method} /{addresses[row.url]}` |")
    return "\n".join(lines) + "\n"


def _roles() -> list[str]:
    rows = [
        f"| {definition.name} | {'; '.join(PERMISSIONS[each] for each in Permission if each in definition.may)} |"
        for definition in ROLES.values()
    ]
    return [
        "## Roles",
        "",
        "What each role may do. Which records somebody sees is decided record by record: published and partnership",
        "records by everybody whose role reads the register, restricted cases by the people they name. Somebody",
        "excluded from a case sees nothing of it, whatever their role. A deputy has the roles of the place they stand",
        "in for, and sees no restricted case by it.",
        "",
        "| role | may |",
        "|---|---|",
        *rows,
        "",
    ]


def _decisions() -> list[str]:
    rules = decision_rules()
    rows = [
        f"| {each.name} | {each.begins_on:%-d %B %Y} | "
        + f"{who_may_decide(next(iter(rules.decisions)), on=each.begins_on).sentence} | {each.source} | "
        + f"{each.confirmed_by or 'nobody yet'} |"
        for each in rules.editions
    ]
    return [
        "## Who decides",
        "",
        f"By the edition of guidance in force on the day, from `rules/decisions.yaml`: {'; '.join(rules.decisions.values())}.",
        "An independent scrutineer reads, samples and challenges, and never decides or endorses.",
        "",
        "| guidance | from | who decides | source | confirmed by |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]


def _who(row: Row, groups: dict[str, list[str]]) -> str:
    names = {"anybody": "anybody, without signing in", "nobody": "nobody", "owner": "whose membership it is"}
    if row.may in names:
        return names[row.may]
    every = set(groups["members"])
    allowed = groups[row.may]
    if set(allowed) == every:
        return "every member"
    left_out = [each for each in groups["members"] if each not in allowed]
    if len(left_out) == 1:
        return f"every member but the {left_out[0].replace('_', ' ')}"
    return ", ".join(each.replace("_", " ") for each in allowed)


def _addresses(resolver: Any, before: str, space: str) -> list[tuple[str, str]]:
    """Every named address of the resolver with its pattern."""
    found: list[tuple[str, str]] = []
    for each in resolver.url_patterns:
        pattern = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            found += _addresses(each, pattern, inner)
        else:
            found.append((f"{space}{each.name}" if each.name else pattern, pattern))
    return found


def every_address() -> dict[str, str]:
    """Name to pattern of every address that Heed answers; a nameless one under its pattern."""
    from django.urls import get_resolver

    return dict(_addresses(get_resolver(), "", ""))
