"""Verification by sample: where a group agreed to it, some of many, and how they were drawn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from heed.plans.models import Action
from heed.plans.operations import verify_action
from heed.platform.base.errors import Invalid
from heed.platform.rules.operations import make_edition
from tests import cast_plans
from tests.cast import AT, Cast, Register, client_of
from tests.cast_meetings import a_group

NONE = "No group has agreed to verification by sample"


def agree(cast: Cast) -> None:
    group = a_group(cast.manager, at=AT, name="Quality group")
    on = (AT - timedelta(days=9)).date().isoformat()
    content = {"sample_group": group.public_id, "sample_on": on}
    make_edition(cast.manager, name="meetings", content=content, after=0, source="", at=AT)


def verify(cast: Cast, row: Action, **sample: Any) -> Action:
    piece = cast_plans.evidence_for(cast, row)
    begins, ends = date(2024, 10, 1), date(2024, 12, 31)
    evidence = [piece.public_id]
    return verify_action(
        cast.manager,
        ref=row.public_id,
        period_from=begins,
        period_to=ends,
        evidence=evidence,
        at=AT,
        **sample,
    )


@pytest.mark.capability("C20")
def test_some_of_many_are_enough_where_a_group_agreed(register: Register, cast: Cast) -> None:
    row = cast_plans.reported(cast)
    with pytest.raises(Invalid, match=NONE):
        verify(cast, row, sampled=10, sampled_of=60, sample="Every sixth")
    address = reverse("plans:verify", args=[row.public_id])
    manager = client_of(cast.manager)
    assert "By sample" not in manager.get(address).content.decode()
    agree(cast)
    asked = manager.get(address).content.decode()
    assert "Quality group agreed to verification by sample on 23 Feb 2025" in asked
    verify(cast, row, sampled=10, sampled_of=60, sample="Every sixth record.")
    mark = row.marks.get(kind="verified")
    assert (mark.sampled, mark.sampled_of) == (10, 60)
    page = manager.get(reverse("plans:action", args=[row.public_id])).content.decode()
    assert "By sample, 10 of 60: Every sixth record. Quality group agreed" in page


@pytest.mark.parametrize(
    ("sample", "field"),
    [
        ({"sampled": 10, "sample": "Every sixth"}, "sampled_of"),
        ({"sampled_of": 10, "sample": "Every sixth"}, "sampled"),
        ({"sampled": 0, "sampled_of": 10, "sample": "Every sixth"}, "sampled"),
        ({"sampled": 11, "sampled_of": 10, "sample": "Every sixth"}, "sampled_of"),
        ({"sampled": 5, "sampled_of": 10}, "sample"),
    ],
)
def test_a_sample_says_how_many_of_how_many_and_how_they_were_drawn(
    register: Register, cast: Cast, sample: dict[str, Any], field: str
) -> None:
    agree(cast)
    row = cast_plans.reported(cast)
    with pytest.raises(Invalid) as refused:
        verify(cast, row, **sample)
    assert set(refused.value.fields) == {field}
    assert cast_plans.again(row).state == "reported"
