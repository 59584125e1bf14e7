"""Dates in words to the days they may mean.

`find_dates` finds printed dates in a text; `days_of` reads one phrase. A date that says less than a day
gives the first and last day it may mean ("autumn 2020": 1 September to 30 November); words that may mean
two things, or that need a document's date which is not known, give no days. Nothing is guessed.
"""

from heed.kit.dates.find import Found, days_of, find_dates
from heed.kit.dates.ranges import Days

__all__ = ["Days", "Found", "days_of", "find_dates"]
