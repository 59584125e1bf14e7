"""The first page shows each kind of person what their work needs, and every figure leads to its rows."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from heed.home.queries import count_register
from heed.platform.access.roles import Role
from heed.platform.base import clock
from tests import cast_assurance, cast_meetings, cast_memory, cast_plans
from tests.cast import AT, Cast, Register, client_of


def test_the_figures_agree_with_the_register(register: Register, cast: Cast) -> None:
    counts = count_register(cast.reader)
    assert counts.recommendations == len(register.recommendations)
    assert counts.actions == len(register.actions)
    assert 0 < counts.reported < counts.actions
    assert counts.verified == counts.difference_seen == 0


def test_the_scrutineer_sees_what_was_reported_and_never_verified(register: Register, cast: Cast) -> None:
    page = client_of(cast.of[Role.INDEPENDENT_SCRUTINEER]).get(reverse("home")).content.decode()
    assert "Reported complete, never verified" in page


def test_the_scrutineer_sees_repeated_lessons_and_challenges_without_an_answer(
    register: Register, cast: Cast
) -> None:
    scrutineer, reader = cast.of[Role.INDEPENDENT_SCRUTINEER], cast.reader
    before = client_of(scrutineer).get(reverse("home")).content.decode()
    assert "No lesson has a name yet" in before
    assert "Every challenge has its answer" in before
    lesson = cast_memory.lesson_of(register, cast)
    [challenge] = cast_assurance.ask(cast, "challenge", by=cast_assurance.chair(cast))
    page = client_of(scrutineer).get(reverse("home")).content.decode()
    assert lesson.reference in page
    assert challenge.reference in page
    elsewhere = client_of(reader).get(reverse("home")).content.decode()
    assert "Lessons that were repeated" not in elsewhere
    assert challenge.reference not in elsewhere


def test_the_quality_officer_sees_what_is_looked_at_next(register: Register, cast: Cast) -> None:
    officer = cast.of[Role.QUALITY_AND_AUDIT_OFFICER]
    assert "No verified action is to be looked at again" in (
        client_of(officer).get(reverse("home")).content.decode()
    )
    action = cast_plans.verified(cast)
    page = client_of(officer).get(reverse("home")).content.decode()
    assert action.reference in page
    assert "is it embedded?" in page


def test_who_only_looks_after_the_installation_sees_nothing_of_the_register(
    register: Register, cast: Cast
) -> None:
    page = client_of(cast.administrator).get(reverse("home")).content.decode()
    assert "not part of your role" in page
    assert not any(row.reference in page for row in register.recommendations.values())


def test_whoever_is_in_a_group_finds_the_pack_of_its_next_meeting(register: Register, cast: Cast) -> None:
    group = cast_meetings.ensure(cast, at=AT).group
    coming = cast_meetings.a_meeting(
        cast.manager, group.public_id, at=AT, held_on=clock.today() + timedelta(days=9)
    )
    pack = reverse("governance:pack", args=[coming.public_id])
    page = client_of(cast.of[Role.GROUP_MEMBER]).get(reverse("home")).content.decode()
    assert pack in page
    assert "in 9 days" in page
    for role in (Role.READER, Role.LEAD_REVIEWER):
        elsewhere = client_of(cast.of[role]).get(reverse("home")).content.decode()
        assert "Your next meetings" not in elsewhere, role
        assert pack not in elsewhere, role
