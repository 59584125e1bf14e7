"""What is typed about those who take part in a review."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.platform.ui.typed import Pairs, Versioned, choice, day, line, text, who
from heed.reviews.forms.common import Choosing
from heed.reviews.queries.participation import names_of
from heed.reviews.types.participation import PART_NAMES


class ParticipantForm(Choosing):
    """Somebody who takes part."""

    part = choice("Who takes part", [(each.value, name) for each, name in PART_NAMES.items()], radios=True)
    name = line("Their name", "Enter their name", most=160, hint="Seen by those who run the review alone")
    called = line(
        "What the report calls them",
        "Say what the report calls them",
        most=160,
        hint="A health visitor; the mother",
    )
    agency = choice("A practitioner’s agency", [], needed=False)

    def __init__(self, *args: Any, agencies: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(agency=agencies)


class ToldForm(forms.Form):
    """When they were told."""

    told_on = day("Told on", needed=True)


class ContactForm(forms.Form):
    """A contact and what came of it."""

    kind = choice("How", names_of("contacts").items(), radios=True)
    outcome = choice("What came of it", names_of("outcomes").items(), radios=True)
    stage = choice("What they saw of the review", names_of("stages").items(), needed=False)
    on = day("When", needed=True)
    words = text("What was said", rows=3)
    allowed_by = line("If proceedings hold this up: who allowed it", hint="Such as the judge, on a day")


class ViewsForm(Versioned):
    """What they say, and the support they have."""

    views = text("Their views", rows=5, hint="In their own words")
    support = text("The support they are given", rows=2)


class QuestionForm(forms.Form):
    """What they ask."""

    text = text("What they ask", "Write what they ask", rows=2)
    owner = who("Who is to answer it", "Say who is to answer it")
    asked_on = day("Asked on", needed=True)


class AnswerQuestionForm(Choosing):
    """What they were answered."""

    which = choice("Which question", [])
    answer = text("The answer they were given", "Write the answer they were given", rows=3)
    answered_on = day("Answered on", needed=True)

    def __init__(self, *args: Any, questions: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(which=questions)


class RequestForm(forms.Form):
    """What the family asks for."""

    kind = choice("What they ask for", names_of("requests").items(), radios=True)
    words = text("In words that name nobody", "Say what they ask for", rows=2)
    days_from = day("First day to avoid", hint="Only where they name days")
    days_to = day("Last day to avoid", hint="Left empty: that day alone")
    asked_on = day("Asked on", needed=True)


class EndRequestForm(Choosing):
    """What they ask for no longer."""

    which = choice("Which", [])
    ended_on = day("Since", needed=True)
    why = line("Why", "Say why", most=300)

    def __init__(self, *args: Any, requests: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(which=requests)


class MendEntryForm(Choosing):
    """What was kept of somebody, put right or taken out."""

    entry = choice("Which", [])
    words = text("What it says now", rows=3, hint="Left empty, it is taken out")
    reason = line("Why", "Enter the reason", most=300)

    def __init__(self, *args: Any, entries: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(entry=entries)


class CorrectContactForm(Choosing):
    """A contact whose day, or how it was, was kept wrongly."""

    entry = choice("Which contact", [])
    on = day("When it was", needed=True)
    kind = choice("How", names_of("contacts").items(), radios=True)
    outcome = choice("What came of it", names_of("outcomes").items(), radios=True)
    stage = choice("What they saw of the review", names_of("stages").items(), needed=False)
    allowed_by = line("If proceedings hold this up: who allowed it", hint="Such as the judge, on a day")
    reason = line("Why it is changed", "Enter the reason", most=300)

    def __init__(self, *args: Any, entries: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(entry=entries)
