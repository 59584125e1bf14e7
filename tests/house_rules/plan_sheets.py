"""Files of plans for the house rules: how each event happens, and who may do what at once."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model

from heed.intake.models import PlanSheet
from heed.intake.operations import accept_sheet, begin_sheet, drop_sheet, say_columns, undo_sheet
from heed.intake.types import Columns
from heed.plans.operations import Wanted, bring_back, note_taken_offline
from heed.plans.types import Proposed, ReturnedRow
from heed.platform.access.types import Actor
from tests import cast_plans
from tests.apps.intake.sheets import GOOD, excel
from tests.cast import AT, Cast, Register

FAULTY = (*GOOD[2][:5], "31/02/2025", *GOOD[2][6:])


def begun(cast: Cast) -> PlanSheet:
    """Two rows that could come in, and one that cannot."""
    data = excel(*((row[0], "1", *row[2:]) for row in (*GOOD[:2], FAULTY)))
    return begin_sheet(cast.manager, name="plan.xlsx", size=len(data), chunks=[data], at=AT)


def ensure(cast: Cast) -> None:
    """One file, once in a test."""
    if not PlanSheet.objects.for_everyone(because="a test").exists():
        begun(cast)


def accepted(cast: Cast) -> str:
    ref = begun(cast).public_id
    accept_sheet(cast.manager, ref=ref, seen=2, leave_out=True, at=AT)
    return ref


def came_in(cast: Cast) -> str:
    """A file of one row of its own, which came in."""
    data = excel(("Z1", "1", "Write down who was told of each missed visit.", *GOOD[0][3:]))
    row = begin_sheet(cast.manager, name="other.xlsx", size=len(data), chunks=[data], at=AT)
    accept_sheet(cast.manager, ref=row.public_id, seen=1, leave_out=False, at=AT)
    return row.public_id


def understood(cast: Cast) -> None:
    row = begun(cast)
    say_columns(
        cast.manager, ref=row.public_id, columns=Columns(0, 0, {2: "action"}), version=row.version, at=AT
    )


def brought_back(cast: Cast) -> None:
    action = cast_plans.agreed(cast)
    row = ReturnedRow(5, action.public_id, action.reference, action.version, progress="Begun.")
    wanted = Wanted(row, frozenset({Proposed.PROGRESS}), action.version)
    assert bring_back(cast.officer, wanted=[wanted], at=AT) == []


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "action.brought_in": lambda register, cast: accepted(cast),
    "actions.taken_offline": lambda register, cast: note_taken_offline(
        cast.officer, refs=[cast_plans.agreed(cast).public_id], at=AT
    ),
    "actions.brought_back": lambda register, cast: brought_back(cast),
    "sheet.begun": lambda register, cast: begun(cast),
    "sheet.understood": lambda register, cast: understood(cast),
    "sheet.accepted": lambda register, cast: accepted(cast),
    "sheet.undone": lambda register, cast: undo_sheet(
        cast.manager, ref=accepted(cast), reason="The wrong file.", at=AT
    ),
    "sheet.dropped": lambda register, cast: drop_sheet(cast.manager, ref=begun(cast).public_id, at=AT),
}


def saying(register: Register, cast: Cast) -> tuple[Callable[[Actor, str], object], Model, tuple[str, str]]:
    row = begun(cast)
    return (
        lambda actor, mine: say_columns(
            actor,
            ref=row.public_id,
            columns=Columns(0, 0, {2: "action", 4: mine}),
            version=row.version,
            at=AT,
        ),
        row,
        ("owner", "owner_name"),
    )


PAIRS = {"heed.intake.operations.sheets.say_columns": saying}

WITHOUT_VERSION = {
    "heed.intake.operations.sheets.accept_sheet": "claims the file by its state, and asks for the count that was seen",
    "heed.intake.operations.sheets.undo_sheet": "claims the file by its state: the second is told so",
    "heed.intake.operations.sheets.drop_sheet": "claims the file by its state: the second is told so",
}
