"""How long a plan of 10,000 rows takes to come in from an Excel file: chosen, looked at, and brought in.

300 of its rows have a date that there is not; the others become actions of one review, each with its first step and
its event, in one transaction. SQLite unless HEED_DATABASE is given. Limit: 20 s for all of it. The same file chosen
again, which finds every row here, is measured beside it.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src"), str(Path(__file__).resolve().parents[1])]
ROWS, BAD, LIMIT = 10_000, 300, 20


def main() -> int:
    from bench.bars.house import house

    with house() as cast:
        from django.db import connection

        from bench.large.processor import judged
        from heed.intake.types import RowOutcome
        from heed.reviews.models import Review
        from tests import cast as the_cast

        the_cast.find_register(cast)
        review = Review.objects.visible_to(cast.manager).first()
        data = _plan()
        busy = time.process_time()
        choosing, row = _timed(lambda: _begun(cast, data, review))
        looking, looked = _timed(lambda: _look(cast, row))
        new, faulty = looked.count(RowOutcome.NEW), looked.count(RowOutcome.FAULTY)
        bringing, _ = _timed(lambda: _accept(cast, row, new))
        busy = time.process_time() - busy
        again, second = _timed(lambda: _look(cast, _begun(cast, data, review)))
        whole = choosing + looking + bringing
        print(
            f"a plan of {ROWS:,} rows, {connection.vendor}: {whole:.1f} s, {busy:.1f} s of processor (limit: {LIMIT} s)"
            f": chosen {choosing:.1f}, looked at {looking:.1f}, {new:,} brought in {bringing:.1f}; {faulty} with errors"
            f" stayed out; again: {again:.1f} s, {second.count(RowOutcome.NEW)} new"
        )
        sound = (new, faulty, second.count(RowOutcome.NEW)) == (ROWS - BAD, BAD, 0)
        return int(judged(whole, busy) > LIMIT or not sound)


def _timed(does: Any) -> tuple[float, Any]:
    began = time.perf_counter()
    made = does()
    return time.perf_counter() - began, made


def _begun(cast: Any, data: bytes, review: Any) -> Any:
    from heed.intake.operations import begin_sheet
    from tests.cast import AT

    return begin_sheet(
        cast.manager, name="plan.xlsx", size=len(data), chunks=[data], review_ref=review.public_id, at=AT
    )


def _look(cast: Any, row: Any) -> Any:
    from heed.intake.queries import look_at_sheet
    from tests.cast import AT

    return look_at_sheet(cast.manager, row, today=AT.date())


def _accept(cast: Any, row: Any, new: int) -> Any:
    from heed.intake.operations import accept_sheet
    from tests.cast import AT

    return accept_sheet(cast.manager, ref=row.public_id, seen=new, leave_out=True, at=AT)


def _plan() -> bytes:
    from tests.apps.intake.sheets import excel

    return excel(*(_row(number) for number in range(1, ROWS + 1)))


def _row(number: int) -> tuple[Any, ...]:
    wrong = number % (ROWS // BAD) == 0 and number <= BAD * (ROWS // BAD)
    due = "31/02/2026" if wrong else date(2026, 3, 1) + timedelta(days=number % 300)
    status = ("Green", "Blue", "Not started")[number % 3]
    what = f"Do thing {number} in every team, and look after a quarter whether it is done."
    return (
        f"N{number}",
        str(number % 4 + 1),
        what,
        "Westmere Council",
        "Head of Quality",
        due,
        status,
        "8 of 10 hold",
        "Under discussion",
    )


if __name__ == "__main__":
    sys.exit(main())
