"""Several files chosen at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError


class FilesInput(forms.FileInput):
    """A choice of several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, none of them too large; cleaned to a list."""

    def __init__(self, **kwargs: Any):
        super().__init__(required=False, widget=FilesInput(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        for each in given:
            super().clean(each, initial)
            if each.size > settings.MAX_DOCUMENT_BYTES:
                most = settings.MAX_DOCUMENT_BYTES // 1024**2
                raise ValidationError(f"{each.name} is larger than {most} MB. Save it smaller.")
        return list(given)
