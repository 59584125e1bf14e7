"""The first page shows each kind of person what their work needs, and every figure leads to its rows."""

from __future__ import annotations

from django.urls import reverse

from heed.home.queries import count_register
from heed.platform.access.roles import Role
from tests.cast import Cast, Register, client_of


def test_the_figures_agree_with_the_register(register: Register, cast: Cast) -> None:
    counts = count_register(cast.reader)
    assert counts.recommendations == len(register.recommendations)
    assert counts.actions == len(register.actions)
    assert 0 < counts.reported < counts.actions
    assert counts.verified == counts.difference_seen == 0


def test_the_scrutineer_sees_what_was_reported_and_never_verified(register: Register, cast: Cast) -> None:
    page = client_of(cast.of[Role.INDEPENDENT_SCRUTINEER]).get(reverse("home")).content.decode()
    assert "Reported complete, never verified" in page


def test_who_only_looks_after_the_installation_sees_nothing_of_the_register(
    register: Register, cast: Cast
) -> None:
    page = client_of(cast.administrator).get(reverse("home")).content.decode()
    assert "not part of your role" in page
    assert not any(row.reference in page for row in register.recommendations.values())
