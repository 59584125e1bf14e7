"""What is typed into chronologies."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.chronologies.types import MARK_NAMES, PERSON_KINDS, Decision
from heed.platform.ui.typed import Pairs, Versioned, choice, line, text

DECISIONS = ((Decision.CONFIRMED.value, "It is so"), (Decision.DISMISSED.value, "It is not so"))


class EntryForm(Versioned):
    """One event, in the agency's own words. What is missing is said by the operation, all of it at once."""

    written = line(
        "Date",
        most=300,
        hint="For example 3 April 2011, early March 2011, 2011 Q2, 3/4/11? or 3-5/4/11",
    )
    time = line(
        "Time",
        most=80,
        hint="For example 14:30, 1430 hrs, after school, 10-11.30am. Leave it empty if not known",
    )
    event = text("What happened", hint="What was done and seen. Keep opinion for “Why it matters”")
    source = line(
        "Source of information",
        most=500,
        hint="For example: GP record, entry of 3 April 2011; minutes of the strategy meeting",
    )
    people = line("Who was there", most=500)
    child_seen = choice(
        "Was the child seen?",
        (("", "Not said"), ("Yes", "Yes"), ("No", "No")),
        radios=True,
        needed=False,
    )
    action = text("What was done about it", rows=2)
    outcome = text("What came of it", rows=2)
    significance = text("Why it matters", rows=2)
    comment = text("Comment", rows=2)
    recorded_by = line("Recorded by", most=200, hint="Name or post of whoever wrote the record")
    recorded_on = line("Recorded on", most=80, hint="The day on which the record was written")

    def __init__(self, *args: Any, **kwargs: Any):
        """What a file says of a sighting in words of its own ("N", "Yes, at school") stays a choice."""
        super().__init__(*args, **kwargs)
        seen, own = self.fields["child_seen"], self.initial.get("child_seen", "")
        if own not in dict(seen.choices):  # type: ignore[attr-defined]
            seen.choices = [*seen.choices, (own, f"“{own}”, as it stands")]  # type: ignore[attr-defined]


class SendForm(forms.Form):
    """An agency's file."""

    file = forms.FileField(
        label="The file",
        help_text="Excel (.xlsx), a Word document with a table (.docx) or CSV, in the layout it already has",
        allow_empty_file=True,
        error_messages={"required": "Choose a file first"},
    )


class BringInForm(Versioned):
    """What would come in of a file, as it was understood."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    replaces = forms.BooleanField(
        required=False,
        label="This file replaces what the agency sent before",
        help_text="Rows of earlier files that it does not have are taken out. They come back if it is undone.",
    )


class DecideForm(Versioned):
    """What is made of a sign."""

    decision = choice("What do you make of it?", DECISIONS, radios=True, needed=False)
    reason = text("Why", rows=2, hint="Needed where it is not so")


class MarkForm(forms.Form):
    """A note or the mark of a finding."""

    kind = choice("What it is", MARK_NAMES.items(), radios=True, needed=False)
    theme = choice("Theme", [], needed=False)
    words = text(
        "Words",
        "Write the note, what was learned, or what is asked for",
        rows=3,
        hint="Agencies read what is asked of them, not notes and findings",
    )

    def __init__(self, *args: Any, themes: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", "None"), *themes]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is taken out."""

    reason = line("Why", "Enter the reason", most=300)


class DaysForm(Versioned):
    """After how many days a gap is proposed."""

    gap_days = forms.IntegerField(
        label="Days without a recorded sighting of a child",
        error_messages={"required": "Enter a number of days", "invalid": "Enter a number of days"},
    )
    silence_days = forms.IntegerField(
        label="Days without an entry of an agency",
        error_messages={"required": "Enter a number of days", "invalid": "Enter a number of days"},
    )


class PseudonymForm(forms.Form):
    """A pseudonym, and the names that it stands for."""

    word = line(
        "Pseudonym", "Enter the pseudonym", most=80, hint="For example Child Linden. Used once in an area"
    )
    kind = choice("Whom it stands for", PERSON_KINDS.items())
    area = choice("Area", [])
    names = text(
        "Names that records use",
        "Enter each name that records use, one on a line",
        rows=3,
        hint="One on a line: full name, first name, nickname, initials",
    )

    def __init__(self, *args: Any, areas: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        listed = list(areas)
        self.fields["area"].choices = listed if len(listed) == 1 else [("", "Choose one"), *listed]  # type: ignore[attr-defined]


class SealForm(Versioned):
    """The names that a pseudonym stands for."""

    names = text(
        "Names that records use",
        "Enter each name that records use, one on a line",
        rows=4,
        hint="One on a line",
    )


class NothingForm(forms.Form):
    """A button that needs nothing else."""
