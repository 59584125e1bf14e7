"""The panel that narrows a list: a GET form, so that a narrowed list has an address and needs no script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from heed.platform.ui.components.buttons import button
from heed.platform.ui.components.element import element, hidden, joined
from heed.platform.ui.components.fields import Choice, checkboxes, radios, select, text_input
from heed.platform.ui.components.ways import Query, address_with
from heed.platform.ui.components.words import word as glossary

Kind = Literal["checkboxes", "radios", "select", "search"]


@dataclass(frozen=True, kw_only=True)
class FilterGroup:
    """One thing to narrow by: its name in the address, its words, and what there is to choose.

    `search` is a line of text. In `select` and `radios` a choice whose value is empty means "any".
    """

    name: str
    label: str
    kind: Kind = "checkboxes"
    choices: Sequence[Choice] = ()
    hint: str = ""
    word: str = ""
    """The word of the glossary that says what there is to choose."""


def select_filter(name: str, label: str, pairs: Iterable[tuple[str, str]], *, word: str = "") -> FilterGroup:
    """A list to choose one thing from: pairs of what is sent and what is read, after the one that means all. `word`
    is the word of the glossary that says what they are."""
    choices = (Choice(value="", text="Any"), *(Choice(value=value, text=text) for value, text in pairs))
    return FilterGroup(name=name, label=label, kind="select", choices=choices, word=word)


def filter_panel(
    *,
    groups: Sequence[FilterGroup],
    query: Query,
    action: str = "",
    title: str = "Narrow the list",
    submit: str = "Apply",
    kept: Sequence[str] = (),
) -> Markup:
    """The panel, with what is chosen already above it, each to be taken out by a link.

    `query` is what the address asks for now; `kept` names the parts of it that are not filters but must stay,
    such as the order of the list.
    """
    chosen = [(group, value) for group in groups for value in query.get(group.name, ()) if value]
    stays = [
        element("input", type="hidden", name=name, value=value)
        for name in kept
        for value in query.get(name, ())
    ]
    fields = element("div", stays, _fields(groups, query), button(text=submit, tone="secondary"))
    # Open, so that it can be used without script; script closes it where it would push the list out of sight.
    folded = element(
        "details",
        element("summary", element("h2", title, class_="heed-filter__title", id="filter-title")),
        element("div", fields, class_="moj-filter__options"),
        open=True,
        data_closed_where_narrow=True,
    )
    return element(
        "form",
        _selected(chosen, query, kept) if chosen else None,
        folded,
        method="get",
        action=action or None,
        class_="moj-filter heed-filter",
        aria_labelledby="filter-title",
    )


_FIRST = 8
"""So many things to narrow by stand open, the usual ones first: the button stays near them."""
_FOLDED = 3
"""Fewer than so many more are not worth a fold."""


def _fields(groups: Sequence[FilterGroup], query: Query) -> list[Markup]:
    """The first of the groups, and the order of the list; the others are folded away where they are many, unless one
    of them is chosen."""

    def shown(some: Sequence[FilterGroup]) -> list[Markup]:
        return [_with_word(group, _field(group, query)) for group in some]

    order = [group for group in groups if group.name == "order"]
    others = [group for group in groups if group.name != "order"]
    more = others[_FIRST:]
    if len(more) < _FOLDED:
        return shown([*others, *order])
    folded = element(
        "details",
        element("summary", f"More to narrow by ({len(more)})"),
        element("div", shown(more)),
        open=any(value for group in more for value in query.get(group.name, ())),
        class_="heed-filter__more",
    )
    return [*shown(others[:_FIRST]), folded, *shown(order)]


def _selected(chosen: Sequence[tuple[FilterGroup, str]], query: Query, kept: Sequence[str]) -> Markup:
    clear = address_with({name: query[name] for name in kept if name in query})
    chips = [element("li", _chip(group, value, query)) for group, value in chosen]
    return element(
        "div",
        element("h2", "Chosen", class_="heed-filter__chosen"),
        element("ul", chips, class_="moj-filter-tags", role="list"),
        element(
            "p",
            element("a", "Clear all", hidden(" filters"), href=clear, class_="govuk-link"),
            class_="heed-filter__clear",
        ),
        class_="moj-filter__selected",
    )


def _chip(group: FilterGroup, value: str, query: Query) -> Markup:
    rest = {
        name: [each for each in values if (name, each) != (group.name, value)]
        for name, values in query.items()
        if name != "page"
    }
    said = next((choice.text for choice in group.choices if choice.value == value), f"“{value}”")
    unseen = hidden(f"Remove: {group.label}: ")
    return element("a", unseen, said, href=address_with(rest), class_="moj-filter__tag")


def _with_word(group: FilterGroup, field: Markup) -> Markup:
    if not group.word:
        return field
    means = glossary(name=group.word, text=f"What “{group.word.lower()}” means")
    return joined([field, element("p", means, class_="heed-filter__word")])


def _field(group: FilterGroup, query: Query) -> Markup:
    values = list(query.get(group.name, ()))
    value = values[0] if values else ""
    # Ids of its own: a page may have a form with fields of the same names.
    name, label, hint, id = group.name, group.label, group.hint, f"filter_{group.name}"
    match group.kind:
        case "search":
            return text_input(name=name, label=label, value=value, kind="search", hint=hint, id=id)
        case "select":
            return select(name=name, label=label, choices=group.choices, value=value, hint=hint, id=id)
        case "radios":
            return radios(name=name, legend=label, choices=group.choices, value=value, hint=hint, id=id)
        case "checkboxes":
            return checkboxes(name=name, legend=label, choices=group.choices, values=values, hint=hint, id=id)
