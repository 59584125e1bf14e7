"""Fields that several rooms' forms use."""

from __future__ import annotations

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """Several things, each on a line of its own; cleaned to a tuple of lines without the empty ones."""

    def __init__(self, **kwargs: Any):
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(required=False, max_length=8000, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        lines = (super().clean(value) or "").splitlines()
        return tuple(" ".join(line.split()) for line in lines if line.strip())
