"""Forms that several parts of a review use."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.platform.ui.typed import Pairs, Versioned, day, line, text


class Choosing(forms.Form):
    """A form some of whose choices are known only when it is shown."""

    def fill(self, **choices: Pairs) -> None:
        """Give each of these fields its choices; a list to choose one from begins with none chosen."""
        for name, pairs in choices.items():
            field: Any = self.fields[name]
            one = isinstance(field.widget, forms.Select) and not isinstance(field.widget, forms.RadioSelect)
            field.choices = [("", "Choose one"), *pairs] if one else list(pairs)


class ReasonForm(forms.Form):
    """Why something is taken back or ended."""

    reason = line("Why", "Enter the reason", most=300)


class ChaseForm(forms.Form):
    """Who was told that something is awaited."""

    whom = line("Who was told", "Enter who was told", most=300)
    words = text("What was said", rows=3)


class MoveForm(Versioned):
    """Another day, and why."""

    due_on = day("To come by", needed=True)
    reason = line("Why", "Enter the reason", most=300)


def ticks(label: str, hint: str = "", *, needed: str = "") -> forms.MultipleChoiceField:
    """Any of these, each to be ticked; `needed` is what is said where none is."""
    return forms.MultipleChoiceField(
        label=label,
        required=bool(needed),
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": needed, "invalid_choice": "Choose from the list"},
    )


def yes(label: str, hint: str = "") -> forms.BooleanField:
    """Something that is so or not."""
    return forms.BooleanField(label=label, required=False, help_text=hint)


def kept(number: bool = False) -> forms.Field:
    """Something that the page knows and sends with the form."""
    kind = forms.IntegerField if number else forms.CharField
    return kind(widget=forms.HiddenInput, required=False)
