"""The fields that forms are made of, each with what is said where it is left empty."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from heed.platform.ui.day_field import DayField

Pairs = Iterable[tuple[str, str]]


def line(label: str, needed: str = "", *, most: int = 200, hint: str = "") -> forms.CharField:
    """One line; `needed` is what is said where it is empty, and "" where it may be."""
    return forms.CharField(
        label=label,
        required=bool(needed),
        max_length=most,
        help_text=hint,
        error_messages={"required": needed, "max_length": f"Use at most {most} letters"},
    )


def text(label: str, needed: str = "", *, rows: int = 4, hint: str = "") -> forms.CharField:
    """Words over several lines."""
    return forms.CharField(
        label=label,
        required=bool(needed),
        max_length=20_000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": needed},
    )


def choice(
    label: str, pairs: Pairs, missing: str = "Choose one", *, radios: bool = False, needed: bool = True
) -> forms.ChoiceField:
    """One of these, as (stored, read). `missing` is said where none was chosen, beside others' sentences."""
    listed = list(pairs)
    choices = listed if radios else [("", "Choose one"), *listed]
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=needed,
        widget=forms.RadioSelect if radios else forms.Select,
        error_messages={"required": missing, "invalid_choice": "Choose one of the list"},
    )


def day(label: str, *, needed: bool = False, hint: str = "") -> DayField:
    """A day in three parts."""
    return DayField(label=label, required=needed, help_text=hint or "For example, 27 3 2026")


class Versioned(forms.Form):
    """A form that says which version of a record it was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_version(self) -> int:
        return self.cleaned_data.get("version") or 0
