"""Dates in words to the days they may mean.

`find_dates` finds printed dates in a text; `days_of` reads one phrase. A date that says less than a day
gives the first and last day it may mean ("autumn 2020": 1 September to 30 November); words that may mean
two things, or that need a document's date which is not known, give no days. Nothing is guessed.
`days_in_cell` reads what somebody wrote into a table, and says what to write instead; `counted_day` reads a number
that counts days as spreadsheets do, and `full_year` is the one rule for years of two figures. `Calendar` counts
working days and knows bank holidays.
"""

from heed.kit.dates.cells import counted_day, days_in_cell, full_year
from heed.kit.dates.find import Found, days_of, find_dates
from heed.kit.dates.ranges import Days
from heed.kit.dates.working import Calendar, bank_holidays, months_after

__all__ = [
    "Calendar",
    "Days",
    "Found",
    "bank_holidays",
    "counted_day",
    "days_in_cell",
    "days_of",
    "find_dates",
    "full_year",
    "months_after",
]
