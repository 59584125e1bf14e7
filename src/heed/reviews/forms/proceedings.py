"""What is typed about proceedings beside a review."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.platform.ui.typed import Versioned, choice, day, line, text
from heed.reviews.forms.common import kept, ticks
from heed.reviews.queries.proceedings import kinds_of_proceedings, steps_of_review


class _HoldsForm(forms.Form):
    """What they hold up."""

    blocks = ticks("What they hold up")
    blocks_since = day("Held up since", hint="Left empty: since they began")
    expected_on = day("Ask again on", hint="The day of a hearing, or when somebody asks how far it is")
    words = text("What is known of them", rows=3)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        blocks: Any = self.fields["blocks"]
        blocks.choices = [(key, f"{name[:1].upper()}{name[1:]}") for key, name in steps_of_review().items()]


class NoteForm(_HoldsForm):
    """New proceedings; `reopens` where earlier ones are open again."""

    reopens = kept()
    kind = choice("What they are", kinds_of_proceedings().items())
    body = line("Before which court or body", "Say before which court or body")
    began_on = day("Since", needed=True)
    field_order = ["reopens", "kind", "body", "began_on", "blocks", "blocks_since", "expected_on", "words"]


class ChangeHoldsForm(_HoldsForm, Versioned):
    """What running ones hold up now."""


class EndForm(forms.Form):
    """That they have ended."""

    ended_on = day("Ended on", needed=True)
    outcome = text("How they ended", "Say how they ended", rows=3)


class ResumeForm(forms.Form):
    """That what they held up goes on."""

    words = text("What goes on, and who was told", "Say what goes on, and who was told", rows=3)
