"""What is typed about the drafts of a review's report. `number` and `last_seen` are the version that the person saw."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.platform.ui.typed import Pairs, choice, day, line, text
from heed.reviews.forms.common import Choosing, kept, ticks
from heed.reviews.types.drafts import ANSWERED, GATE_OUTCOMES


class SendDraftForm(forms.Form):
    """A version of the report, as a file."""

    last_seen = kept(number=True)
    file = forms.FileField(
        label="The draft, as a Word file or a PDF",
        max_length=255,
        error_messages={
            "required": "Choose the file with the draft",
            "empty": "The file is empty",
            "max_length": "The file's name is too long. Give it a shorter one",
        },
    )
    note = text("What is different in it, and what those who read it should look at", rows=3)


class DecideGateForm(forms.Form):
    """What was decided at a gate, held against the standards."""

    number = kept(number=True)
    gate = kept()
    met = ticks("What the draft meets")
    unmet = text("If something is not met, why it goes on nevertheless", rows=2)
    outcome = choice("What was decided", GATE_OUTCOMES.items(), "Choose what was decided", radios=True)
    words = text("What was said of it", rows=3, hint="Needed to send it back.")
    meeting = line(
        "Where it was decided", "Say where it was decided", hint="Which meeting, or by whom in writing"
    )
    held_on = day("When", needed=True)

    def __init__(self, *args: Any, standards: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        met: Any = self.fields["met"]
        met.choices = list(standards)


class ChallengeForm(forms.Form):
    """What somebody challenges in the draft."""

    number = kept(number=True)
    place = line("Where in the draft", hint="For example, finding 3 on page 12")
    words = text("What you challenge, and why", "Say what you challenge, and why", rows=3)


class AnswerChallengeForm(Choosing):
    """The answer to one of the challenges that have none."""

    which = choice("Which challenge", [], "Choose a challenge")
    outcome = choice("What becomes of it", ANSWERED.items(), "Choose what becomes of it", radios=True)
    answer = text("The answer", "Give the answer, in words", rows=3)

    def __init__(self, *args: Any, challenges: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(which=challenges)
