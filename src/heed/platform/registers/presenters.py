"""A register's page: its rows as a list or in chosen columns, what narrows it, and the ways to keep or take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.registers.downloads import FORMS
from heed.platform.registers.queries import keeps_shared_views, list_templates, list_views
from heed.platform.registers.taking import OWN
from heed.platform.registers.templates import words_of_filters
from heed.platform.registers.types import HINTS, Asked, Register
from heed.platform.ui.components import Choice, Content, FilterGroup
from heed.platform.ui.wording import day

Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class TableRow:
    ref: str
    href: str
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NamedLink:
    name: str
    href: str
    forget_href: str = ""
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class TemplateLink:
    name: str
    form: str
    href: str
    sent: str


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What every register offers beside its rows."""

    key: str
    labels: tuple[str, ...]
    columns: tuple[Choice, ...]
    chosen_columns: tuple[str, ...]
    """By the address; what is ticked to begin with is `shown_columns`."""
    shown_columns: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    downloads: tuple[NamedLink, ...]
    templates: tuple[TemplateLink, ...]
    """The partnership's own, each as a link for all rows and as what a button sends for those ticked."""
    templates_href: str
    views: tuple[NamedLink, ...]
    query: str
    save_href: str
    clear_columns: str


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    title: str
    lead: str
    rows: tuple[Any, ...]
    table: tuple[TableRow, ...]
    filters: tuple[FilterGroup, ...]
    query: Query
    page: int
    pages: int
    narrowed: bool
    empty: str
    fill: tuple[str, str] | None
    all_href: str
    tools: Tools
    hints: tuple[Content, ...]
    more: Any
    total: int
    ticked: frozenset[str]
    """Rows ticked here and on other pages."""
    ticked_elsewhere: tuple[str, ...]
    forget_ticks: str
    printed: str
    """What a printed page says of itself: which of the rows it holds, and what narrowed them."""


def register_page(
    register: Register,
    actor: Actor,
    asked: Asked,
    query: Query,
    *,
    page: int,
    size: int,
    ticked: frozenset[str] = frozenset(),
    listed: Any = None,
    more: Any = None,
) -> RegisterPage:
    """The page that an address asks for. `listed` draws a row where the register has a look of its own and
    nobody chose columns."""
    rows, total = register.page(actor, asked, (page - 1) * size, size)
    pages = max(-(-total // size), 1)
    if page > pages:
        page = pages
        rows, total = register.page(actor, asked, (page - 1) * size, size)
    here = [register.ref(row) for row in rows]
    note_shown(register.kind or register.one, here)
    keys = query.get("column", ())
    columns = register.chosen_columns(keys)
    own_look = listed is not None and not keys
    tools = _tools(register, actor, query)
    filters = register.filter_groups(actor)
    match = (" that matches" if total == 1 else " that match") if asked.filters else ""
    matched = f"{register.counted(total)}{match}"
    return RegisterPage(
        title=register.title,
        lead=f"{matched}. {register.note}" if register.note else matched,
        rows=tuple(listed(row, register.ref(row) in ticked) for row in rows) if own_look else (),
        table=()
        if own_look
        else tuple(
            TableRow(
                ref=register.ref(row),
                href=register.href(row),
                cells=tuple(str(column.value(row)) for column in columns),
            )
            for row in rows
        ),
        filters=(*filters, _order_group(register)),
        query=query,
        page=page,
        pages=pages,
        narrowed=bool(asked.filters),
        empty=register.empty,
        fill=register.fill,
        all_href=reverse(register.url_name),
        tools=tools,
        hints=tuple(filter(None, (hint(actor, asked) for hint in HINTS.get(register.key, ())))),
        more=more,
        total=total,
        ticked=ticked,
        ticked_elsewhere=tuple(sorted(ticked - set(here))),
        forget_ticks=f"{reverse(register.url_name)}?{tools.query}",
        printed=_printed(filters, asked, (page - 1) * size, len(rows), total),
    )


def _printed(groups: Sequence[FilterGroup], asked: Asked, before: int, here: int, total: int) -> str:
    rows = f"Rows {before + 1} to {before + here} of {total:,}" if here < total else "All rows"
    return f"{rows}. {words_of_filters(groups, asked)}, {day(clock.today())}."


def _order_group(register: Register) -> FilterGroup:
    choices = [Choice(value="", text=register.orders[0].label)]
    choices += [Choice(value=order.key, text=order.label) for order in register.orders[1:]]
    return FilterGroup(name="order", label="Order", kind="select", choices=choices)


def _tools(register: Register, actor: Actor, query: Query) -> Tools:
    pairs = [
        (name, value)
        for name, values in query.items()
        for value in values
        if value and name not in ("page", "download", "chosen", "of")
    ]
    base = reverse(register.url_name)
    shown = register.chosen_columns(query.get("column", ()))
    plain = urlencode(pairs)
    without_columns = urlencode([pair for pair in pairs if pair[0] != "column"])
    return Tools(
        key=register.key,
        labels=tuple(column.label for column in shown),
        columns=tuple(Choice(value=column.key, text=column.label) for column in register.columns),
        chosen_columns=tuple(query.get("column", ())),
        shown_columns=tuple(each.key for each in shown),
        kept=tuple(pair for pair in pairs if pair[0] != "column"),
        downloads=tuple(
            NamedLink(name=name, href=f"{base}?{urlencode([*pairs, ('download', ending)])}")
            for ending, (name, _, _) in FORMS.items()
        ),
        templates=tuple(
            TemplateLink(
                name=each.name,
                form=FORMS[each.versions.all()[0].form][0],
                href=f"{base}?{urlencode([*pairs, ('download', f'{OWN}{each.public_id}')])}",
                sent=f"{OWN}{each.public_id}",
            )
            for each in list_templates(actor, register.key)
        ),
        templates_href=reverse("registers:templates", args=[register.key])
        if actor.may(Permission.KEEP_TEMPLATES)
        else "",
        views=tuple(
            NamedLink(
                name=view.name if view.owner_id == actor.person_id else f"{view.name} (by {view.owner.name})",
                href=f"{base}?{view.query}",
                forget_href=reverse("registers:forget", args=[view.public_id])
                if view.owner_id == actor.person_id or (view.shared and keeps_shared_views(actor))
                else "",
                current=view.query == plain,
            )
            for view in list_views(actor, register.key)
        ),
        query=plain,
        save_href=reverse("registers:save", args=[register.key]),
        clear_columns=f"{base}?{without_columns}",
    )
