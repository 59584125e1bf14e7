"""What is typed about a review's day."""

from __future__ import annotations

from heed.platform.ui.typed import Versioned, choice, line
from heed.reviews.types import DAYS_SAID


class DayForm(Versioned):
    """Which day it is, and why it is another than before."""

    said = choice("Which day it is", DAYS_SAID.items(), "Say which day it is", radios=True)
    words = line("The day", hint="As it is printed: 18 February 2015, November 2013 or 2013", most=80)
    why = line("Why it is another day", "Say why it is another day", most=300)
