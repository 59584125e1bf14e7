"""Anything people do to a case's access, in any order, against a reference model that is told in a page.

The model knows cases, who is named, who is excluded, who has which place, and which documents belong to what. After
every step it says who sees which case, and Heed is asked the same: by the review, and by every other row of the case.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, core, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bench.bars.house import house
from bench.bars.types import BOTH, Outcome, Size

TITLE = "Whatever is done to cases and places, in any order, everybody sees exactly what a small reference model says."
DATABASES = BOTH
STEPS = {Size.USUAL: 2_000, Size.FULL: 20_000}
LENGTH = 50
"""Steps in one history."""
AT_ONCE = 20
FIRST_SEED = 20_261_121
WHO = ("manager", "guard", "partner", "officer", "reader", "outsider")
"""Business manager, information governance lead, delegated partner, officer, reader; the other partnership's."""
GUARDS = ("manager", "guard")


@dataclass
class Case:
    """What the model knows of one case."""

    restricted: bool = False
    named: set[str] = field(default_factory=set)
    excluded: set[str] = field(default_factory=set)
    emergency: set[str] = field(default_factory=set)

    def sees(self, who: str, places: set[str]) -> bool:
        if who == "outsider" or who not in places or who in self.excluded:
            return False
        return not self.restricted or who in self.named or who in self.emergency


@dataclass
class Model:
    """Cases by the name of their review, who has a place, and how many documents wait in no case."""

    cases: dict[str, Case] = field(default_factory=dict)
    places: set[str] = field(default_factory=lambda: set(WHO))

    def sees(self, who: str, case: str) -> bool:
        return self.cases[case].sees(who, self.places)

    def manages(self, who: str, case: str) -> bool:
        return who in GUARDS and self.sees(who, case)

    def keeps_a_manager(self, case: str, without: str) -> bool:
        of = self.cases[case]
        return any(who in of.named and who in self.places for who in GUARDS if who != without)


class Tally:
    """What all histories together did; a run in which nothing was ever refused or hidden proves little."""

    steps = seen = hidden = refused = 0


