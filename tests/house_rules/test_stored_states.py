"""What is stored because it is slow to compute is what computing it again gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.conf import settings as configured
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from heed.cli.demo import build_demo
from heed.learning.models import Recommendation, Response
from heed.learning.rules import compute_state, compute_thread
from heed.learning.types import Answers, Delivery, RecommendationState
from heed.plans.models import Action, DifferenceJudgement, Evidence, NotHeld
from heed.plans.rules import count_delivery
from heed.plans.types import ActionFacts, ActionState
from heed.platform.access.models import Scope
from heed.platform.base import clock
from tests import cast_plans
from tests.cast import Answer, Ask, Cast, Heading, Promise, Register, Written, register_of


def differences(rows: Iterable[Recommendation] | None = None) -> list[str]:
    """Recommendations whose stored thread or state is not what their answers and actions make it, by reference;
    of these rows, or of all there are."""
    some_or_all = Recommendation.objects.for_everyone(because="a check") if rows is None else rows
    return [row.reference for row in some_or_all if not _is_true(row)]


def _is_true(row: Recommendation) -> bool:
    responses = Response.objects.for_everyone(because="a check")
    answers = responses.filter(recommendation=row).count()
    if row.theme_id:
        answers += responses.filter(theme=row.theme_id).count()
    delivery = delivered(row)
    thread = compute_thread(
        Answers(
            parts=row.parts.count(), parts_answered_adequately=len(adequate_parts_of(row)), answers=answers
        ),
        delivery,
    )
    state = compute_state(
        thread,
        delivery,
        withheld=row.withheld,
        before_publication=row.before_publication,
        superseded=row.superseded_by_id is not None,
    )
    stored = (row.thread, row.delivery, row.state)
    return stored == ([asdict(step) for step in thread], asdict(delivery), state)


def delivered(row: Recommendation) -> Delivery:
    """What its actions come to, counted one by one as slowly as one likes."""
    facts = [
        ActionFacts(
            state=ActionState(each.state),
            single_agency=each.single_agency,
            level=max((piece.level for piece in counting_evidence(each)), default=None),
            parts=frozenset(each.parts.filter(recommendation=row).values_list("pk", flat=True)),
        )
        for each in Action.objects.for_everyone(because="a check").filter(recommendations=row)
        if shown_to_all_of(row.scope, each.scope)
    ]
    newest = DifferenceJudgement.objects.filter(recommendation=row).last()
    strong = newest is not None and any(
        each.level >= 2 and not each.contrary and lasts(each)
        for each in Evidence.objects.for_everyone(because="a check").filter(judgements=newest)
    )
    sees = newest is not None and newest.seen and strong
    not_held = any(
        not (sees and newest is not None and newest.at > each.at)
        for each in NotHeld.objects.filter(recommendation=row, taken_back_at=None)
        if shown_to_all_of(row.scope, again_scope(each))
    )
    return count_delivery(facts, difference_seen=sees, not_held=not_held)


def again_scope(said: NotHeld) -> Scope:
    """Where the recommendation stands that says the same again."""
    rows = Recommendation.objects.for_everyone(because="a check").select_related("scope")
    found: Recommendation = rows.get(pk=said.repeated_by_id)
    return found.scope


def counting_evidence(action: Action) -> list[Evidence]:
    rows = Evidence.objects.for_everyone(because="a check").filter(uses__action=action)
    return [
        each
        for each in rows
        if not each.contrary and lasts(each) and shown_to_all_of(action.scope, each.scope)
    ]


def lasts(piece: Evidence) -> bool:
    """Whether it has not expired."""
    return piece.expires_on is None or piece.expires_on >= clock.today()


def shown_to_all_of(scope: Scope, other: Scope) -> bool:
    """Whether everybody who sees what stands in `scope` sees what stands in the other."""
    return other == scope or (not other.case_ref and other.level in ("partnership", "published"))


def moves_and_steps(rows: Iterable[Action]) -> list[str]:
    """Actions whose count of moves, or whose state, is not what their own history says, by reference."""
    return [
        row.reference
        for row in rows
        if row.moves != row.date_moves.filter(decision="approved").count() or row.state != _last_step(row)
    ]


def _last_step(row: Action) -> str:
    steps = list(row.steps.values_list("from_state", "to_state"))
    joined = all(one[1] == other[0] for one, other in zip(steps, steps[1:], strict=False))
    return steps[-1][1] if steps and joined and steps[0][0] == "" else ""


def adequate_parts_of(row: Recommendation) -> set[int]:
    """The parts that have an adequate answer, found part by part from the rows themselves."""
    parts: list[Any] = list(row.parts.all())
    return {
        part.pk if part else 0 for part in (parts if len(parts) > 1 else [None]) if _is_adequate(row, part)
    }


def _is_adequate(row: Recommendation, part: Any) -> bool:
    mine = Q(recommendation=row) | Q(theme=row.theme_id) if row.theme_id else Q(recommendation=row)
    newest: dict[object, str] = {}
    for answer in (
        Response.objects.for_everyone(because="a check").filter(mine).order_by("registered_at", "pk")
    ):
        about = {each.part_id for each in answer.part_answers.all()} - {None}
        if about and part.pk not in about:
            continue
        judged = answer.judgements.for_everyone(because="a check").filter(recommendation=row, part=part)
        last = judged.order_by("-pk").first()
        newest[answer.agency_id or answer.agency_words] = last.grade if last else ""
    for request in row.requests.for_everyone(because="a check").exclude(state="withdrawn"):
        about = {each.pk for each in request.parts.all()}
        if about and part.pk not in about:
            continue
        if request.state == "open" or newest.get(request.agency_id, "") == "":
            return False
    grades = set(newest.values()) - {""}
    return grades == {"full"}


def test_a_difference_is_noticed(register: Register) -> None:
    """The rule itself can fail."""
    assert differences() == []
    wrong = Recommendation.objects.for_everyone(because="a test").filter(label="1")
    wrong.update(state=RecommendationState.EMBEDDED)
    assert differences() == [register.recommendations["1"].reference]


@pytest.mark.parametrize("state", cast_plans.STATES)
def test_what_is_stored_is_true_of_an_action_in_each_state(
    state: ActionState, register: Register, cast: Cast
) -> None:
    """Each made for no recommendation, and then joined with one that serves two."""
    row = cast_plans.STATES[state](cast)
    assert row.state == state
    serving = cast_plans.embedded(cast, *list(register.recommendations.values())[:2])
    assert serving.state == ActionState.EMBEDDED
    assert differences() == []
    made_by_hand = [cast_plans.again(serving)] + ([] if state is ActionState.CLOSED_ELSEWHERE else [row])
    assert moves_and_steps(made_by_hand) == []


words = some.text(alphabet="abcdefgh ", min_size=4, max_size=30).filter(str.strip)
promises = some.lists(
    some.builds(
        Promise,
        text=words,
        status=some.sampled_from(["planned", "taken", "in_place", "stalled"]),
        agency=some.sampled_from(["", "Westmere Police", "somebody else"]),
    ),
    max_size=4,
).map(tuple)
answers = some.lists(some.builds(Answer, text=words), max_size=3).map(tuple)
asks = some.lists(
    some.builds(
        Ask,
        label=some.sampled_from(["", "1", "2a", "10."]),
        text=words,
        theme=some.sampled_from(["", "First", "Second"]),
        parts=some.lists(words, max_size=3).map(tuple),
        withheld=some.booleans(),
        answers=answers,
        promises=promises,
    ),
    min_size=1,
    max_size=4,
).map(tuple)
documents = some.builds(
    Written,
    title=some.just("Anything"),
    asks=asks,
    headings=some.lists(
        some.builds(Heading, name=some.sampled_from(["First", "Second"]), answer=words, promises=promises),
        max_size=2,
        unique_by=lambda heading: heading.name,
    ).map(tuple),
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(written=documents)
def test_threads_and_states_are_true_in_any_register(cast: Cast, written: Written) -> None:
    with transaction.atomic():
        register_of(cast.manager, written, review="Any")
        assert differences() == []
        rows = Recommendation.objects.visible_to(cast.manager).filter(review__name="Any")
        assert rows.count() == len(written.asks), "none is lost, withheld or not"
        for row in rows:
            assert _is_sensible(row)
        transaction.set_rollback(True)


def _is_sensible(row: Recommendation) -> bool:
    """Reading a document verifies nothing, and no step counts more than there is."""
    reach = {step["step"]: step["reach"] for step in row.thread}
    nothing_verified = reach["verified"] == reach["difference_seen"] == "none"
    counted = all(step["done"] <= step["of"] or step["step"] == "answered" for step in row.thread)
    return nothing_verified and counted and row.state not in ("embedded", "implemented", "answered")


def test_threads_and_states_are_true_in_the_demo(
    empty_database: None, settings: LazySettings, tmp_path: Path
) -> None:
    settings.DEMO, settings.DATA = True, tmp_path
    build_demo(Path(configured.HOUSE) / "demo")
    assert Recommendation.objects.for_everyone(because="a check").count() > 15
    assert differences() == []
    assert moves_and_steps(Action.objects.for_everyone(because="a check")) == []
