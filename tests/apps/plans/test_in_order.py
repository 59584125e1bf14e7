"""A list and its download have one order, however a page of it is found; and it says how many there are."""

from __future__ import annotations

import pytest

from heed.plans.queries import ORDERS, ActionFilter, each_action, list_actions
from heed.platform.registers import queries
from tests.cast import Cast, Register


@pytest.mark.parametrize("order", ORDERS)
def test_pages_one_after_the_other_are_the_whole_list(order: str, register: Register, cast: Cast) -> None:
    whole = [each.reference for each in each_action(cast.manager, ActionFilter(), order=order)]
    assert len(whole) > 3
    for size in (1, 2, 50):
        paged = [
            row.reference
            for offset in range(0, len(whole), size)
            for row in list_actions(cast.manager, ActionFilter(), order=order, offset=offset, limit=size)[0]
        ]
        assert paged == whole, size


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("ahead", [0, 1, 1000])
def test_every_page_says_how_many_there_are_in_all(
    order: str, ahead: int, register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "AHEAD", ahead)
    many = len(list(each_action(cast.manager, ActionFilter())))
    totals = {
        list_actions(cast.manager, ActionFilter(), order=order, offset=offset, limit=size)[1]
        for size in (1, 2, 50)
        for offset in range(many + 3)
    }
    assert totals == {many}
    assert list_actions(cast.manager, ActionFilter(words="no such words"), order=order) == ([], 0)
