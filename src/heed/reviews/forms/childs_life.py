"""What is typed about a child's daily life."""

from __future__ import annotations

from heed.platform.ui.typed import Versioned, line, text
from heed.reviews.types.childs_life import LABELS, Told


class LifeForm(Versioned):
    """One child in one period. What is missing is said by the operation, all of it at once."""

    child = line(LABELS["child"], most=120, hint="As the report calls them")
    period = line(LABELS["period"], most=120, hint="Such as the year before the injury")
    words = text(
        LABELS["words"], rows=5, hint="A usual day: who was there, food, sleep, school, friends, fear"
    )
    own_words = text(LABELS["own_words"], rows=2)
    identity = text(LABELS["identity"], rows=2)
    source = line(LABELS["source"], most=500, hint="Such as the school nurse’s notes of May 2024")
    why_blank = line(LABELS["why_blank"], most=500)

    def told(self) -> Told:
        """What was typed, as a value."""
        return Told(**{name: self.cleaned_data[name] for name in LABELS})


class LeaveOutForm(Versioned):
    """Why it is taken out."""

    reason = line("Why", "Enter the reason", most=300)
