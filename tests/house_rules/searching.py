"""Search for the house rules: what addresses point at, and how each event happens."""

from __future__ import annotations

from collections.abc import Callable

from heed.memory.indexing import bring_into_step
from heed.memory.models import SavedSearch
from heed.memory.operations.saving import forget_search, note_taken, save_search, tell_what_is_new
from heed.memory.operations.themes import add_theme, say_theme
from tests.cast import AT, BIRCH, Cast, Register, register_of


def a_search(cast: Cast) -> SavedSearch:
    """The manager's, which tells."""
    return save_search(cast.manager, name="Meetings", query="q=strategy+meeting", tells=True, at=AT)


def things(cast: Cast) -> dict[str, str]:
    add_theme(cast.manager, name="Daily life", words="daily life", after=0, at=AT)
    return {"saved_search": a_search(cast).public_id}


def ensure(register: Register, cast: Cast) -> None:
    """The register as it is searched, and a word on a theme."""
    bring_into_step(patience=600)
    DEEDS["theme.said"](register, cast)


def _told(register: Register, cast: Cast) -> object:
    a_search(cast)
    register_of(cast.manager, BIRCH, review="Birch")
    bring_into_step(patience=600)
    return tell_what_is_new(at=AT)


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "search.saved": lambda register, cast: a_search(cast),
    "search.forgotten": lambda register, cast: forget_search(
        cast.manager, ref=a_search(cast).public_id, at=AT
    ),
    "search.told": _told,
    "theme.said": lambda register, cast: say_theme(
        cast.manager,
        kind="recommendation",
        ref=register.recommendations["1"].public_id,
        theme="Training",
        says="is",
        at=AT,
    ),
    "search.taken": lambda register, cast: note_taken(
        cast.manager,
        form="csv",
        shown={"recommendation": [register.recommendations["1"].public_id]},
        at=AT,
    ),
}

_O = "heed.memory.operations"
WITHOUT_ACTOR = {f"{_O}.saving.tell_what_is_new": "Heed's own work, each search asked as whoever keeps it"}
WITHOUT_VERSION = {
    f"{_O}.saving.save_search": "a person's own: the newest is what they said",
    f"{_O}.saving.forget_search": "a person's own, gone either way",
    f"{_O}.saving.tell_what_is_new": "marks what was told, once",
}
