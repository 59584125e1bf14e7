"""Assurance for the house rules: what addresses point at, and how each event happens."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model
from django.utils import timezone

from heed.agencies.operations import merge_agencies, undo_merge
from heed.assurance.operations import escalate_assurance, withdraw_assurance
from heed.platform.partnerships.models import Agency
from tests.cast import AT, Cast, Register
from tests.cast_assurance import ask, chair, reply, vale, view


def things(cast: Cast) -> dict[str, str]:
    """A request that waits for the cast's agency lead."""
    return {
        "assurance": ask(cast)[0].public_id,
        "next_year": str(timezone.localdate().year + 1),
    }


def merged(cast: Cast) -> object:
    ask(cast)
    gone, into = Agency.objects.get(name="Vale NHS Trust"), Agency.objects.get(name="Westmere Police")
    return merge_agencies(
        cast.manager, ref=gone.public_id, into_ref=into.public_id, version=gone.version, at=AT
    )


def unmerged(cast: Cast) -> object:
    merged(cast)
    gone = Agency.objects.get(name="Vale NHS Trust")
    return undo_merge(cast.manager, ref=gone.public_id, reason="They are two.", at=AT)


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "assurance.asked": lambda register, cast: ask(cast),
    "assurance.replied": lambda register, cast: reply(vale(cast), ask(cast)[0]),
    "assurance.viewed": lambda register, cast: view(chair(cast), reply(vale(cast), ask(cast)[0])),
    "assurance.escalated": lambda register, cast: escalate_assurance(
        chair(cast), ref=ask(cast)[0].public_id, whom="The chief executive", words="", at=AT
    ),
    "assurance.withdrawn": lambda register, cast: withdraw_assurance(
        chair(cast), ref=ask(cast)[0].public_id, reason="Asked elsewhere.", at=AT
    ),
    "assurance.passed_on": lambda register, cast: merged(cast),
    "assurance.came_back": lambda register, cast: unmerged(cast),
}

_O = "heed.assurance.operations"
WITHOUT_ACTOR = {"heed.agencies.operations.passing.when_work_passes": "at start-up, nothing is changed"}
WITHOUT_VERSION = {
    f"{_O}.reply_to_assurance": "claims it while it waits: the second is told so",
    f"{_O}.withdraw_assurance": "claims it while it waits: the second is told so",
    f"{_O}.pass_assurance": "changes whose it is; words and the name it was asked under stay",
    f"{_O}.assurance_comes_back": "changes whose it is; words and the name it was asked under stay",
}

Two = tuple[Model, tuple[str, str], Callable[[str], object]]


def _view(register: Register, cast: Cast) -> Two:
    row = reply(vale(cast), ask(cast, "challenge")[0])
    words = {"Nothing yet.": "assured", "A new rule.": "assured"}
    return (
        row,
        ("Nothing yet.", "A new rule."),
        lambda mine: view_with(cast, row.public_id, row.version, words[mine], mine),
    )


def view_with(cast: Cast, ref: str, version: int, grade: str, effect: str) -> object:
    from heed.assurance.operations import view_reply

    return view_reply(
        chair(cast), ref=ref, grade=grade, words="", effect=effect, again_by=None, version=version, at=AT
    )


PAIRS: dict[str, Callable[[Register, Cast], Two]] = {f"{_O}.view_reply": _view}
