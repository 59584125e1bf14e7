"""Every operation has the same shape: who does it comes first, the rest is named, the moment is given."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import textwrap
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

import heed
from tests.house_rules import (
    answers,
    approvals,
    assurance,
    cases,
    drafts,
    information,
    meetings,
    notices,
    plans,
    publishing,
    searching,
    signing_in,
)

WITHOUT_ACTOR = {
    "heed.library.operations.erase_pictures": "beneath access: pictures for the operation that calls it",
    "heed.platform.files.operations.erase_files": "beneath access: bytes for the operation that calls it",
    "heed.intake.operations.withdraw.checked_reason": "looks at a reason, nothing is changed",
    "heed.intake.operations.accept.to_finding": "looks at a proposal, nothing is changed",
    "heed.intake.operations.accept.remember_records": "part of the caller's operation, which says who",
    "heed.platform.drafts.operations.hold_form": "the session had ended; whose form it is was signed",
    "heed.platform.drafts.operations.forget_old": "Heed's own work",
    "heed.platform.base.operations.references_for": "beneath access: numbering for the operation that calls it",
    "heed.platform.base.operations.take_references": "beneath access: numbering for the operation that calls it",
    "heed.platform.base.operations.keep_revision": "beneath access: the caller's operation says who",
    "heed.platform.partnerships.operations.add_agency": "at set-up, before anybody is a member",
    "heed.platform.partnerships.operations.add_member": "at set-up, before anybody is a member",
    "heed.platform.files.operations.store_file": "beneath access: bytes for the operation that calls it",
    "heed.platform.files.operations.path_of": "a path, nothing is changed",
    "heed.platform.files.operations.folder_of_files": "a path, nothing is changed",
    "heed.platform.jobs.operations.run_job": "Heed's own work; it finds the actor who asked, with today's roles",
    "heed.platform.jobs.operations.sweep": "Heed's own work",
    **answers.WITHOUT_ACTOR,
    **cases.WITHOUT_ACTOR,
    **drafts.WITHOUT_ACTOR,
    **assurance.WITHOUT_ACTOR,
    **searching.WITHOUT_ACTOR,
    **approvals.WITHOUT_ACTOR,
    **notices.WITHOUT_ACTOR,
    **information.WITHOUT_ACTOR,
    **publishing.WITHOUT_ACTOR,
    **plans.WITHOUT_ACTOR,
    **signing_in.WITHOUT_ACTOR,
}
WITHOUT_MOMENT = {
    "heed.library.operations.erase_pictures": "pictures can be drawn again, and their going is part of the caller's",
    "heed.intake.operations.accept.remember_records": "which record a proposal became has no moment of its own",
    "heed.platform.drafts.operations.forget_of_excluded": "erasing has no moment of its own",
    **plans.WITHOUT_MOMENT,
    **cases.WITHOUT_MOMENT,
    **drafts.WITHOUT_MOMENT,
    **publishing.WITHOUT_MOMENT,
    **answers.WITHOUT_MOMENT,
    **signing_in.WITHOUT_MOMENT,
    "heed.platform.partnerships.operations.add_agency": "an agency has no moment of its own",
    "heed.platform.partnerships.operations.add_member": "a membership begins on a day, which is given",
    "heed.platform.base.operations.references_for": "a number has no moment of its own",
    "heed.platform.base.operations.take_references": "a number has no moment of its own",
    "heed.platform.jobs.operations.run_job": "begins when the worker takes it",
}
WITHOUT_EVENT = {
    "heed.library.operations.erase_pictures": "erasing or disposing of the document is the event",
    "heed.intake.operations.accept.remember_records": "putting the records into the register is the event",
    **plans.WITHOUT_EVENT,
    "heed.platform.files.operations.erase_files": "erasing the document is the event",
    "heed.platform.drafts.operations.hold_form": "an hour's keeping; the draft made of it is the event",
    "heed.platform.drafts.operations.forget_old": "unsaved words that nobody took up, by rule",
    "heed.platform.drafts.operations.forget_of_excluded": "a step of keeping somebody from a case, which is the event",
    **approvals.WITHOUT_EVENT,
    **meetings.WITHOUT_EVENT,
    **notices.WITHOUT_EVENT,
    **cases.WITHOUT_EVENT,
    **drafts.WITHOUT_EVENT,
    **publishing.WITHOUT_EVENT,
    **answers.WITHOUT_EVENT,
    **signing_in.WITHOUT_ACTOR,
    "heed.platform.partnerships.operations.add_agency": "part of setting up, which is an event",
    "heed.platform.partnerships.operations.add_member": "part of setting up, which is an event",
    "heed.platform.base.operations.references_for": "part of the caller's operation",
    "heed.platform.base.operations.take_references": "part of the caller's operation",
    "heed.platform.base.operations.keep_revision": "part of the caller's operation",
    "heed.learning.operations.recommendations.assign_agency": "the agency's change, in the room above, is the event",
    "heed.learning.operations.recommendations.addressed_come_back": "the merge's undoing, above, is the event",
    "heed.agencies.operations.passing.pass_on": "each room that passes something on records it",
    "heed.platform.safekeeping.operations.back_up": "log.write_down records it for each partnership",
    "heed.platform.safekeeping.operations.note_failure": "log.write_down records it for each partnership",
    "heed.platform.safekeeping.operations.make_scrubbed_copy": "log.write_down records it for each partnership",
    "heed.platform.files.operations.store_file": "bringing in the document is the event",
    "heed.library.operations.keep_links": "part of keeping a Reading, which is the event",
    "heed.platform.jobs.operations.enqueue": "what asks for the work is the event",
    "heed.platform.jobs.operations.run_job": "what the work does is the event",
    "heed.platform.jobs.operations.sweep": "what the work does is the event",
}


def modules() -> list[ModuleType]:
    """Every module of operations, and `setup`, which is one."""
    names = [each.name for each in pkgutil.walk_packages(heed.__path__, "heed.")]
    wanted = [name for name in names if ".operations" in name or name.endswith("entrance.setup")]
    return [import_module(name) for name in wanted if name != "heed.platform.audit_log.operations"]


def operations() -> dict[str, Callable[..., Any]]:
    """Public functions by full name, where they are written."""
    found: dict[str, Callable[..., Any]] = {}
    for module in modules():
        for name, thing in vars(module).items():
            function = getattr(thing, "func", thing)
            if name.startswith("_") or inspect.isclass(function) or not callable(function):
                continue
            if getattr(function, "__module__", "") == module.__name__:
                found[f"{module.__name__}.{name}"] = inspect.unwrap(function)
    return found


ALL = operations()
ACTING = {name: each for name, each in ALL.items() if name not in WITHOUT_ACTOR}


def test_operations_are_found() -> None:
    assert "heed.intake.operations.accept.accept_import" in ALL
    assert len(ALL) > 20


@pytest.mark.parametrize("name", ACTING)
def test_who_does_it_comes_first_and_the_rest_is_named(name: str) -> None:
    first, *others = inspect.signature(ALL[name]).parameters.values()
    assert first.name == ("given" if name.endswith("entrance.setup.set_up") else "actor")
    assert {each.kind for each in others} <= {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize("name", [name for name in ALL if name not in WITHOUT_MOMENT])
def test_the_moment_is_given(name: str) -> None:
    if not changes_something(name):
        assert WITHOUT_ACTOR.get(name, "").endswith("nothing is changed")
        return
    assert inspect.signature(ALL[name]).parameters["at"].kind is inspect.Parameter.KEYWORD_ONLY


@pytest.mark.parametrize("name", [name for name in ALL if name not in WITHOUT_EVENT])
def test_what_it_changes_is_an_event(name: str) -> None:
    if changes_something(name):
        assert calls(name) & {"record", "record_many", "record_read", "record_of_person"}, (
            "records no event in the audit log"
        )


@pytest.mark.parametrize("name", ALL)
def test_it_says_what_it_means(name: str) -> None:
    if name.startswith("heed.platform.files.operations.folder"):
        return  # its name says it
    assert inspect.getdoc(ALL[name])


@pytest.mark.parametrize("exceptions", [WITHOUT_ACTOR, WITHOUT_MOMENT, WITHOUT_EVENT])
def test_no_exception_outlives_its_operation(exceptions: dict[str, str]) -> None:
    assert set(exceptions) <= set(ALL)
    assert all(exceptions.values())


@pytest.mark.parametrize("name", WITHOUT_ACTOR)
def test_no_exception_is_kept_without_need(name: str) -> None:
    assert "actor" not in inspect.signature(ALL[name]).parameters


def changes_something(name: str) -> bool:
    return not WITHOUT_ACTOR.get(name, "").endswith("nothing is changed")


def calls(name: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """What a function calls by name, itself or through functions of its own module and other operations."""
    function = ALL.get(name) or _private(name)
    if function is None or name in seen:
        return set()
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    called = {
        each.func.id
        for each in ast.walk(tree)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
    }
    module = name.rsplit(".", 1)[0]
    further = set()
    for each in called:
        target = getattr(import_module(module), each, None)
        if inspect.isfunction(inspect.unwrap(target)) if target else False:
            further |= calls(f"{inspect.unwrap(target).__module__}.{each}", seen | {name})
    return called | further


def _private(name: str) -> Callable[..., Any] | None:
    module, _, own = name.rpartition(".")
    if not module.startswith("heed.") or ("operations" not in module and not module.endswith("setup")):
        return None
    found = getattr(import_module(module), own, None)
    return inspect.unwrap(found) if found else None
