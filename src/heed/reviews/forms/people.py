"""What is typed about those who carry a review out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from heed.platform.ui.typed import Pairs, choice, day, line, text
from heed.reviews.forms.common import Choosing, yes
from heed.reviews.queries.people import part_names, role_names
from heed.reviews.types.people import CAME_NAMES


class ReviewerForm(Choosing):
    """Somebody new in the register of reviewers, or one of it, and as what."""

    role = choice("As", role_names().items(), radios=True)
    reviewer_ref = choice("Somebody of the register of reviewers", [], needed=False)
    name = line("Or somebody new: their name", most=160)
    firm = line("Their firm", most=160, hint="Left empty, they work alone")
    experience = text("Their experience", rows=3, hint="What they have led before, and for how long")
    member_ref = choice("If they use Heed", [], needed=False)
    appointed_on = day("Appointed on", needed=True)

    def __init__(self, *args: Any, reviewers: Pairs, people: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(reviewer_ref=reviewers, member_ref=people)


class DeclareForm(Choosing):
    """What a reviewer declares."""

    which = choice("Whose declaration", [])
    independent = yes("They had no part in the case, and manage nobody who had")
    interests = text("What else could stand in the way", "Say what they declared, or None", rows=3)
    declared_on = day("Declared on", needed=True)
    begins_on = day("Begins on", hint="Left empty: the same day")

    def __init__(self, *args: Any, whose: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(which=whose)


class EndPartForm(Choosing):
    """Whose part ends."""

    which = choice("Whose part ends", [])
    ended_on = day("The last day", needed=True)
    why = line("Why", "Say why", most=300)

    def __init__(self, *args: Any, whose: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(which=whose)


class SeatForm(Choosing):
    """Somebody new on the panel."""

    member_ref = choice("Somebody who uses Heed", [], needed=False)
    name = line("Or their name and post")
    agency = choice("Of", [], needed=False)
    part = choice("As", part_names().items(), radios=True)
    involved = yes("They, or somebody they manage, worked with this family")
    independence = text(
        "How they are independent",
        "Say how they are independent of the case and of those who worked on it",
        rows=2,
    )
    joined_on = day("Since", needed=True)

    def __init__(self, *args: Any, people: Pairs, agencies: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(member_ref=people, agency=agencies)


class LeaveForm(Choosing):
    """Who sits on the panel no more."""

    which = choice("Who leaves", [])
    left_on = day("The last day", needed=True)
    why = line("Why", "Say why", most=300)

    def __init__(self, *args: Any, whose: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(which=whose)


class MeetingForm(forms.Form):
    """Who came to a meeting of the panel: a question for each member."""

    held_on = day("Held on", needed=True)

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.members = members
        names = [(each.value, name) for each, name in CAME_NAMES.items()]
        for ref, name in members:
            self.fields[f"came_{ref}"] = choice(name, names, radios=True, needed=False)
            self.fields[f"substitute_{ref}"] = line(f"Who came for {name}, if anybody")
        self.fields["words"] = text("What it looked at", rows=2)

    def came(self, given: dict[str, Any]) -> dict[str, str]:
        return {ref: given[f"came_{ref}"] for ref, _ in self.members}

    def substitutes(self, given: dict[str, Any]) -> dict[str, str]:
        return {ref: given[f"substitute_{ref}"] for ref, _ in self.members}
