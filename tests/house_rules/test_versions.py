"""Whoever saves over a row says which version they saw; whoever is second is shown both texts."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import pytest
from django.db import models

from heed.agencies.operations import change_agency, merge_agencies
from heed.intake.models import Proposal
from heed.intake.operations import correct_proposal, decide, join_with_next, split_proposal
from heed.intake.queries import list_proposals
from heed.intake.types import Decision
from heed.learning.operations import (
    name_recommendation,
    say_what_it_led_to,
    supersede_recommendation,
    withhold_recommendation,
)
from heed.library.models import Link
from heed.library.operations import keep_links, own_document, say_of_link
from heed.library.types import FoundLink
from heed.memory.models import Pair as TwoBeside
from heed.memory.operations.themes import add_theme, change_theme, end_theme
from heed.platform.access.models import Exclusion, NamedPerson, Record, Scope
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.approvals.operations import confirm_who_decides, name_partners, say_who_decides
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile
from heed.platform.partnerships.models import Agency, Group, Membership
from heed.platform.people.operations import (
    change_roles,
    end_exclusion,
    end_membership,
    exclude_person,
    name_person,
    open_case,
    restrict_case,
    set_case_level,
    set_employer,
    take_person_out,
)
from heed.platform.registers.models import SavedView
from heed.platform.registers.operations import save_view
from heed.platform.rules.models import RuleEdition
from heed.platform.rules.operations import make_edition
from heed.platform.rules.queries import list_editions
from tests.cast import AT, Cast, Register
from tests.house_rules import (
    answers,
    approvals,
    assurance,
    cases,
    chronologies,
    drafts,
    information,
    lessons,
    meetings,
    notices,
    plan_sheets,
    plans,
    publishing,
    reports,
    review_work,
    searching,
    sharing,
    signing_in,
)
from tests.house_rules.approvals import BEGINS
from tests.house_rules.test_operations import ALL

SEEN = ("version", "after")
"""What an operation calls the version that the person saw."""

WITHOUT_VERSION = {
    "heed.learning.operations.superseding.take_back_superseded": "claims it while another stands for it",
    "heed.intake.operations.withdraw.withdraw_import": "claims the import by its state: the second is told so",
    "heed.intake.operations.withdraw.put_import_back": "claims the document by its state: the second is told so",
    "heed.intake.operations.withdraw.erase_import": "claims the document by its state: the second is told so",
    "heed.library.operations.withdraw_document": "claims the document by its state: the second is told so",
    "heed.library.operations.put_document_back": "claims the document by its state: the second is told so",
    "heed.library.operations.erase_document": "claims the document by its state: the second is told so",
    "heed.library.operations.end_adoption": "claims the adoption that is in force: the second is told so",
    "heed.library.operations.keep_links": "what the reader found; what people said of a link stays",
    "heed.library.operations.keep_answers": "what the network said is newer than what anybody saw",
    "heed.platform.files.operations.erase_files": "marks files whose records were claimed",
    "heed.platform.drafts.operations.claim_held": "a person's own words, moved",
    "heed.platform.drafts.operations.discard_draft": "a person's own draft, which they saved or do not want",
    "heed.platform.drafts.operations.forget_old": "own drafts that nobody took up, by rule",
    "heed.platform.drafts.operations.forget_of_excluded": "drafts of somebody who is kept from the case now",
    "heed.platform.drafts.operations.save_draft": "a person's own draft: the newest is what they typed",
    "heed.successions.operations.agree_succession": "claims the proposal by its state: the second is told so",
    "heed.successions.operations.take_back_succession": "claims the proposal by its state: the second is told so",
    "heed.agencies.operations.changing.say_who_is_meant": "adds a name; nothing that anybody wrote goes",
    "heed.platform.registers.operations.end_template": "claims the template in force: the second is told so",
    "heed.intake.operations.accept.remember_records": "part of the caller's operation, which claimed the import",
    "heed.plans.operations.evidence.keep_answers_of_links": "what the network said is newer than what anybody saw",
    "heed.intake.operations.accept.accept_import": "claims the import by its state: the second is told so",
    "heed.intake.operations.begin.fail_import": "the job's own result, once",
    "heed.intake.operations.begin.keep_what_was_read": "the job's own result, once",
    "heed.intake.operations.decide.add_proposal": "makes room among positions; the import is held",
    "heed.intake.operations.decide.decide_sure": "only what nobody has decided",
    "heed.intake.operations.decide.decide_findings": "only what nobody has decided",
    "heed.intake.operations.shape.move_proposal": "changes places only; the import is held",
    "heed.intake.operations.undo.undo_import": "claims the import by its state: the second is told so",
    "heed.learning.operations.recommendations.assign_agency": "fills in an agency; words stay",
    "heed.platform.people.operations.passing.pass_cases": "raises the version, so that a form opened before is told",
    "heed.platform.people.operations.passing.cases_come_back": "only what nobody changed since",
    "heed.learning.operations.recommendations.addressed_come_back": "changes whose they are; words stay",
    "heed.agencies.operations.names.put_name_back": "claims the name: the second is told so",
    "heed.agencies.operations.merging.undo_merge": "claims the merge: the second is told that it is undone",
    "heed.learning.operations.theming.set_themes": "each brings its version in `seen`; one that changed is left and named",
    "heed.learning.operations.theming.undo_themes": "puts back only what nobody has put elsewhere since",
    "heed.learning.operations.recommendations.withdraw_recommendations": "refused where anybody changed one",
    "heed.learning.operations.findings.withdraw_findings": "refused where anybody changed one",
    "heed.library.operations.keep_reading": "the title that the reader found, where there is none",
    "heed.platform.base.operations.take_references": "a counter, moved in one statement",
    "heed.platform.files.operations.store_file": "updates a digest, no row",
    "heed.platform.jobs.operations.run_job": "claims the job by its state and attempt",
    "heed.platform.jobs.operations.sweep": "releases the job by its state and attempt",
    "heed.platform.registers.operations.forget_view": "a person's own view, gone either way",
    "heed.platform.people.operations.deputies.end_deputy": "ends it, once: the second changes nothing",
    "heed.platform.people.operations.emergency.end_emergency_access": "claims it: the second is told it is over",
    "heed.platform.people.operations.emergency.grant_emergency_access": "claims it while nobody has answered",
    "heed.platform.people.operations.emergency.refuse_emergency_access": "claims it while nobody has answered",
    "heed.platform.people.operations.memberships.leave_group": "ends it, once: the second changes nothing",
    "heed.reviews.operations.registering.leave_document": "within the claimed undoing of an import",
    **approvals.WITHOUT_VERSION,
    **answers.WITHOUT_VERSION,
    **assurance.WITHOUT_VERSION,
    **chronologies.WITHOUT_VERSION,
    **searching.WITHOUT_VERSION,
    **sharing.WITHOUT_VERSION,
    **notices.WITHOUT_VERSION,
    **information.WITHOUT_VERSION,
    **publishing.WITHOUT_VERSION,
    **lessons.WITHOUT_VERSION,
    **meetings.WITHOUT_VERSION,
    **cases.WITHOUT_VERSION,
    **drafts.WITHOUT_VERSION,
    **reports.WITHOUT_VERSION,
    **plan_sheets.WITHOUT_VERSION,
    **plans.WITHOUT_VERSION,
    **review_work.WITHOUT_VERSION,
    **signing_in.WITHOUT_VERSION,
}
"""Operations that save over rows without asking which version was seen, and why nothing can be lost by it."""


def saves_over(name: str) -> bool:
    """Whether an operation itself, or a private function of its module that it calls, changes or removes rows."""
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr in ("save", "update", "bulk_update", "delete", "update_or_create")
        for function in own_functions(ALL[name])
        for each in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function))))
    )


def own_functions(
    function: Callable[..., Any], seen: frozenset[str] = frozenset()
) -> list[Callable[..., Any]]:
    module = import_module(function.__module__)
    found = [function]
    for each in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if not (isinstance(each, ast.Call) and isinstance(each.func, ast.Name)):
            continue
        target = inspect.unwrap(getattr(module, each.func.id, None) or len)
        private = each.func.id.startswith("_") and each.func.id not in seen
        if private and inspect.isfunction(target) and target.__module__ == function.__module__:
            found += own_functions(target, seen | {each.func.id})
    return found


def takes_a_version(name: str) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id in ("take_version", "ChangedMeanwhile")
        for function in own_functions(ALL[name])
        for each in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function))))
    )


def says_what_was_seen(name: str) -> bool:
    return bool(set(SEEN) & set(inspect.signature(ALL[name]).parameters))


CHECKED = [name for name in ALL if says_what_was_seen(name)]


@pytest.mark.parametrize("name", [name for name in ALL if name not in WITHOUT_VERSION])
def test_what_saves_over_a_row_asks_which_version_was_seen(name: str) -> None:
    if saves_over(name) or takes_a_version(name):
        assert says_what_was_seen(name), "saves over rows: take the version that the person saw"
        assert takes_a_version(name), "is given a version and does not go through take_version"


@pytest.mark.parametrize("name", WITHOUT_VERSION)
def test_no_exception_outlives_its_operation(name: str) -> None:
    assert name in ALL
    assert saves_over(name) or takes_a_version(name)
    assert not says_what_was_seen(name)


def test_the_rule_finds_what_it_is_for() -> None:
    assert "heed.agencies.operations.changing.change_agency" in CHECKED
    assert sum(saves_over(name) for name in ALL) > 12


@dataclass(frozen=True)
class Pair:
    """Two people who save the same thing from the same page: `save(actor, mine)`; `row` is what it is about."""

    save: Callable[[Actor, str], object]
    row: models.Model
    texts: tuple[str, str]
    """What the first and the second make of it, as the refusal shows them."""


def a_proposal(register: Register) -> Proposal:
    return list_proposals(register.open)[0]


def naming(register: Register, cast: Cast) -> Pair:
    row = register.recommendations["1"]
    return Pair(
        lambda actor, mine: name_recommendation(
            actor, ref=row.public_id, short_name=mine, version=row.version, at=AT
        ),
        row,
        ("Core groups", "Groups on time"),
    )


def withholding(register: Register, cast: Cast) -> Pair:
    row = register.recommendations["1"]
    return Pair(
        lambda actor, mine: withhold_recommendation(
            actor, ref=row.public_id, withheld=True, why=mine, version=row.version, at=AT
        ),
        row,
        ("A brother would be known", "A school would be known"),
    )


def superseding(register: Register, cast: Cast) -> Pair:
    row, *others = (register.recommendations[each] for each in ("1", "2a", "4"))
    first, second = (each.reference for each in others)
    return Pair(
        lambda actor, mine: supersede_recommendation(
            actor, ref=row.public_id, by=mine, reason="It asks for all of it", version=row.version, at=AT
        ),
        row,
        (first, second),
    )


def correcting(register: Register, cast: Cast) -> Pair:
    row = a_proposal(register)
    return Pair(
        lambda actor, mine: correct_proposal(
            actor, ref=row.public_id, values={"text": mine}, version=row.version, at=AT
        ),
        row,
        ("Ask schools.", "Schools should be asked."),
    )


def deciding(register: Register, cast: Cast) -> Pair:
    row = a_proposal(register)
    return Pair(
        lambda actor, mine: decide(
            actor, ref=row.public_id, decision=Decision(mine.casefold()), version=row.version, at=AT
        ),
        row,
        ("Accepted", "Rejected"),
    )


def splitting(register: Register, cast: Cast) -> Pair:
    row = a_proposal(register)
    words = row.values["text"].split()
    return Pair(
        lambda actor, mine: split_proposal(
            actor,
            ref=row.public_id,
            pieces=[mine, " ".join(words[len(mine.split()) :])],
            version=row.version,
            at=AT,
        ),
        row,
        (" ".join(words[:2]), " ".join(words[:3])),
    )


def joining(register: Register, cast: Cast) -> Pair:
    row, following = [each for each in list_proposals(register.open) if each.parent_id is None][:2]
    both = f"{row.values['text']} {following.values['text']}"

    def save(actor: Actor, mine: str) -> object:
        if actor == cast.officer:  # what followed is joined already, so let something else follow
            Proposal.objects.create(
                import_of=register.open, kind=row.kind, position=900, values={**row.values, "text": "More."}
            )
        return join_with_next(actor, ref=row.public_id, version=row.version, at=AT)

    return Pair(save, row, (both, f"{both} More."))


def an_agency(register: Register, cast: Cast) -> Pair:
    row = Agency.objects.filter(partnerships=cast.manager.partnership_id).order_by("pk")[0]
    return Pair(
        lambda actor, mine: change_agency(
            actor,
            ref=row.public_id,
            name=mine,
            kind=row.kind,
            other_names=[],
            ended_on=None,
            successor_ref="",
            version=row.version,
            at=AT,
        ),
        row,
        ("Westmere City Council", "Council of Westmere"),
    )


def owning(register: Register, cast: Cast) -> Pair:
    row = register.accepted.document
    one, other = Agency.objects.filter(partnerships=cast.manager.partnership_id).order_by("pk")[:2]
    refs = {one.name: one.public_id, other.name: other.public_id}
    return Pair(
        lambda actor, mine: own_document(
            actor, ref=row.public_id, owner_ref=refs[mine], version=row.version, at=AT
        ),
        row,
        (one.name, other.name),
    )


def looking(register: Register, cast: Cast) -> Pair:
    reading = register.accepted.reading
    keep_links(cast.manager, reading=reading, links=[FoundLink("kit", "https://kit.example/", [])], at=AT)
    row = Link.objects.get(reading=reading)
    return Pair(
        lambda actor, mine: say_of_link(
            actor, ref=row.public_id, state="dead", note=mine, version=row.version, at=AT
        ),
        row,
        ("It moved", "It asks for a password"),
    )


def merging(register: Register, cast: Cast) -> Pair:
    row, one, other = Agency.objects.filter(partnerships=cast.manager.partnership_id).order_by("pk")[:3]
    refs = {one.name: one.public_id, other.name: other.public_id}
    return Pair(
        lambda actor, mine: merge_agencies(
            actor, ref=row.public_id, into_ref=refs[mine], version=row.version, at=AT
        ),
        row,
        (one.name, other.name),
    )


def linking(register: Register, cast: Cast) -> Pair:
    row = register.findings[1]
    refs = {each.reference: each.public_id for each in register.recommendations.values()}
    one, other, *_ = sorted(refs)
    return Pair(
        lambda actor, mine: say_what_it_led_to(
            actor, ref=row.public_id, recommendation_refs=[refs[mine]], version=row.version, at=AT
        ),
        row,
        (one, other),
    )


def a_view(register: Register, cast: Cast) -> Pair:
    row = save_view(cast.manager, register="actions", name="Mine", query="", shared=False, at=AT)
    return Pair(
        lambda actor, mine: save_view(
            cast.manager,
            register="actions",
            name="Mine",
            query=mine.replace(": ", "="),
            shared=False,
            version=row.version,
            at=AT,
        ),
        row,
        ("state: planned", "state: taken"),
    )


def roles(register: Register, cast: Cast) -> Pair:
    row = Membership.objects.get(pk=cast.reader.membership_id)
    given = {"analyst": Role.ANALYST, "lead reviewer": Role.LEAD_REVIEWER}
    return Pair(
        lambda actor, mine: change_roles(
            cast.manager, ref=row.public_id, roles=[given[mine]], version=row.version, at=AT
        ),
        row,
        ("analyst", "lead reviewer"),
    )


def employers(register: Register, cast: Cast) -> Pair:
    row = Membership.objects.select_related("agency").get(pk=cast.reader.membership_id)
    others = Agency.objects.filter(partnerships=row.partnership_id).exclude(pk=row.agency_id).order_by("pk")
    given = {each.name: each.public_id for each in others[:2]}
    return Pair(
        lambda actor, mine: set_employer(
            cast.manager, ref=row.public_id, employer_ref=given[mine], version=row.version, at=AT
        ),
        row,
        tuple(given),
    )


def an_end(register: Register, cast: Cast) -> Pair:
    row = Membership.objects.get(pk=cast.reader.membership_id)
    return Pair(
        lambda actor, mine: end_membership(
            cast.manager, ref=row.public_id, reason=mine, version=row.version, at=AT
        ),
        row,
        ("left the agency", "on long leave"),
    )


def a_restriction(register: Register, cast: Cast) -> Pair:
    """The two name somebody else; the second did not see that the first had restricted it at all."""
    people = {"Rosa Reade": cast.reader, "Anoushka Ames": cast.analyst}
    return Pair(
        lambda actor, mine: restrict_case(
            cast.manager,
            ref=register.review.public_id,
            people=[people[mine].person_ref],
            reason="A trial",
            version=0,
            at=AT,
        ),
        the_scope(register),
        ("Rosa Reade", "Anoushka Ames"),
    )


def the_scope(register: Register) -> Scope:
    return Scope(partnership_id=register.review.partnership_id, case_ref=register.review.public_id)


def restricted(register: Register, cast: Cast) -> str:
    ref = register.review.public_id
    restrict_case(cast.manager, ref=ref, people=[cast.officer.person_ref], reason="A trial", version=0, at=AT)
    return ref


def an_opening(register: Register, cast: Cast) -> Pair:
    ref = restricted(register, cast)
    return Pair(
        lambda actor, mine: open_case(cast.manager, ref=ref, reason=mine, version=1, at=AT),
        the_scope(register),
        ("Open to everybody", "The trial is over"),
    )


def a_level(register: Register, cast: Cast) -> Pair:
    return Pair(
        lambda actor, mine: set_case_level(
            cast.manager,
            ref=register.review.public_id,
            level="agency",
            agency_ref=Agency.objects.get(name=mine).public_id,
            reason="One agency's own review",
            version=0,
            at=AT,
        ),
        the_scope(register),
        ("Westmere Council", "Westmere Police"),
    )


def on_a_restricted_case(operation: Callable[..., object], *names: str, **more: str) -> Any:
    """Two people do this of two other people."""

    def pair(register: Register, cast: Cast) -> Pair:
        ref = restricted(register, cast)
        people = {each.name: each.person_ref for each in cast.of.values()}
        if operation in (take_person_out, end_exclusion):
            before = name_person if operation is take_person_out else exclude_person
            for version, name in enumerate(names, start=1):
                before(cast.manager, ref=ref, person=people[name], reason="Why", version=version, at=AT)
        seen = Scope.objects.get(case_ref=ref).version
        return Pair(
            lambda actor, mine: operation(
                cast.manager, ref=ref, person=people[mine], version=seen, at=AT, **more
            ),
            the_scope(register),
            (names[0], names[1]),
        )

    return pair


def by_one(of_room: Any) -> Callable[[Register, Cast], Pair]:
    """Where a room says who does both."""

    def pair(register: Register, cast: Cast) -> Pair:
        row, texts, save = of_room(register, cast)
        return Pair(lambda actor, mine: save(mine), row, texts)

    return pair


def by_each(of_room: Any) -> Callable[[Register, Cast], Pair]:
    """Where each of two people does it."""

    def pair(register: Register, cast: Cast) -> Pair:
        save, row, texts = of_room(register, cast)
        return Pair(save, row, texts)

    return pair


def rules(register: Register, cast: Cast) -> Pair:
    return Pair(
        lambda actor, mine: make_edition(
            cast.manager, name="reading", content={"words": [mine]}, after=0, source="", at=AT
        ),
        Agency(),
        ("plan", "programme"),
    )


def who_decides(save: Callable[[Actor, str], object], first: str, second: str) -> Callable[..., Pair]:
    """An edition of the partnership's rules of who decides, saved by the manager both times."""

    def pair(register: Register, cast: Cast) -> Pair:
        def as_named(actor: Actor, mine: str) -> object:
            return save(replace(cast.manager, name=mine), mine)

        return Pair(as_named, RuleEdition(), (first, second))

    return pair


