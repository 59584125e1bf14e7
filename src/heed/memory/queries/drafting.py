"""Recommendations while they are drafted, for those who draft: the drafts of a review, their number, and advice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from django.db.models import QuerySet

from heed.kit.similarity import concepts_of, load_lexicon
from heed.memory.models import Drafted, DraftedAnswer, Lesson
from heed.memory.queries.before import before_drafts_of_review
from heed.memory.queries.lessons import lessons_of
from heed.memory.types import Before, Likeness, Said
from heed.plans.queries import SmartTest, smart_advice
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.base.models import Revision
from heed.platform.base.versions import hold


@dataclass(frozen=True, slots=True)
class Advised:
    """A draft with what can be said of it: the five tests, and what it repeats."""

    row: Drafted
    tests: tuple[SmartTest, ...]
    before: Before
    lessons: tuple[Lesson, ...]
    """Those that the likeliest earlier recommendation says."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the budget: `most` None where nothing limits it."""

    name: str
    many: int
    most: int | None

    @property
    def is_over(self) -> bool:
        return self.most is not None and self.many > self.most


@cache
def drafting_rules() -> dict[str, Any]:
    """What `rules/drafting.yaml` says, read once."""
    written: dict[str, Any] = yaml.safe_load((settings.RULES / "drafting.yaml").read_text(encoding="utf-8"))
    return written


def drafts_of(actor: Actor, review_id: int) -> list[Drafted]:
    """The drafts of a review that are neither dropped nor in the register, in order."""
    return list(_drafts(actor).filter(review=review_id, dropped_at=None, registered_as=None))


def registered_of(actor: Actor, review_id: int) -> list[Drafted]:
    """Those that were put into the register, in order."""
    rows = _drafts(actor).filter(review=review_id, registered_as__isnull=False)
    return list(rows.select_related("registered_as", "registered_by"))


def draft_of(actor: Actor, recommendation_id: int) -> Drafted | None:
    """The draft that became this recommendation, for those who draft; None where there is none."""
    if not actor.may(Permission.DRAFT_RECOMMENDATIONS):
        return None
    row: Drafted | None = _drafts(actor).filter(registered_as=recommendation_id).first()
    return row


def dropped_of(actor: Actor, review_id: int) -> list[Drafted]:
    """Those that were dropped, the last first."""
    rows = _drafts(actor).filter(review=review_id, dropped_at__isnull=False)
    return list(rows.select_related("dropped_by").order_by("-dropped_at"))


def find_drafted(actor: Actor, ref: str) -> Drafted:
    """The draft with this public id, or `NotVisible`."""
    row: Drafted | None = (
        _drafts(actor).filter(public_id=ref).select_related("review__area", "registered_as").first()
    )
    if row is None:
        raise NotVisible
    return row


def hold_drafted(actor: Actor, ref: str) -> Drafted:
    """As `find_drafted`, held until the caller's transaction ends."""
    found = find_drafted(actor, ref)
    row: Drafted = hold(_drafts(actor).filter(pk=found.pk)).get()
    return row


def advise(actor: Actor, review: Any, rows: Sequence[Drafted]) -> list[Advised]:
    """These drafts of a review that was found, each with advice; its own recommendations are no repetition."""
    said = _said_of_drafts(rows)
    most = max((len(each) for each in said.values()), default=0)
    texts = [row.text for row in rows]
    looked = before_drafts_of_review(actor, review, texts=texts, limit=_MOST + most)
    found = [_answered(each, said.get(row.pk, {})) for row, each in zip(rows, looked, strict=True)]
    keys = {key for each in found for key in each.keys[:1]}
    lessons = lessons_of(actor, keys)
    return [
        Advised(
            row=row,
            tests=smart_advice(
                text=row.text,
                measure=row.how_we_will_know,
                owner=row.asked_of,
                outcome=row.outcome,
                dated=bool(row.by_when.strip()),
            ),
            before=before,
            lessons=tuple(lessons.get(before.matches[0].key, ())) if before.matches else (),
        )
        for row, before in zip(rows, found, strict=True)
    ]


_MOST = 3


def _said_of_drafts(rows: Sequence[Drafted]) -> dict[int, dict[int, Said]]:
    """What was said last of each draft and earlier recommendations, by the keys of both. One query."""
    said: dict[int, dict[int, Said]] = {}
    given = DraftedAnswer.objects.filter(drafted__in=rows).select_related("by").order_by("pk")
    for each in given if rows else ():
        said.setdefault(each.drafted_id, {})[each.earlier_id] = Said(
            answer=each.answer,
            reason=each.reason,
            why_not_held=each.why_not_held,
            by=each.by.name,
            at=each.at,
        )
    return said


def _answered(before: Before, said: Mapping[int, Said]) -> Before:
    """With what people said: what is different is set aside, and as many are left of each area as are shown."""
    apart = {key for key, each in said.items() if each.answer == Likeness.DIFFERENT}
    left = [replace(each, said=said.get(each.key)) for each in before.matches if each.key not in apart]
    own = [each for each in left if each.own_area][:_MOST]
    others = [each for each in left if not each.own_area][:_MOST]
    return replace(
        before,
        matches=tuple(each for each in left if each in own or each in others),
        set_aside=sum(each.key in apart for each in before.matches),
    )


def budget(rows: Sequence[Drafted]) -> list[Line]:
    """How many drafts there are, for whom, and how many ask for training or for something to be written."""
    rules = drafting_rules()
    for_whom = Counter(row.asked_of.strip() or "nobody named" for row in rows)
    return [
        Line("Recommendations", len(rows), rules["most"]),
        Line("that ask for training", _asking(rows, rules["training"]), rules["most_training"]),
        Line("that ask for something to be written", _asking(rows, rules["written"]), rules["most_written"]),
        *(Line(f"asked of {name}", many, rules["most_for_one"]) for name, many in for_whom.most_common()),
    ]


def _asking(rows: Sequence[Drafted], wanted: dict[str, list[str]]) -> int:
    lexicon = load_lexicon()
    return sum(
        any(concepts_of(row.text, lexicon)[facet] & set(names) for facet, names in wanted.items())
        for row in rows
    )


def _drafts(actor: Actor) -> QuerySet[Any]:
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    rows: QuerySet[Any] = Drafted.objects.visible_to(actor)
    return rows


def earlier_words(actor: Actor, row: Drafted) -> list[Revision]:
    """What a draft that was found said before, the last first."""
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    rows = Revision.objects.filter(subject_kind="drafted", subject_ref=row.public_id, field="text")
    return list(rows.order_by("-pk"))


def labels_of_drafted(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """The beginnings of these drafts, those that the actor may see, by public id."""
    if not actor.may(Permission.DRAFT_RECOMMENDATIONS):
        return {}
    rows = _drafts(actor).filter(public_id__in=refs)
    return {ref: f"draft {position}" for ref, position in rows.values_list("public_id", "position")}


def drafted_rows(case_ref: str) -> QuerySet[Any]:
    """The drafts of a case."""
    rows = Drafted.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)
