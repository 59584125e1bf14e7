"""A day typed in three parts, for Django forms; `components.field` shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date


class DayWidget(forms.Widget):
    """Reads NAME_day, NAME_month and NAME_year; or NAME, as 2026-06-30, where one of two days was chosen."""

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> tuple[str, str, str]:
        """What was typed, as three texts, so that a wrong day is shown again as it was typed."""
        if name in data:
            return self.decompress(_chosen(str(data[name])))
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part in ("day", "month", "year"))
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        """Whether none of the three parts was sent."""
        return not any(
            each in data for each in (name, *(f"{name}_{part}" for part in ("day", "month", "year")))
        )

    def decompress(self, value: object) -> tuple[str, str, str]:
        """The three parts of a day, or of what was typed."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        if isinstance(value, tuple) and len(value) == 3:
            return value
        return "", "", ""


def _chosen(typed: str) -> object:
    """A day written as 2026-06-30; whatever else was sent stays, so that it is refused."""
    try:
        return parse_date(typed) or (typed, "", "")
    except ValueError:
        return typed, "", ""


class DayField(forms.Field):
    """A day. Months may be typed as a number or a word ("3", "Mar", "March"); years in four figures."""

    widget = DayWidget
    default_error_messages = {
        "required": "Enter the date.",
        "incomplete": "Enter a day, a month and a year.",
        "invalid": "Enter a real date, such as 27 3 2026.",
    }

    def clean(self, value: Any) -> date | None:
        """The day typed, or None where it may be left out."""
        typed = self.widget.decompress(value) if isinstance(self.widget, DayWidget) else ("", "", "")
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(typed):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            if len(typed[2]) != 4:
                raise ValueError
            found = date(int(typed[2]), _month(typed[1]), int(typed[0]))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        self.run_validators(found)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was typed than was there."""
        widget = DayWidget()
        return widget.decompress(initial) != widget.decompress(data)


def _month(typed: str) -> int:
    names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    return int(typed) if typed.isdigit() else names.index(typed[:3].lower()) + 1
