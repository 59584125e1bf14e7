"""What people type of themes."""

from __future__ import annotations

from django import forms

from heed.platform.ui.typed import Versioned, line


class AddThemeForm(forms.Form):
    """A theme of the partnership's own."""

    name = forms.CharField(
        label="Name of the theme", max_length=80, error_messages={"required": "Enter a name for the theme"}
    )
    words = forms.CharField(
        label="Words that speak for it",
        help_text="One word or phrase a line, such as “county lines”",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter at least one word or phrase"},
    )


class ChangeThemeForm(AddThemeForm, Versioned):
    """A theme of the partnership's own, renamed or with other words."""


class EndThemeForm(Versioned):
    """Why a theme is ended."""

    reason = line("Why it is ended", "Say why it is ended", most=300)