def a_comment(register: Register, cast: Cast) -> Pair:
    row = notices.a_comment(register, cast)
    return Pair(
        lambda actor, mine: notices.editing(register, cast, mine, row.public_id), row, ("In May?", "In June?")
    )


def days_of_reminders(register: Register, cast: Cast) -> Pair:
    return Pair(lambda actor, mine: notices.changing_days(cast, mine), Agency(), ("21", "28"))


def themes_of_ones_own(register: Register, cast: Cast) -> Pair:
    return Pair(
        lambda actor, mine: add_theme(cast.manager, name=mine, words=mine, after=0, at=AT),
        Agency(),
        ("County lines", "Car seats"),
    )


def a_theme_changed(register: Register, cast: Cast) -> Pair:
    add_theme(cast.manager, name="Daily life", words="daily life", after=0, at=AT)
    return Pair(
        lambda actor, mine: change_theme(cast.manager, number=1, name=mine, words=mine, after=1, at=AT),
        Agency(),
        ("County lines", "Car seats"),
    )


def a_theme_ended(register: Register, cast: Cast) -> Pair:
    add_theme(cast.manager, name="Daily life", words="daily life", after=0, at=AT)
    return Pair(
        lambda actor, mine: end_theme(cast.manager, number=1, reason=mine, after=1, at=AT),
        Agency(),
        ("Nobody uses it", "It is two"),
    )


