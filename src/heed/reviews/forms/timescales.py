"""What is typed about timescales."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from heed.platform.ui.typed import Pairs, choice, line
from heed.reviews.types.clocks import UNITS


class SeenForm(forms.Form):
    """`after` is the edition that the person saw."""

    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_after(self) -> int:
        return self.cleaned_data.get("after") or 0


class OwnTimescalesForm(SeenForm):
    """A number and a unit for each clock that no guidance sets."""

    def __init__(self, *args: Any, clocks: Mapping[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.clocks = tuple(clocks)
        for key, name in clocks.items():
            self.fields[f"{key}_number"] = forms.IntegerField(
                label=name, error_messages={"required": "Enter a number", "invalid": "Enter a number"}
            )
            self.fields[f"{key}_unit"] = choice(f"{name}: counted in", UNITS.items())
        self.fields["source"] = line(
            "Where this was agreed",
            "Say where this was agreed",
            hint="Such as your published arrangements, 2026",
        )

    def spans(self) -> dict[str, tuple[int, str]]:
        """By clock, what was typed."""
        given = self.cleaned_data
        return {key: (given[f"{key}_number"], given[f"{key}_unit"]) for key in self.clocks}


class ConfirmForm(SeenForm):
    """Which edition of guidance somebody has read."""

    edition = choice("Which edition", [])

    def __init__(self, *args: Any, editions: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["edition"]
        chosen.choices = [("", "Choose one"), *editions]
