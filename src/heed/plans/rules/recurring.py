"""When a standing arrangement is expected next."""

from __future__ import annotations

from datetime import date, timedelta

from heed.kit.dates import months_after
from heed.plans.types import Frequency

_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.SIX_MONTHLY: 6, Frequency.ANNUAL: 12}


def expected_after(expected: date, frequency: Frequency, *, spoken_of: date) -> tuple[date, int]:
    """The first time after `expected` that is later than `spoken_of`, the day on which somebody said what came of it;
    and how many times between were passed over. Counted from `expected`, so that the 31st stays a month's last day."""
    times = 1
    while (following := _time(expected, frequency, times)) <= spoken_of:
        times += 1
    return following, times - 1


def _time(first: date, frequency: Frequency, times: int) -> date:
    if frequency is Frequency.WEEKLY:
        return first + timedelta(weeks=times)
    return months_after(first, _MONTHS[frequency] * times)
