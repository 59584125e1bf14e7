"""Each fault that bar 2 plants still has its place and its tests: one whose text is gone plants nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.bars.bar_02 import Fault, read_faults

HOUSE = Path(__file__).resolve().parents[2]
FAULTS = {f"{number} {fault.control}": fault for number, fault in enumerate(read_faults())}


def test_there_are_faults() -> None:
    assert len(FAULTS) > 100


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_its_text_stands_in_its_file_once(fault: Fault) -> None:
    assert fault.stands, f"look for it in {fault.file} again"
    assert fault.find != fault.replace


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_the_tests_that_must_notice_it_are_there(fault: Fault) -> None:
    """Where none are named, the bar itself is asked."""
    for named in fault.tests:
        path, *names = named.split("::")
        assert (HOUSE / path).exists(), f"{path} is gone"
        text = (HOUSE / path).read_text("utf-8")
        for name in names:
            plain = name.partition("[")[0]
            assert re.search(rf"\b(def|class) {plain}\b", text), f"{plain} is gone from {path}"