PAIRS: dict[str, Callable[[Register, Cast], Pair]] = {
    **{
        name: by_one(pair)
        for name, pair in {
            **answers.PAIRS,
            **assurance.PAIRS,
            **information.PAIRS,
            **publishing.PAIRS,
            **meetings.PAIRS,
            **reports.PAIRS,
            **review_work.PAIRS,
            **chronologies.PAIRS,
        }.items()
    },
    **{name: by_each(pair) for name, pair in {**plan_sheets.PAIRS, **plans.PAIRS, **lessons.PAIRS}.items()},
    "heed.learning.operations.recommendations.name_recommendation": naming,
    "heed.learning.operations.superseding.supersede_recommendation": superseding,
    "heed.learning.operations.withholding.withhold_recommendation": withholding,
    "heed.learning.operations.findings.say_what_it_led_to": linking,
    "heed.intake.operations.decide.correct_proposal": correcting,
    "heed.intake.operations.decide.decide": deciding,
    "heed.intake.operations.shape.split_proposal": splitting,
    "heed.intake.operations.shape.join_with_next": joining,
    "heed.library.operations.own_document": owning,
    "heed.library.operations.say_of_link": looking,
    "heed.agencies.operations.changing.change_agency": an_agency,
    "heed.agencies.operations.merging.merge_agencies": merging,
    "heed.platform.registers.operations.save_view": a_view,
    "heed.platform.rules.operations.make_edition": rules,
    "heed.platform.approvals.operations.deciding.confirm_who_decides": who_decides(
        lambda actor, mine: confirm_who_decides(actor, begins_on=BEGINS, after=0, at=AT), "Ann", "Ben"
    ),
    "heed.platform.approvals.operations.deciding.say_who_decides": who_decides(
        lambda actor, mine: say_who_decides(
            actor,
            instead_of=BEGINS,
            name="Working Together",
            begins_on=BEGINS,
            by=["lead_safeguarding_partner" if mine.startswith("Each") else "officer"],
            together=mine.startswith("Each"),
            source="Our arrangements",
            after=0,
            at=AT,
        ),
        "Each partner agency’s lead safeguarding partner",
        "The officer",
    ),
    "heed.platform.approvals.operations.deciding.name_partners": who_decides(
        lambda actor, mine: name_partners(
            actor,
            agencies=dict.fromkeys(
                ("council", "police", "health"), [Agency.objects.get(name=mine).public_id]
            ),
            after=0,
            at=AT,
        ),
        "Westmere Council",
        "Westmere Police",
    ),
    "heed.memory.operations.themes.add_theme": themes_of_ones_own,
    "heed.memory.operations.themes.change_theme": a_theme_changed,
    "heed.memory.operations.themes.end_theme": a_theme_ended,
    "heed.platform.notices.operations.comments.edit_comment": a_comment,
    "heed.platform.notices.operations.reminders.change_reminders": days_of_reminders,
    "heed.platform.people.operations.memberships.change_roles": roles,
    "heed.platform.people.operations.memberships.set_employer": employers,
    "heed.platform.people.operations.memberships.end_membership": an_end,
    "heed.platform.people.operations.restrictions.restrict_case": a_restriction,
    "heed.platform.people.operations.restrictions.open_case": an_opening,
    "heed.platform.people.operations.restrictions.set_case_level": a_level,
    "heed.platform.people.operations.restrictions.name_person": on_a_restricted_case(
        name_person, "Rosa Reade", "Anoushka Ames", reason=""
    ),
    "heed.platform.people.operations.restrictions.exclude_person": on_a_restricted_case(
        exclude_person, "Rosa Reade", "Anoushka Ames", reason="Own practice"
    ),
    "heed.platform.people.operations.restrictions.take_person_out": on_a_restricted_case(
        take_person_out, "Rosa Reade", "Anoushka Ames"
    ),
    "heed.platform.people.operations.restrictions.end_exclusion": on_a_restricted_case(
        end_exclusion, "Rosa Reade", "Anoushka Ames"
    ),
}
"""Every operation that is told which version was seen, by two people at once."""