class Access(RuleBasedStateMachine):
    """Each rule does one thing in Heed and in the model, and expects both to agree whether it may be done."""

    actors: dict[str, Any]

    @initialize()
    def begin(self) -> None:
        from django.db import connection, transaction

        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.connection = connection
        self.model = Model()
        self.counter = 0

    def teardown(self) -> None:
        from django.db import transaction

        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # Things that people do.

    @rule()
    @precondition(lambda self: hasattr(self, "model") and len(self.model.cases) < 3)
    def create(self) -> None:
        from bench.bars.cases import make_case

        self.counter += 1
        name = f"Case {self.counter}"
        if "manager" in self.model.places:
            make_case(self.actors["manager"], name)
            self.model.cases[name] = Case()

    @rule(data=some.data(), who=some.sampled_from(WHO), others=some.sets(some.sampled_from(WHO[:5])))
    def restrict(self, data: Any, who: str, others: set[str]) -> None:
        from heed.platform.people.operations import restrict_case

        if not (case := self._case(data)):
            return
        of = self.model.cases[case]
        others = others & self.model.places
        may = self.model.manages(who, case) and not of.restricted and not (others | {who}) & of.excluded
        people = [self.actors[each].person_ref for each in sorted(others)]
        if self._do(may, restrict_case, who, case, people=people, reason="Why"):
            of.restricted, of.named = True, others | {who}

    @rule(data=some.data(), who=some.sampled_from(WHO))
    def open(self, data: Any, who: str) -> None:
        from heed.platform.people.operations import open_case

        if not (case := self._case(data)):
            return
        of = self.model.cases[case]
        if self._do(self.model.manages(who, case) and of.restricted, open_case, who, case, reason="Why"):
            of.restricted, of.named = False, set()

    @rule(data=some.data(), who=some.sampled_from(WHO), other=some.sampled_from(WHO))
    def share(self, data: Any, who: str, other: str) -> None:
        from heed.platform.people.operations import name_person

        if not (case := self._case(data)):
            return
        of = self.model.cases[case]
        there = other in self.model.places and other != "outsider"
        may = self.model.manages(who, case) and of.restricted and there
        may = may and other not in of.excluded | of.named
        if self._do(may, name_person, who, case, person=self.actors[other].person_ref, reason=""):
            of.named.add(other)

    @rule(data=some.data(), who=some.sampled_from(WHO), other=some.sampled_from(WHO))
    def take_out(self, data: Any, who: str, other: str) -> None:
        from heed.platform.people.operations import take_person_out

        if not (case := self._case(data)):
            return
        of = self.model.cases[case]
        may = self.model.manages(who, case) and of.restricted and other in of.named
        may = may and self.model.keeps_a_manager(case, other)
        if self._do(may, take_person_out, who, case, person=self.actors[other].person_ref):
            of.named.discard(other)

    @rule(data=some.data(), who=some.sampled_from(WHO), other=some.sampled_from(WHO))
    def exclude(self, data: Any, who: str, other: str) -> None:
        from heed.platform.people.operations import exclude_person

        if not (case := self._case(data)):
            return
        of = self.model.cases[case]
        there = other in self.model.places and other != "outsider"
        may = self.model.manages(who, case) and there and other not in of.excluded
        may = may and (not of.restricted or self.model.keeps_a_manager(case, other))
        if self._do(may, exclude_person, who, case, person=self.actors[other].person_ref, reason="Why"):
            of.excluded.add(other)
            of.named.discard(other)

    @rule(data=some.data(), who=some.sampled_from(WHO), other=some.sampled_from(WHO))
    def end_exclusion(self, data: Any, who: str, other: str) -> None:
        from heed.platform.people.operations import end_exclusion

        if not (case := self._case(data)):
            return
        of = self.model.cases[case]
        may = self.model.manages(who, case) and other in of.excluded
        if self._do(may, end_exclusion, who, case, person=self.actors[other].person_ref):
            of.excluded.discard(other)

    @rule(data=some.data(), who=some.sampled_from(WHO[:5]), by=some.sampled_from(("guard", "partner")))
    def emergency(self, data: Any, who: str, by: str) -> None:
        from django.utils import timezone

        from heed.platform.people.operations import ask_emergency_access, grant_emergency_access

        case = self._case(data)
        if not case or who == by or not {who, by} <= self.model.places:
            return
        of, now = self.model.cases[case], timezone.now()
        row = ask_emergency_access(self.actors[who], words=case, reason="Why", at=now)
        if by in of.excluded:
            self._refused(grant_emergency_access, self.actors[by], ref=row.public_id, hours=4, at=now)
            return
        grant_emergency_access(self.actors[by], ref=row.public_id, hours=4, at=now)
        if of.restricted:
            of.emergency.add(who)

    @rule(who=some.sampled_from(WHO[1:5]))
    def revoke(self, who: str) -> None:
        from django.utils import timezone

        from heed.platform.partnerships.models import Membership
        from heed.platform.people.operations import end_membership

        if who not in self.model.places or who == "manager":
            return
        place = Membership.objects.get(pk=self.actors[who].membership_id)
        end_membership(
            self.actors["administrator"],
            ref=place.public_id,
            reason="Left",
            version=place.version,
            at=timezone.now(),
        )
        self.model.places.discard(who)

    @rule(data=some.data(), seldom=some.integers(0, 3))
    def move(self, data: Any, seldom: int) -> None:
        """A document taken out of its case comes back as the same case, and stands in it while it is out."""
        from bench.bars.cases import take_out_and_put_in

        case = self._case(data)
        if case and not seldom and self.model.sees("manager", case):
            take_out_and_put_in(self.actors["manager"], case)

    @rule(data=some.data(), seldom=some.integers(0, 7))
    def delete(self, data: Any, seldom: int) -> None:
        """Its only document is taken out: the review is gone, and nobody new sees the document."""
        from bench.bars.cases import take_out

        case = self._case(data)
        if case and not seldom and self.model.sees("manager", case):
            take_out(self.actors["manager"], case)
            del self.model.cases[case]

    # What must hold after each.

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        from bench.bars.cases import check_whole, seen_by

        if not hasattr(self, "model"):
            return
        Tally.steps += 1
        check_whole(set(self.model.cases))
        for number, who in enumerate(WHO):
            seen = seen_by(self._now(who), set(self.model.cases), Tally.steps + number)
            wanted = {case for case in self.model.cases if self.model.sees(who, case)}
            assert seen == wanted, f"{who} sees {sorted(seen)}, and should see {sorted(wanted)}"
            Tally.seen += len(wanted)
            Tally.hidden += len(self.model.cases) - len(wanted)

    def _case(self, data: Any) -> str:
        return data.draw(some.sampled_from(sorted(self.model.cases))) if self.model.cases else ""

    def _now(self, who: str) -> Any:
        """The actor as a request would make it: None where there is no place in force."""
        return self.actors[who] if who in self.model.places else None

    def _do(self, may: bool, operation: Any, who: str, case: str, **given: Any) -> bool:
        """Does it where the model says that it may be done; otherwise expects Heed to refuse."""
        from django.utils import timezone

        from bench.bars.cases import case_ref, version_of_case

        if who not in self.model.places:
            return False
        ref = case_ref(case)
        given |= {"ref": ref, "version": version_of_case(ref), "at": timezone.now()}
        if not may:
            self._refused(operation, self.actors[who], **given)
            return False
        operation(self.actors[who], **given)
        return True

    def _refused(self, operation: Any, *arguments: Any, **given: Any) -> None:
        from django.db import transaction

        from heed.platform.base.errors import Refusal

        try:
            with transaction.atomic():
                operation(*arguments, **given)
        except Refusal:
            Tally.refused += 1
        else:
            raise AssertionError(f"{operation.__name__} was done, and should have been refused: {given}")


