"""What one request shows, noted while its page is made, so that it becomes one event when the page is ready.

Outside a request (the command line, a job) nothing is noted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Noted:
    """`happened` is the event that a view chose for its reading, where it chose one; `written` counts the events
    that operations wrote meanwhile."""

    happened: Any = None
    subject: tuple[str, str] = ("", "")
    shown: dict[str, dict[str, None]] = field(default_factory=dict)
    written: int = 0

    def add(self, kind: str, refs: Iterable[str]) -> None:
        self.shown.setdefault(kind, {}).update(dict.fromkeys(refs))

    def as_lists(self) -> dict[str, list[str]]:
        """By kind, each id once, in the order of the page."""
        return {kind: list(refs) for kind, refs in self.shown.items() if refs}


_of_this_request: ContextVar[Noted | None] = ContextVar("noted", default=None)


@contextmanager
def listening() -> Iterator[Noted]:
    """Gather what is noted until the end of the block; the middleware opens one for each request."""
    noted = Noted()
    token = _of_this_request.set(noted)
    try:
        yield noted
    finally:
        _of_this_request.reset(token)


def noted_so_far() -> Noted | None:
    """What this request has noted, or None outside a request."""
    return _of_this_request.get()


def note_shown(kind: str, refs: Iterable[str]) -> None:
    """These records, by public id, are on the page, in the file or in the download of this request.

    Records that a page links to are found by themselves; this is for what is shown without a link to it.
    """
    noted = noted_so_far()
    if noted is not None:
        noted.add(kind, refs)
