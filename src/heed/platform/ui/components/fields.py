"""Fields of a form. Each has a label, may have a hint, and shows its error where it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup

from heed.platform.ui.components.element import Attributes, Content, classes
from heed.platform.ui.components.govuk import content, govuk

InputKind = Literal["text", "email", "password", "search", "tel", "url"]
Width = Literal[2, 3, 4, 5, 10, 20, 30]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing to choose: what is sent, what is read, a hint, and a field that opens when it is chosen."""

    value: str
    text: Content
    hint: Content = ""
    conditional: Markup | None = None


def text_input(
    *,
    name: str,
    label: Content,
    value: str = "",
    hint: Content = "",
    error: Content = "",
    kind: InputKind = "text",
    width: Width | None = None,
    id: str | None = None,
    autocomplete: str | None = None,
    inputmode: str | None = None,
    spellcheck: bool | None = None,
    prefix: str = "",
    suffix: str = "",
    label_size: Literal["s", "m", "l"] | None = "s",
    attributes: Attributes | None = None,
) -> Markup:
    """One line of text. `width` is the number of characters expected; whole width without it."""
    return govuk(
        "input",
        **_common(name, label, hint, error, id, label_size),
        type=kind,
        value=value or None,
        classes=classes(width is not None and f"govuk-input--width-{width}"),
        autocomplete=autocomplete,
        inputmode=inputmode,
        spellcheck=spellcheck,
        prefix=content(prefix),
        suffix=content(suffix),
        attributes=dict(attributes or {}),
    )


def textarea(
    *,
    name: str,
    label: Content,
    value: str = "",
    hint: Content = "",
    error: Content = "",
    rows: int = 5,
    id: str | None = None,
    spellcheck: bool = True,
    label_size: Literal["s", "m", "l"] | None = "s",
    attributes: Attributes | None = None,
) -> Markup:
    """Several lines of text."""
    return govuk(
        "textarea",
        **_common(name, label, hint, error, id, label_size),
        value=value or None,
        rows=str(rows),
        spellcheck=spellcheck,
        attributes=dict(attributes or {}),
    )


def select(
    *,
    name: str,
    label: Content,
    choices: Sequence[Choice],
    value: str = "",
    hint: Content = "",
    error: Content = "",
    id: str | None = None,
    label_size: Literal["s", "m", "l"] | None = "s",
    attributes: Attributes | None = None,
) -> Markup:
    """One of many, folded up. For up to seven, radios are easier."""
    drawn = govuk(
        "select",
        **_common(name, label, hint, error, id, label_size),
        items=[],
        attributes=dict(attributes or {}),
    )
    # A register has hundreds of options, and the macro takes ten times as long to draw each.
    start, end = drawn.rsplit("</select>", 1)
    options = Markup("").join(_option(each, chosen=each.value == value) for each in choices)
    return start + options + Markup("</select>") + end


def _option(choice: Choice, *, chosen: bool) -> Markup:
    return Markup('<option value="{}"{}>{}</option>\n').format(
        choice.value, Markup(" selected") if chosen else "", str(choice.text)
    )


def radios(
    *,
    name: str,
    legend: Content,
    choices: Sequence[Choice],
    value: str | None = None,
    hint: Content = "",
    error: Content = "",
    inline: bool = False,
    small: bool = True,
    id: str | None = None,
    legend_size: Literal["s", "m", "l"] = "s",
) -> Markup:
    """One of a few, all seen."""
    return govuk(
        "radios",
        **_group(name, legend, hint, error, id, legend_size),
        items=[_item(each, chosen=each.value == value) for each in choices],
        classes=classes(inline and "govuk-radios--inline", small and "govuk-radios--small"),
    )


def checkboxes(
    *,
    name: str,
    legend: Content,
    choices: Sequence[Choice],
    values: Collection[str] = (),
    hint: Content = "",
    error: Content = "",
    small: bool = True,
    id: str | None = None,
    legend_size: Literal["s", "m", "l"] = "s",
) -> Markup:
    """Any number of a few, all seen."""
    return govuk(
        "checkboxes",
        **_group(name, legend, hint, error, id, legend_size),
        items=[_item(each, chosen=each.value in values) for each in choices],
        classes=classes(small and "govuk-checkboxes--small"),
    )


def checkbox(
    *,
    name: str,
    label: Content,
    checked: bool = False,
    value: str = "on",
    hint: Content = "",
    error: Content = "",
) -> Markup:
    """A single yes or no."""
    return govuk(
        "checkboxes",
        name=name,
        idPrefix=f"id_{name}",
        items=[_item(Choice(value=value, text=label, hint=hint), chosen=checked)],
        classes="govuk-checkboxes--small",
        errorMessage=content(error),
    )


def date_input(
    *,
    name: str,
    legend: Content,
    day: str = "",
    month: str = "",
    year: str = "",
    hint: Content = "For example, 27 3 2026",
    error: Content = "",
    id: str | None = None,
    legend_size: Literal["s", "m", "l"] = "s",
) -> Markup:
    """A day in three parts, sent as NAME_day, NAME_month and NAME_year."""
    parts = (("day", 2, day), ("month", 2, month), ("year", 4, year))
    wrong = " govuk-input--error" if error else ""
    group = _group(name, legend, hint, error, id, legend_size)
    del group["idPrefix"]
    return govuk(
        "date-input",
        **group,
        id=id or f"id_{name}",
        items=[
            {
                "name": f"{name}_{part}",
                "id": f"{id or f'id_{name}'}_{part}",
                "label": part.capitalize(),
                "value": value,
                "classes": f"govuk-input--width-{width}{wrong}",
            }
            for part, width, value in parts
        ],
    )


def file_upload(
    *,
    name: str,
    label: Content,
    hint: Content = "",
    error: Content = "",
    accept: str = "",
    multiple: bool = False,
    id: str | None = None,
    label_size: Literal["s", "m", "l"] | None = "s",
) -> Markup:
    """A file to choose; with script, also a place to drop one. `accept` lists endings: ".pdf,.docx"."""
    more = "files" if multiple else "file"
    return govuk(
        "file-upload",
        **_common(name, label, hint, error, id, label_size),
        multiple=multiple or None,
        javascript=True,
        dropInstructionText=f"or drop the {more} here",
        chooseFilesButtonText=f"Choose {more}",
        noFileChosenText=f"No {'files' if multiple else 'file'} chosen",
        attributes={"accept": accept} if accept else {},
    )


def _common(
    name: str, label: Content, hint: Content, error: Content, id: str | None, label_size: str | None
) -> dict[str, Any]:
    sized = {"classes": f"govuk-label--{label_size}"} if label_size else {}
    return {
        "name": name,
        "id": id or f"id_{name}",
        "label": {**(content(label) or {}), **sized},
        "hint": content(hint),
        "errorMessage": content(error),
    }


def _group(
    name: str, legend: Content, hint: Content, error: Content, id: str | None, legend_size: str
) -> dict[str, Any]:
    sized = {"classes": f"govuk-fieldset__legend--{legend_size}"}
    return {
        "name": name,
        "idPrefix": id or f"id_{name}",
        "fieldset": {"legend": {**(content(legend) or {}), **sized}},
        "hint": content(hint),
        "errorMessage": content(error),
    }


def _item(choice: Choice, *, chosen: bool) -> dict[str, Any]:
    return {
        "value": choice.value,
        **(content(choice.text) or {}),
        "hint": content(choice.hint),
        "checked": chosen,
        "conditional": {"html": choice.conditional} if choice.conditional else None,
    }
