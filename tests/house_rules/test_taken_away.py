"""Every file that a register gives holds exactly the rows of its list, in the list's order: in every form, narrowed by
every filter. A new register, filter or form is asked for without a line here."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from typing import Any

import docx
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from heed.kit.writing.cells import harmless
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import Refusal
from heed.platform.registers.downloads import FORMS
from heed.platform.registers.types import Asked
from heed.platform.registers.types import Register as List
from heed.platform.registers.views import REGISTERS
from heed.platform.ui.components import FilterGroup
from tests import cast as the_cast
from tests.cast import Cast
from tests.house_rules.conftest import make_things

Rows = list[list[str]]
LOOKS = (Role.BUSINESS_MANAGER, Role.INFORMATION_GOVERNANCE_LEAD, Role.ADMINISTRATOR)
"""Who downloads: the first of these that the register is open to."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Everything that the cast has to show, made once, in a transaction that the tests' own stand in."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = the_cast.find() or the_cast.make()
        make_things(the_cast.find_register(cast), cast)
        connection.check_constraints()
        yield cast
        transaction.set_rollback(True)


def sheet(content: bytes) -> Rows:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [[_cell(each) for each in row] for row in book.get_sheet_by_index(0).to_python()]


def _cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def word_table(content: bytes) -> Rows:
    [table] = docx.Document(io.BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def lines(content: bytes) -> Rows:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def objects(content: bytes) -> Rows:
    rows = json.loads(content)["rows"]
    return [list(rows[0] if rows else ()), *([str(each) for each in row.values()] for row in rows)]


READ: dict[str, Callable[[bytes], Rows]] = {
    "xlsx": sheet,
    "docx": word_table,
    "csv": lines,
    "json": objects,
}


def who_looks(register: List, cast: Cast) -> Actor:
    for role in LOOKS:
        try:
            register.page(cast.of[role], Asked(), 0, 1)
        except Refusal:
            continue
        return cast.of[role]
    raise AssertionError(f"nobody of {LOOKS} sees {register.key}")


def narrowings(register: List, actor: Actor) -> Iterator[dict[str, str]]:
    """No filter, then each filter once, with a choice that tells: it leaves some rows, and not all."""
    everything, _ = register.page(actor, Asked(), 0, 1000)
    yield {}
    for group in register.filter_groups(actor):
        choices = [{group.name: each} for each in _choices(register, group, everything)]
        found = {len(register.page(actor, Asked(filters=each), 0, 1000)[0]): each for each in choices}
        telling = sorted(each for each in found if 0 < each < len(everything))
        if choices:
            yield found[telling[0] if telling else max(found)]


def _choices(register: List, group: FilterGroup, rows: Sequence[Any]) -> list[str]:
    """What can be chosen; of a line of text, words of the last row."""
    if group.kind != "search":
        return [each.value for each in group.choices if each.value]
    said = [str(column.value(row)).strip()[:12] for row in rows[-1:] for column in register.columns[:3]]
    return [each for each in said if each] or ["nothing has this"]


@pytest.mark.django_db
@pytest.mark.capability("B01")
@pytest.mark.parametrize("key", sorted(REGISTERS))
def test_a_file_holds_exactly_the_rows_of_the_list(key: str, world: Cast) -> None:
    register = REGISTERS[key]
    actor = who_looks(register, world)
    client = the_cast.client_of(actor)
    columns = register.columns
    for filters, order in zip(narrowings(register, actor), cycle(each.key for each in register.orders)):
        listed, count = register.page(actor, Asked(filters=filters, order=order), 0, 1000)
        assert count == len(listed)
        shown = [[str(column.value(row)) for column in columns] for row in listed]
        for form in FORMS:
            taken = READ[form](_download(client, register, {**filters, "order": order}, form))
            assert taken[1:] == [[_in(form, cell) for cell in row] for row in shown], (filters, form)
            assert taken[0] == [column.label for column in columns] or (form == "json" and not shown)


def _download(client: Client, register: List, asked: dict[str, str], form: str) -> bytes:
    query = {**asked, "column": [each.key for each in register.columns], "download": form}
    answer = client.get(reverse(register.url_name), query)
    assert answer.status_code == 200, query
    return b"".join(answer.streaming_content)  # type: ignore[arg-type]


def _in(form: str, cell: str) -> str:
    return str(harmless(cell)) if form == "csv" else cell


def test_every_form_is_read_here() -> None:
    assert set(READ) == set(FORMS)
