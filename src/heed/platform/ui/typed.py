"""The fields that forms are made of, each with what is said where it is left empty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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


NOT_HERE = " (not in Heed)"
"""Stands behind somebody who was typed and has no place here."""


class WhoField(forms.CharField):
    """Who answers for something: a post or a person of those `offered`, or somebody else, who is then marked so. A
    post's title alone is enough where only one agency has it."""

    offered: tuple[str, ...] = ()

    def clean(self, value: Any) -> str:
        typed = " ".join(str(super().clean(value) or "").removesuffix(NOT_HERE).split())
        wanted = typed.casefold()
        whole = [each for each in self.offered if each.casefold() == wanted]
        begun = [each for each in self.offered if each.casefold().startswith(f"{wanted}, ")]
        if not typed or whole:
            return whole[0] if whole else ""
        return begun[0] if len(begun) == 1 else f"{typed}{NOT_HERE}"


def who(label: str, needed: str) -> WhoField:
    """Who answers for something; the form is told whom to offer (`offer`)."""
    return WhoField(
        label=label,
        max_length=180,
        help_text="Choose from those who are offered as you type. Anybody else is marked as not in Heed, and is told "
        "nothing by it.",
        error_messages={"required": needed, "max_length": "Use at most 180 letters"},
    )


def offer(form: forms.Form, names: Iterable[str]) -> None:
    """Whom its fields for somebody offer."""
    for each in form.fields.values():
        if isinstance(each, WhoField):
            each.offered = tuple(names)


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
