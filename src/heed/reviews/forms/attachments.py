"""What is chosen where files come in with a case."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.platform.ui.files_field import FilesField
from heed.platform.ui.typed import Pairs, choice, line
from heed.reviews.forms.common import Choosing

FILES_HINT = "Word, PDF, Excel, a picture, or another document. Several can be chosen together"


class AttachForm(forms.Form):
    """Files to attach."""

    attached = FilesField(label="Files", help_text=FILES_HINT)


class TakeOutForm(Choosing):
    """A file that was attached by mistake."""

    which = choice("Which file", [])
    why = line("Why", "Say why it is taken out", most=300)

    def __init__(self, *args: Any, files: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(which=files)
