"""The comments on a record's own page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from heed.platform.access.models import Scope
from heed.platform.access.types import Actor
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.notices.models import Comment
from heed.platform.notices.queries.comments import comments_of, followers, who_may_be_told
from heed.platform.ui.components import Choice, element, joined
from heed.platform.ui.panels import Panel


@dataclass(frozen=True, kw_only=True)
class CommentShown:
    """`body` is empty for words that were withdrawn by somebody else; `own` where one may change it."""

    ref: str
    author: str
    at: datetime
    edited: datetime | None
    withdrawn: datetime | None
    body: Markup | str
    own: bool


@dataclass(frozen=True, kw_only=True)
class Comments:
    """Everything that the panel shows. `typed`, `chosen` and `error` are for a form that was not taken."""

    kind: str
    ref: str
    rows: tuple[CommentShown, ...]
    people: tuple[Choice, ...]
    following: bool
    followers: int
    typed: str = ""
    chosen: tuple[str, ...] = ()
    error: str = ""

    @property
    def title(self) -> str:
        return f"Comments ({len(self.rows)})" if self.rows else "Comments"


def comments_panel(kind: str) -> Callable[[Actor, Any], Panel]:
    """For a kind of record: its comments, and a form for another."""

    def build(actor: Actor, row: Any) -> Panel:
        return Panel("notices/_comments.html", comments_shown(actor, kind, row))

    return build


def comments_shown(actor: Actor, kind: str, row: Any, **more: Any) -> Comments:
    """What was said about a record that the actor may see, with whom they may mention."""
    found = comments_of(actor, kind, row.public_id)
    note_shown("comment", [each.public_id for each in found])
    scope = Scope.objects.get(pk=row.scope_id)
    people = who_may_be_told(actor, scope, on=clock.today())
    following = list(followers(actor, kind, row.public_id).values_list("person_id", flat=True))
    visible = {each.person_id for each in people} | {actor.person_id}
    return Comments(
        kind=kind,
        ref=row.public_id,
        rows=tuple(_shown(actor, each) for each in found),
        people=tuple(Choice(value=each.ref, text=f"{each.name}, {each.agency}") for each in people),
        following=actor.person_id in following,
        followers=len(visible & set(following)),
        **more,
    )


def _shown(actor: Actor, comment: Comment) -> CommentShown:
    own = comment.author_id == actor.person_id
    gone = comment.withdrawn_at is not None and not own
    names = [each.name for each in comment.mentioned.all()]
    return CommentShown(
        ref=comment.public_id,
        author=comment.author.name,
        at=comment.written_at,
        edited=comment.edited_at,
        withdrawn=comment.withdrawn_at,
        body="" if gone else with_names(comment.text, names),
        own=own and comment.withdrawn_at is None,
    )


def with_names(text: str, names: Sequence[str]) -> Markup:
    """The words with each mention set apart."""
    parts: list[Markup | str] = [text]
    for name in sorted(names, key=len, reverse=True):
        parts = [piece for part in parts for piece in _set_apart(part, f"@{name}")]
    return joined(parts)


def _set_apart(part: Markup | str, mention: str) -> list[Markup | str]:
    if isinstance(part, Markup):
        return [part]
    pieces: list[Markup | str] = []
    for piece in part.split(mention):
        pieces += [piece, element("strong", mention)]
    return pieces[:-1]
