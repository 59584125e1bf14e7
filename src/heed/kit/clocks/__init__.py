"""Deadlines by rule, each with the reason why it is that day.

A `Timescale` is one rule of an edition of guidance: so many working days, or months, from something that happened.
`deadline(timescale, start, days=..., pauses=...)` gives the last day and says, in one sentence, how it was counted:
the rule and its source, the day it was counted from, the bank holidays that do not count, and every pause. Working
days are counted only where somebody has checked the calendar (`WorkingDays.first` to `last`): outside it,
`OutsideCalendar` is raised. Nothing is guessed.
"""

from heed.kit.clocks.counting import OutsideCalendar, Pause, WorkingDays, deadline
from heed.kit.clocks.types import Deadline, Edition, Timescale, Timescales, read_timescales

__all__ = [
    "Deadline",
    "Edition",
    "OutsideCalendar",
    "Pause",
    "Timescale",
    "Timescales",
    "WorkingDays",
    "deadline",
    "read_timescales",
]
