"""Django forms shown with these components: the kind of field decides the component."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from markupsafe import Markup, escape

from heed.platform.ui.components.element import element, joined
from heed.platform.ui.components.fields import (
    Choice,
    InputKind,
    Width,
    checkbox,
    checkboxes,
    date_input,
    file_upload,
    radios,
    select,
    text_input,
    textarea,
)
from heed.platform.ui.components.notices import Problem, error_summary
from heed.platform.ui.day_field import DayWidget

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

_INPUT_KINDS: dict[type[forms.Widget], InputKind] = {
    forms.EmailInput: "email",
    forms.PasswordInput: "password",
    forms.URLInput: "url",
}


def form_errors(*, form: forms.BaseForm) -> Markup:
    """All that is wrong with a form, in the order of its fields. Nothing while nothing is wrong."""
    general = [Problem(text=str(text)) for text in form.non_field_errors()]
    of_fields = [
        Problem(text=str(text), field_id=_first_id(form[name]))
        for name in form.fields
        for text in form[name].errors
    ]
    return error_summary(problems=[*general, *of_fields])


def form_fields(*, form: forms.BaseForm) -> Markup:
    """Every field of a form, in its order, with the hidden ones."""
    unseen = [
        element("input", type="hidden", name=each.html_name, value=_value(each))
        for each in form.hidden_fields()
    ]
    return joined([*unseen, *[field(bound=each) for each in form.visible_fields()]])


def field(*, bound: BoundField, width: Width | None = None, autocomplete: str | None = None) -> Markup:
    """One field of a Django form, by its widget, with its label, hint (help_text), value and error."""
    widget = bound.field.widget
    name, label = bound.html_name, str(bound.label)
    hint = escape(bound.help_text)
    error = " ".join(str(each) for each in bound.errors)
    match widget:
        case DayWidget():
            day, month, year = widget.decompress(bound.value())
            return date_input(
                name=name, legend=label, hint=hint, error=error, day=day, month=month, year=year
            )
        case forms.CheckboxSelectMultiple():
            chosen = [str(each) for each in bound.value() or []]
            return checkboxes(
                name=name, legend=label, hint=hint, error=error, choices=_choices(bound), values=chosen
            )
        case forms.RadioSelect():
            return radios(
                name=name, legend=label, hint=hint, error=error, choices=_choices(bound), value=_value(bound)
            )
        case forms.Select():
            return select(
                name=name, label=label, hint=hint, error=error, choices=_choices(bound), value=_value(bound)
            )
        case forms.CheckboxInput():
            return checkbox(name=name, label=label, hint=hint, error=error, checked=bool(bound.value()))
        case forms.ClearableFileInput() | forms.FileInput():
            accept = str(widget.attrs.get("accept", ""))
            many = bool(getattr(widget, "allow_multiple_selected", False))
            return file_upload(name=name, label=label, hint=hint, error=error, accept=accept, multiple=many)
        case forms.Textarea():
            rows = int(widget.attrs.get("rows", 5))
            return textarea(name=name, label=label, hint=hint, error=error, value=_value(bound), rows=rows)
    kind: InputKind = next((kind for of, kind in _INPUT_KINDS.items() if isinstance(widget, of)), "text")
    offered = getattr(bound.field, "offered", ())
    listed = f"id_{name}_offered"
    typed = text_input(
        attributes={"list": listed} if offered else None,
        name=name,
        label=label,
        hint=hint,
        error=error,
        kind=kind,
        value="" if kind == "password" else _value(bound),
        width=width,
        inputmode="numeric" if isinstance(widget, forms.NumberInput) else None,
        autocomplete=autocomplete or widget.attrs.get("autocomplete") or ("off" if offered else None),
    )
    if not offered:
        return typed
    return joined(
        [typed, element("datalist", [element("option", value=each) for each in offered], id=listed)]
    )


def _value(bound: BoundField) -> str:
    value = bound.value()
    return "" if value is None else str(value)


def _choices(bound: BoundField) -> list[Choice]:
    offered: Any = getattr(bound.field, "choices", ())
    hints: dict[str, str] = getattr(bound.field, "hints", {})
    return [
        Choice(value=str(value), text=str(text), hint=hints.get(str(value), "")) for value, text in offered
    ]


def _first_id(bound: BoundField) -> str:
    return (
        f"id_{bound.html_name}_day" if isinstance(bound.field.widget, DayWidget) else f"id_{bound.html_name}"
    )
