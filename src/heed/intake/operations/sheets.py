"""Bringing in a plan that was kept in a table elsewhere: choose the file, say what its columns are, accept it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from heed.intake.events import (
    PlanSheetAccepted,
    PlanSheetBegun,
    PlanSheetDropped,
    PlanSheetUnderstood,
    PlanSheetUndone,
)
from heed.intake.models import PlanSheet, PlanSheetRow
from heed.intake.operations.withdraw import checked_reason
from heed.intake.queries import (
    Looked,
    actions_made_at,
    columns_of_sheet,
    find_sheet,
    read_rows,
    settle_rows,
    tables_of_sheet,
)
from heed.intake.sheets import columns_offered, meanings_offered
from heed.intake.sheets.settling import actions_of, key_hash
from heed.intake.types import Columns, RowOutcome, SheetState
from heed.plans.operations import bring_in_actions, take_back_brought
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.versions import hold, take_version
from heed.platform.files.operations import store_file
from heed.platform.files.tables import check_table
from heed.reviews.queries import find_review


def begin_sheet(
    actor: Actor, *, name: str, size: int, chunks: Iterable[bytes], review_ref: str = "", at: datetime
) -> PlanSheet:
    """Keep the file of a plan, for one review or (without `review_ref`) for the partnership's own plan.

    Nothing comes in by it. `Invalid` for a file that could harm whoever opens it, or that holds no table: of that
    nothing is kept.
    """
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    if size == 0:
        raise _bad_file(f"“{name}” is empty. Choose the file again, or ask for a new copy.")
    if size > settings.MAX_DOCUMENT_BYTES:
        megabytes = settings.MAX_DOCUMENT_BYTES // 1024**2
        raise _bad_file(f"“{name}” is larger than {megabytes} MB. Delete what is not the plan, and save it.")
    review = find_review(actor, review_ref) if review_ref else None
    file = store_file(chunks=chunks, at=at, check=lambda path: check_table(path, name=name))
    with transaction.atomic():
        row = PlanSheet.objects.create(
            partnership_id=actor.partnership_id,
            scope=scope_for_new_rows(actor.partnership_id, review_ref),
            file=file,
            name=name[-200:],
            review=review,
            brought_in_by_id=actor.person_id,
            brought_in_at=at,
        )
        happened = PlanSheetBegun(size=file.size, sha256=file.sha256)
        record(actor, happened, subject_kind="plan_sheet", subject_ref=row.public_id, at=at)
    return row


def _bad_file(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"file": sentence})


@transaction.atomic
def say_columns(actor: Actor, *, ref: str, columns: Columns, version: int, at: datetime) -> PlanSheet:
    """Say which table of a file it is, where its head stands, what its columns are for and what its statuses mean."""
    row = find_sheet(actor, ref)
    if row.state != SheetState.OPEN:
        raise NotNow("This file came in already. Choose it again to bring in what is new in it.")
    _check(columns)
    kept = {
        "table": columns.table,
        "head": columns.head,
        "of": {str(at): name for at, name in sorted(columns.of.items())},
        "meanings": dict(columns.meanings),
    }
    taken = take_version(
        row,
        version=version,
        among=PlanSheet.objects.visible_to(actor),
        differences=lambda now: [
            Difference("columns", "The columns", _words(now.columns), _words(kept), free=False)
        ],
        columns=kept,
    )
    if taken:
        happened = PlanSheetUnderstood(columns=len(columns.of))
        record(actor, happened, subject_kind="plan_sheet", subject_ref=ref, at=at)
    return find_sheet(actor, ref)


def _words(kept: dict[str, object]) -> str:
    """What was said, in a line; compared where two people say it at once."""
    return ", ".join(f"{name}: {kept[name]}" for name in sorted(kept))


def _check(columns: Columns) -> None:
    offered, wrong = columns_offered(), dict[str, str]()
    if "action" not in columns.of.values():
        wrong["columns"] = "Say which column holds the actions"
    for name in dict.fromkeys(columns.of.values()):
        if name not in offered:
            wrong["columns"] = "Choose what a column is for from the list"
        elif list(columns.of.values()).count(name) > 1:
            wrong["columns"] = f"Two columns are said to be “{offered[name]}”: choose one of them"
    if not set(columns.meanings.values()) <= set(meanings_offered()):
        wrong["meanings"] = "Choose what a status means from the list"
    if wrong:
        raise Invalid(f"{next(iter(wrong.values()))}.", fields=wrong)


def accept_sheet(actor: Actor, *, ref: str, seen: int, leave_out: bool, at: datetime) -> Looked:
    """Bring in every row that is new and has no errors, all of them or none.

    `seen` is how many new actions the person was told of: where there are more or fewer by now, nothing comes in.
    Rows with errors stay out where `leave_out` says so; otherwise nothing comes in while there are any. Rows that are
    here already change nothing.
    """
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    row = find_sheet(actor, ref)
    tables = tables_of_sheet(row)
    today = timezone.localdate(at)
    rows = read_rows(actor, tables, columns_of_sheet(row, tables), file=row.name, today=today)
    with transaction.atomic():
        # All files of this plan are held, so that of two with the same rows the second finds them here.
        files = hold(PlanSheet.objects.visible_to(actor).filter(review=row.review_id).order_by("pk"))
        states = dict(files.values_list("pk", "state"))
        if states.get(row.pk) != SheetState.OPEN:
            raise NotNow("This file came in already. Choose it again to bring in what is new in it.")
        looked = settle_rows(actor, rows, review_id=row.review_id)
        _check_wanted(looked, seen=seen, leave_out=leave_out)
        _bring_in(actor, row, looked, at)
    return looked


def _check_wanted(looked: Looked, *, seen: int, leave_out: bool) -> None:
    faulty, new = looked.count(RowOutcome.FAULTY), looked.count(RowOutcome.NEW)
    if new == 0:
        raise NotNow("Nothing in this file is new, so nothing came in.")
    if faulty and not leave_out:
        raise NotNow(
            f"{faulty:,} rows have errors, so nothing came in. Mend them in the file, or leave them out and bring in "
            "the others."
        )
    if new != seen:
        raise NotNow(
            f"The plan has changed meanwhile: {seen:,} actions would have come in, now it is {new:,}. Look again."
        )


def _bring_in(actor: Actor, row: PlanSheet, looked: Looked, at: datetime) -> None:
    new = actions_of(looked.rows)
    made = bring_in_actions(
        actor,
        review_id=row.review_id,
        scope_id=row.scope_id,
        actions=[action for _, action in new],
        at=at,
    )
    became = {each.row.number: action.public_id for (each, _), action in zip(new, made, strict=True)}
    PlanSheetRow.objects.bulk_create(
        [
            PlanSheetRow(sheet=row, number=each.row.number, key=key_hash(each.row.key), action_ref=ref)
            for each in looked.rows
            if (ref := became.get(each.row.number) or became.get(each.with_row) or each.as_action[0])
        ],
        batch_size=500,
    )
    left_out = looked.count(RowOutcome.FAULTY)
    PlanSheet.objects.visible_to(actor).filter(pk=row.pk).update(
        state=SheetState.ACCEPTED, accepted_at=at, left_out=left_out
    )
    happened = PlanSheetAccepted(actions=len(made), here=looked.count(RowOutcome.HERE), left_out=left_out)
    record(actor, happened, subject_kind="plan_sheet", subject_ref=row.public_id, at=at)


@transaction.atomic
def undo_sheet(actor: Actor, *, ref: str, reason: str, at: datetime) -> int:
    """Take everything that a file brought in out of the plan again, all of it or nothing; returns how many actions.

    The file waits as it did before, with its columns as they were said. Refused once anybody has worked on one of its
    actions.
    """
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    row = find_sheet(actor, ref)
    why = checked_reason(reason)
    mine = PlanSheet.objects.visible_to(actor).filter(pk=row.pk, state=SheetState.ACCEPTED)
    if not mine.update(state=SheetState.OPEN, accepted_at=None, left_out=0, undone_why=why, undone_at=at):
        raise NotNow("Nothing of this file is in the plan, so there is nothing to undo.")
    made = actions_made_at(actor, row)
    taken = take_back_brought(actor, refs=made, at=at)
    row.came_in.all().delete()
    happened = PlanSheetUndone(actions=taken)
    record(actor, happened, subject_kind="plan_sheet", subject_ref=ref, at=at)
    return taken


@transaction.atomic
def drop_sheet(actor: Actor, *, ref: str, at: datetime) -> None:
    """Leave a file: nothing of it comes in, and it is not kept."""
    row = find_sheet(actor, ref)
    gone, _ = PlanSheet.objects.visible_to(actor).filter(pk=row.pk, state=SheetState.OPEN).delete()
    if not gone:
        raise NotNow("This file came in already, so it stays.")
    record(actor, PlanSheetDropped(), subject_kind="plan_sheet", subject_ref=ref, at=at)
