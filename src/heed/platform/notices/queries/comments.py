"""Comments on a record, who follows it, and who may be mentioned there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from heed.platform.access.models import Scope
from heed.platform.access.queries import actor_of, people_who_may_see
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.base.models import Revision
from heed.platform.notices.discussed import DISCUSSED, find_discussed
from heed.platform.notices.models import Comment, Follow, Notice

_MENTION = re.compile(r"(?<![\w@.])@(?=\w)")


@dataclass(frozen=True, slots=True)
class MayBeTold:
    """Somebody who may see a record, and so may be mentioned there."""

    person_id: int
    ref: str
    name: str
    agency: str


def comments_of(actor: Actor, kind: str, ref: str) -> list[Comment]:
    """What was said about a record, the oldest first. Of what was withdrawn, only whoever wrote it has the words."""
    rows = Comment.objects.visible_to(actor).filter(subject_kind=kind, subject_ref=ref)
    return list(rows.select_related("author").prefetch_related("mentioned"))


def find_own_comment(actor: Actor, ref: str) -> Comment:
    """A comment that this person wrote and did not withdraw, or `NotVisible`."""
    rows = Comment.objects.visible_to(actor).filter(
        public_id=ref, author_id=actor.person_id, withdrawn_at__isnull=True
    )
    row = rows.first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def earlier_words(actor: Actor, ref: str) -> tuple[Comment, list[Revision]]:
    """A comment on a record that the actor may see, with what it said before, the newest first; or `NotVisible`. What
    was withdrawn is whoever's who wrote it."""
    rows = Comment.objects.visible_to(actor).filter(public_id=ref).select_related("author")
    row = rows.filter(Q(withdrawn_at__isnull=True) | Q(author_id=actor.person_id)).first()
    if row is None:
        raise NotVisible
    find_discussed(actor, row.subject_kind, row.subject_ref)
    kept = Revision.objects.filter(
        partnership_id=actor.partnership_id, subject_kind="comment", subject_ref=ref, field="text"
    )
    return row, list(kept.order_by("-until", "-pk"))


def follows(actor: Actor, kind: str, ref: str) -> bool:
    """Whether this person follows the record."""
    return followers(actor, kind, ref).filter(person_id=actor.person_id).exists()


def followers(actor: Actor, kind: str, ref: str) -> QuerySet[Follow]:
    """Who follows a record that the actor may see."""
    return Follow.objects.filter(partnership_id=actor.partnership_id, subject_kind=kind, subject_ref=ref)


def who_may_be_told(actor: Actor, scope: Scope, *, on: date) -> list[MayBeTold]:
    """Everybody but the actor who may see what stands in this scope, by name."""
    found: dict[int, MayBeTold] = {}
    for each in people_who_may_see(scope, on=on):
        if each.person_id != actor.person_id and actor_of(each.person, each).may(Permission.READ_REGISTER):
            known = MayBeTold(each.person_id, each.person.public_id, each.person.name, each.agency.name)
            found.setdefault(each.person_id, known)
    return sorted(found.values(), key=lambda each: (each.name, each.person_id))


def mentions_in(text: str, people: Sequence[MayBeTold]) -> tuple[set[int], list[str]]:
    """Whom a text mentions by "@" and their whole name, and what stands behind an "@" that names nobody here."""
    found: set[int] = set()
    unknown: list[str] = []
    for match in _MENTION.finditer(text):
        behind = " ".join(text[match.end() : match.end() + 130].split()).casefold()
        named = [each for each in people if _begins_with(behind, each.name.casefold())]
        longest = max((len(each.name) for each in named), default=0)
        found |= {each.person_id for each in named if len(each.name) == longest}
        if not named:
            unknown.append(" ".join(re.findall(r"[\w'’-]+", text[match.end() :])[:2]))
    return found, unknown


def _begins_with(text: str, name: str) -> bool:
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def of_case(case_ref: str) -> Q:
    """Of tables with `subject_kind` and `subject_ref`: what is about records of a case."""
    met = Q(pk__in=[])
    for each in DISCUSSED.values():
        met |= Q(subject_kind=each.kind, subject_ref__in=list(each.of_case(case_ref)))
    return met


def comment_rows(case_ref: str) -> QuerySet[Any]:
    """Comments on a case's records."""
    rows = Comment.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(of_case(case_ref))


def notice_rows(case_ref: str) -> QuerySet[Any]:
    """Notices about a case: of what is due in it, and of what somebody wrote or decided about its records."""
    rows = Notice.objects.for_everyone(because="a case moves as a whole")
    about = Q(case_ref=case_ref) if case_ref else Q(pk__in=[])
    return rows.filter(about | Q(stage__isnull=True) & of_case(case_ref))