@pytest.mark.parametrize("name", CHECKED)
def test_the_second_of_two_is_shown_both_texts_and_nothing_is_saved_over(
    name: str, register: Register, cast: Cast
) -> None:
    assert name in PAIRS, "let two people do it at once"
    pair = PAIRS[name](register, cast)
    first, second = pair.texts
    pair.save(cast.manager, first)
    as_saved = stored(pair.row, cast)
    events = Event.objects.count()
    with pytest.raises(ChangedMeanwhile) as refused:
        pair.save(cast.officer, second)
    gone = name.endswith((".take_person_out", ".end_exclusion"))
    assert any((first in each.theirs) != gone for each in refused.value.differences)
    assert any(second in each.yours for each in refused.value.differences)
    assert refused.value.version > 0
    assert stored(pair.row, cast) == as_saved
    assert Event.objects.count() == events


@pytest.mark.parametrize("name", ["naming", "linking", "correcting", "deciding", "a_view", "rules"])
def test_the_same_form_sent_twice_is_no_conflict(name: str, register: Register, cast: Cast) -> None:
    pair = globals()[name](register, cast)
    pair.save(cast.manager, pair.texts[0])
    as_saved, events = stored(pair.row, cast), Event.objects.count()
    pair.save(cast.officer, pair.texts[0])
    assert (stored(pair.row, cast), Event.objects.count()) == (as_saved, events)


def stored(row: models.Model, cast: Cast) -> object:
    """What the database holds of it, field by field."""
    if row.pk is None:
        name = "decisions" if isinstance(row, RuleEdition) else "reading"
        return [each.content for each in list_editions(cast.manager, name)]
    rows: Any = type(row)._default_manager
    if isinstance(row, Record):
        rows = rows.visible_to(cast.manager)
    if isinstance(row, Scope):
        own = Scope.objects.get(case_ref=row.case_ref)
        return (
            own.version,
            own.level,
            *NamedPerson.objects.filter(restriction__scope=own).values_list("pk", "ended_at"),
            *Exclusion.objects.filter(scope=own).values_list("pk", "ended_at"),
        )
    if isinstance(row, Membership | Agency | Group | SavedView | Proposal | Record | Link | TwoBeside):
        return rows.filter(pk=row.pk).values().get()
    raise TypeError(type(row))