def histories(seed: int) -> str:
    """Some histories from this seed; the first difference between Heed and the model, or ""."""
    core.global_force_seed = seed
    try:
        run_state_machine_as_test(
            Access,
            settings=settings(
                max_examples=AT_ONCE,
                stateful_step_count=LENGTH,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.generate],
                database=None,
            ),
        )
    except AssertionError as wrong:
        return f"seed {seed}: {str(wrong).splitlines()[0][:200]}"
    return ""


def run(size: Size) -> Outcome:
    with house() as cast:
        from bench.bars.cases import worker_in_our_transaction
        from heed.platform.access.roles import Role

        of = cast.of
        Access.actors = {
            "manager": cast.manager,
            "guard": of[Role.INFORMATION_GOVERNANCE_LEAD],
            "partner": of[Role.DELEGATED_SAFEGUARDING_PARTNER],
            "officer": cast.officer,
            "reader": cast.reader,
            "outsider": cast.outsider,
            "administrator": cast.administrator,
        }
        difference, seed = "", FIRST_SEED
        with worker_in_our_transaction():
            while Tally.steps < STEPS[size] and not difference:
                difference = histories(seed)
                seed += 1
    enough = (
        Tally.seen > STEPS[size] and Tally.hidden > STEPS[size] // 2 and Tally.refused > STEPS[size] // 20
    )
    figure = (
        f"{Tally.steps:,} steps, {Tally.seen:,} cases rightly seen, {Tally.hidden:,} rightly hidden, "
        f"{Tally.refused:,} refusals, {1 if difference else 0} differences"
    )
    return Outcome(
        not difference and enough and Tally.steps >= STEPS[size],
        "; ".join(filter(None, [figure, difference])),
    )
