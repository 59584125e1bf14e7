"""What is typed about people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from heed.platform.base.errors import Invalid
from heed.platform.ui.day_field import DayField
from heed.platform.ui.typed import line


class DeputyForm(forms.Form):
    """Who stands in for a place, from when to when, and why."""

    deputy = forms.CharField(error_messages={"required": "Choose who stands in"})
    starts_on = DayField(error_messages={"required": "Enter the first day"})
    ends_on = DayField(error_messages={"required": "Enter the last day"})
    reason = line("Why", "Say why, such as “on leave”")

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("ends_on", "Enter a last day that is not before the first")
        return self.cleaned_data

    def given(self) -> dict[str, Any]:
        """What was typed, or `Invalid` with a sentence for each thing that is missing or wrong."""
        if self.errors:
            raise Invalid("Look at these.", fields={name: str(said[0]) for name, said in self.errors.items()})
        return self.cleaned_data
