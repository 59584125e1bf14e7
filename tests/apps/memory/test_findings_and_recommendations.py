"""Findings that led to nothing are listed, and recommendations that nothing known led to."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heed.platform.people.operations import restrict_case
from tests.cast import AT, Cast, Register, client_of

pytestmark = pytest.mark.django_db


@pytest.mark.capability("A20")
def test_each_without_the_other_is_listed(register: Register, cast: Cast) -> None:
    client = client_of(cast.reader)
    late, good = register.findings
    without = client.get(reverse("learning:findings"), {"led": "no"}).content.decode()
    assert good.reference in without
    assert late.reference not in without
    asked, unfounded = register.recommendations["1"], register.recommendations["4"]
    listed = client.get(reverse("learning:list"), {"found": "no"}).content.decode()
    assert unfounded.reference in listed
    assert asked.reference not in listed
    founded = client.get(reverse("learning:list"), {"found": "yes"}).content.decode()
    assert asked.reference in founded
    assert unfounded.reference not in founded


def test_a_restricted_case_is_in_neither_list(register: Register, cast: Cast) -> None:
    restrict_case(
        cast.manager, ref=register.review.public_id, people=[], reason="Criminal trial", version=0, at=AT
    )
    client = client_of(cast.reader)
    for page, asked in (("learning:findings", {"led": "no"}), ("learning:list", {"found": "no"})):
        words = client.get(reverse(page), asked).content.decode()
        assert register.recommendations["4"].reference not in words
        assert register.findings[1].reference not in words
