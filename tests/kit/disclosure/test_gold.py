"""Names in drafts, judged: recall and false alarms on pages frozen before the check was written."""

from __future__ import annotations

import pytest

from tests.kit.disclosure.judged import pages, score

MOST_FALSE = 3.0


@pytest.mark.capability("G03")
@pytest.mark.parametrize(("half", "least"), [("open", 0.99), ("sealed", 0.99)])
def test_names_are_found_with_few_false_alarms(half: str, least: float) -> None:
    result = score(half)
    assert result.recall >= least, f"{half}: {result.found} of {result.names} names"
    assert result.false_a_page <= MOST_FALSE


def test_the_pages_are_what_they_say() -> None:
    for half in ("open", "sealed"):
        judged = pages(half)
        assert len(judged) == 8
        assert all(page.text[start:end].strip() for page in judged for start, end in page.names)
        assert not any("{" in page.text for page in judged)
