"""What people type of the shared library."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.platform.ui.typed import Pairs, line


class ShareForm(forms.Form):
    """Which passages are let through, and that somebody looked."""

    seal = forms.CharField(widget=forms.HiddenInput, max_length=16)
    let_through = forms.TypedMultipleChoiceField(
        label="What may be shared all the same",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick one only where the capitals are no name of a child, a family or a worker, such as the name of "
        "who wrote the review. What is not ticked is held back.",
        error_messages={"invalid_choice": "Choose from the list"},
    )
    read_it = forms.BooleanField(
        label="I have read what is to be shared, and it names no child, family or worker",
        error_messages={"required": "Say that you have read what is to be shared"},
    )

    def __init__(self, *args: Any, passages: Pairs, seal: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        listed = list(passages)
        self.fields["seal"].initial = seal
        self.fields["let_through"].choices = listed  # type: ignore[attr-defined]
        if not listed:
            del self.fields["let_through"]


class TakeOutOfLibraryForm(forms.Form):
    reason = line("Why it is taken out", "Say why it is taken out", most=300)
