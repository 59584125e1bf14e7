"""Files of plans on their way in, and what becomes of their rows, for those who bring in documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from heed.intake.models import PlanSheet, PlanSheetRow
from heed.intake.rules import text_key
from heed.intake.sheets import guess_columns, read_sheet, table_of
from heed.intake.sheets.settling import There, settle
from heed.intake.types import Columns, RowOutcome, SettledRow, SheetRow, SheetState
from heed.kit.reading.grid import Grid
from heed.learning.queries import recommendations_of_review
from heed.plans.queries import actions_of_plan, actions_registered_at
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.files.operations import path_of
from heed.platform.files.tables import tables_in
from heed.platform.partnerships.queries import agencies_by_name, fold_name


@dataclass(frozen=True, slots=True)
class Looked:
    """A file's rows with what would become of each, and how many of each kind there are."""

    rows: tuple[SettledRow, ...]

    def count(self, outcome: RowOutcome) -> int:
        return Counter(each.outcome for each in self.rows)[outcome]

    def of(self, outcome: RowOutcome) -> list[SettledRow]:
        return [each for each in self.rows if each.outcome is outcome]


def find_sheet(actor: Actor, ref: str) -> PlanSheet:
    """The file of a plan with this public id, or `NotVisible`."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    rows = PlanSheet.objects.visible_to(actor).filter(public_id=ref)
    row = rows.select_related("file", "review", "brought_in_by").first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def list_sheets(actor: Actor, *, limit: int = 20) -> list[PlanSheet]:
    """The newest files of plans: those that wait, and those whose rows came in."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    return list(PlanSheet.objects.visible_to(actor).select_related("review", "brought_in_by")[:limit])


def sheet_rows(case_ref: str) -> QuerySet[Any]:
    """The files of plans of a case."""
    rows = PlanSheet.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def labels_of_sheets(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these files are called, those that the actor may see, by public id."""
    rows = PlanSheet.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "name")) if actor.may(Permission.BRING_IN_DOCUMENTS) else {}


def tables_of_sheet(row: PlanSheet) -> list[Grid]:
    """The tables of a file that is kept."""
    return tables_in(path_of(row.file).read_bytes(), row.name)


def columns_of_sheet(row: PlanSheet, tables: Sequence[Grid]) -> Columns:
    """How a file is understood: as somebody said, else as its heads are guessed."""
    kept = row.columns
    if not kept:
        return guess_columns(tables)
    of = {int(at): str(name) for at, name in kept["of"].items()}
    return Columns(kept["table"], kept["head"], of, kept["meanings"])


def read_rows(
    actor: Actor, tables: Sequence[Grid], columns: Columns, *, file: str, today: date
) -> list[SheetRow]:
    """A file's rows, understood; nothing of the register is asked but its agencies."""
    agencies = {name: each.pk for name, each in agencies_by_name(actor.partnership_id).items()}
    grid = table_of(tables, columns)
    return read_sheet(grid, columns, agencies=agencies, fold=fold_name, file=file, today=today)


def settle_rows(actor: Actor, rows: Sequence[SheetRow], *, review_id: int | None) -> Looked:
    """What becomes of these rows as the register is now."""
    asked = recommendations_of_review(actor, review_id) if review_id else ()
    return Looked(tuple(settle(rows, _there(actor, review_id), asked)))


def look_at_file(
    actor: Actor, tables: Sequence[Grid], columns: Columns, *, file: str, review_id: int | None, today: date
) -> Looked:
    """What would become of each row of a file that is not kept."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    rows = read_rows(actor, tables, columns, file=file, today=today)
    return settle_rows(actor, rows, review_id=review_id)


def look_at_sheet(actor: Actor, row: PlanSheet, *, today: date) -> Looked:
    """What would become of each row of a file."""
    tables = tables_of_sheet(row)
    rows = read_rows(actor, tables, columns_of_sheet(row, tables), file=row.name, today=today)
    looked = settle_rows(actor, rows, review_id=row.review_id)
    return _as_it_came(actor, row, looked) if row.state == SheetState.ACCEPTED else looked


def _as_it_came(actor: Actor, row: PlanSheet, looked: Looked) -> Looked:
    """Rows that came in are what they became, whatever was changed there since."""
    references = {ref: reference for ref, reference, *_ in actions_of_plan(actor, row.review_id)}
    became = dict(row.came_in.values_list("number", "action_ref"))
    known = {number: (ref, references[ref]) for number, ref in became.items() if ref in references}
    return Looked(
        tuple(
            replace(each, outcome=RowOutcome.HERE, as_action=known[each.row.number], note="")
            if each.row.number in known
            else each
            for each in looked.rows
        )
    )


def actions_made_at(actor: Actor, row: PlanSheet) -> list[str]:
    """The actions that a file made when it came in, by public id: not those that were here before."""
    named = dict.fromkeys(row.came_in.values_list("action_ref", flat=True))
    made = set(actions_registered_at(actor, row.review_id, at=row.accepted_at))
    return [ref for ref in named if ref in made]


def _there(actor: Actor, review_id: int | None) -> There:
    by_words: dict[str, tuple[str, str]] = {}
    references: dict[str, str] = {}
    for ref, reference, text, agency, as_written in actions_of_plan(actor, review_id):
        references[ref] = reference
        for name in (agency or "", as_written):
            by_words.setdefault(f"{text_key(text)}|{fold_name(name)}", (ref, reference))
    came = PlanSheetRow.objects.filter(
        sheet__in=PlanSheet.objects.visible_to(actor).filter(review=review_id),
        sheet__state=SheetState.ACCEPTED,
    )
    by_key = {
        key: (ref, references[ref])
        for key, ref in came.order_by("pk").values_list("key", "action_ref")
        if ref in references
    }
    return There(by_words, by_key)
