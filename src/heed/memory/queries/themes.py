"""Themes: the list, what it says of records, and how often each was met, by year and by area."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from heed.kit.similarity import load_judge
from heed.learning.queries import find_finding, find_recommendation
from heed.memory.models import Passage, Themed
from heed.memory.queries.shelf import PASSAGES, shelf_of
from heed.memory.rules import Proposed, Theme, called_now, propose, themes_in
from heed.platform.access.models import visible_scope_ids
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.rules.models import RuleEdition
from heed.platform.rules.queries import find_edition, list_editions, rules_of

LIST = "themes"
THEMED = {"recommendation": find_recommendation, "finding": find_finding}
"""Records that have themes, and how each is found."""


def themes_of_partnership(partnership_id: int, *, on: date) -> tuple[int, tuple[Theme, ...]]:
    """The number of the list's edition, and the themes in it, with those of one's own that were ended."""
    row = (
        RuleEdition.objects.filter(partnership_id=partnership_id, name=LIST, valid_from__lte=on)
        .order_by("-number")
        .first()
    )
    added = row.content.get("added", []) if row else []
    return row.number if row else 0, themes_in(rules_of(LIST), added)


def own_themes(actor: Actor) -> tuple[int, list[dict[str, Any]]]:
    """The edition and the themes that the partnership added."""
    edition = find_edition(actor, LIST, on=clock.today())
    return edition.number, list(edition.content.get("added", []))


def find_own_theme(actor: Actor, number: int) -> tuple[int, dict[str, Any]]:
    """The edition, and the theme that the partnership added as its `number`th; or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    edition, added = own_themes(actor)
    if not 1 <= number <= len(added):
        raise NotVisible
    return edition, added[number - 1]


@dataclass(frozen=True, slots=True)
class ThemeStep:
    """What a theme of one's own was from a moment on: its name and words, or that it was ended and why."""

    name: str
    words: tuple[str, ...]
    ended_why: str
    by: str
    at: datetime


def steps_of_theme(actor: Actor, number: int) -> list[ThemeStep]:
    """What one theme was, the last first: of each edition of the list that changed it."""
    check_may(actor, Permission.READ_REGISTER)
    steps: list[ThemeStep] = []
    before = None
    for edition in reversed(list_editions(actor, LIST)):
        added = edition.content.get("added", [])
        now = added[number - 1] if number <= len(added) else None
        if now and now != before:
            why = now.get("ended_why", "")
            step = ThemeStep(now["name"], tuple(now["words"]), why, edition.made_by.name, edition.made_at)
            steps.insert(0, step)
        before = now
    return steps


def name_now(partnership_id: int, theme: str) -> str:
    """What the theme of this name is called now."""
    _, themes = themes_of_partnership(partnership_id, on=clock.today())
    return called_now(themes).get(theme, theme)


def first_year_of_now(on: date) -> int:
    """The year since which words are words of the moment."""
    return on.year - int(rules_of(LIST)["years_of_now"]) + 1


class Themes:
    """What the themes of many records are: the list's proposals, and what people said of them."""

    def __init__(self, kind: str, keys: Collection[int]) -> None:
        self._lists: dict[int, tuple[Theme, ...]] = {}
        rows = Themed.objects.for_everyone(because="the index follows the records")
        self._said: dict[int, list[tuple[str, str]]] = {}
        said = rows.filter(kind=kind, source_id__in=keys).order_by("pk")
        for key, theme, says in said.values_list("source_id", "theme", "says"):
            self._said.setdefault(key, []).append((theme, says))

    def of(self, partnership_id: int, key: int, text: str) -> str:
        """The names of a record's themes, a line each."""
        if partnership_id not in self._lists:
            self._lists[partnership_id] = themes_of_partnership(partnership_id, on=clock.today())[1]
        found = [each.name for each in propose(text, self._lists[partnership_id], load_judge().lexicon)]
        now = called_now(self._lists[partnership_id])
        for said_then, says in self._said.get(key, ()):
            theme = now.get(said_then, said_then)
            if says == Themed.Says.IS_NOT and theme in found:
                found.remove(theme)
            elif says == Themed.Says.IS and theme not in found:
                found.append(theme)
        return "\n".join(found)


@dataclass(frozen=True, slots=True)
class ThemeShown:
    """A theme of one record: why it was proposed, and what was said of it, the first first. The last counts."""

    name: str
    why: str
    words: tuple[Themed, ...] = ()

    @property
    def said(self) -> Themed | None:
        return self.words[-1] if self.words else None


def find_themed(actor: Actor, kind: str, ref: str) -> Any:
    """A recommendation or finding, or `NotVisible`."""
    if kind not in THEMED:
        raise NotVisible
    return THEMED[kind](actor, ref)


def themes_shown(actor: Actor, kind: str, row: Any) -> tuple[list[ThemeShown], list[str]]:
    """A record's themes, with those that somebody took away, and the names of all others."""
    _, themes = themes_of_partnership(row.partnership_id, on=clock.today())
    proposed = {each.name: each for each in propose(row.text, themes, load_judge().lexicon)}
    rows = Themed.objects.visible_to(actor).filter(kind=kind, source_id=row.pk).select_related("said_by")
    said: dict[str, list[Themed]] = {}
    now = called_now(themes)
    for each in rows.order_by("pk"):
        said.setdefault(now.get(each.theme, each.theme), []).append(each)
    names = [*proposed, *(name for name in said if name not in proposed)]
    shown = [
        ThemeShown(name, _why(proposed.get(name), said.get(name, ())), tuple(said.get(name, ())))
        for name in names
    ]
    return shown, [each.name for each in themes if each.name not in names and not each.ended]


def _why(proposed: Proposed | None, said: Sequence[Themed]) -> str:
    return (said[-1].why if said else "") or (proposed.why if proposed else "")


def proposed_for(row: Any) -> dict[str, Proposed]:
    """What the list proposes for a record now, by name."""
    _, themes = themes_of_partnership(row.partnership_id, on=clock.today())
    return {each.name: each for each in propose(row.text, themes, load_judge().lexicon)}


NOT_KNOWN = "Not known"


@dataclass(frozen=True, slots=True)
class HeatMap:
    """How many recommendations and findings have each theme in each year, or in each area. `columns` in order; what has
    no year, or area, stands in the last, under `NOT_KNOWN`."""

    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int]
    totals: tuple[tuple[str, int], ...]
    """Themes, the most frequent first."""
    confirmed: int
    areas: tuple[str, ...]


def _newest_words(actor: Actor) -> QuerySet[Any]:
    """What was said last of each theme of each record that the actor may see, whatever the theme was called then."""
    _, themes = themes_of_partnership(actor.partnership_id, on=clock.today())
    renamed = [When(theme=old, then=Value(new)) for old, new in called_now(themes).items()]
    called = Case(*renamed, default=F("theme"), output_field=CharField())
    rows: QuerySet[Any] = Themed.objects.visible_to(actor).annotate(called=called)
    same = {name: OuterRef(name) for name in ("kind", "source_id", "called")}
    later = Themed.objects.visible_to(actor).annotate(called=called).filter(**same, pk__gt=OuterRef("pk"))
    return rows.exclude(Exists(later))


def heat_map(actor: Actor, *, across: str = "year", area: str = "", kind: str = "") -> HeatMap:
    """Themes by year, or by area, of what this actor may see; narrowed to one area or one kind of record."""
    import numpy as np

    check_may(actor, Permission.READ_REGISTER)
    shelf = shelf_of(PASSAGES, actor.partnership_id)
    size = len(shelf.keys)
    mask = shelf.seen_by(visible_scope_ids(actor))
    of_kinds = [kind] if kind in THEMED else list(THEMED)
    mask &= np.logical_or.reduce([shelf.columns["kind"].having([each], size) for each in of_kinds])
    areas = tuple(sorted(name for name, _ in shelf.columns["area"].counts(mask)))
    if area:
        mask &= shelf.columns["area"].having([area], size)
    column = shelf.columns["area" if across == "area" else "year"]
    names = [*column.names, NOT_KNOWN]
    where = np.full(size, len(column.names), dtype=np.int64)
    where[column.places] = column.codes
    themes = shelf.columns["theme"]
    chosen = mask[themes.places]
    pairs, many = np.unique(
        np.stack([themes.codes[chosen], where[themes.places[chosen]]]), axis=1, return_counts=True
    )
    cells = {
        (themes.names[int(theme)], names[int(code)]): int(count)
        for (theme, code), count in zip(pairs.T, many, strict=True)
    }
    totals: dict[str, int] = {}
    for (theme, _), count in cells.items():
        totals[theme] = totals.get(theme, 0) + count
    return HeatMap(
        columns=tuple(sorted({name for _, name in cells}, key=lambda name: (name == NOT_KNOWN, name))),
        cells=cells,
        totals=tuple(sorted(totals.items(), key=lambda each: (-each[1], each[0]))),
        confirmed=_newest_words(actor).filter(says=Themed.Says.IS).count(),
        areas=areas,
    )


@dataclass(frozen=True, slots=True)
class Risen:
    """A concept, and in how many of the recommendations and findings it stands now and before."""

    name: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Words:
    """`since` is the first year of "now"; shares are of so many texts then and before."""

    since: int
    texts_now: int
    texts_before: int
    risen: tuple[Risen, ...] = ()
    fallen: tuple[Risen, ...] = ()


_MOST_WORDS = 8
_LEAST = 2


def words_of_the_moment(actor: Actor, *, since: int) -> Words:
    """What recommendations and findings speak of more since a year than before it, and what less."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Passage.objects.visible_to(actor).filter(kind__in=THEMED, year__isnull=False)
    now, before = _counts(rows.filter(year__gte=since)), _counts(rows.filter(year__lt=since))
    many_now, many_before = rows.filter(year__gte=since).count(), rows.filter(year__lt=since).count()
    if not many_now or not many_before:
        return Words(since, many_now, many_before)
    shares = {
        name: (now.get(name, 0) / many_now, before.get(name, 0) / many_before)
        for name in {*now, *before}
        if max(now.get(name, 0), before.get(name, 0)) >= _LEAST
    }
    ordered = sorted(shares, key=lambda name: (shares[name][1] - shares[name][0], name))
    return Words(
        since,
        many_now,
        many_before,
        risen=tuple(
            Risen(name, now.get(name, 0), before.get(name, 0))
            for name in ordered[:_MOST_WORDS]
            if shares[name][0] > shares[name][1]
        ),
        fallen=tuple(
            Risen(name, now.get(name, 0), before.get(name, 0))
            for name in ordered[::-1][:_MOST_WORDS]
            if shares[name][0] < shares[name][1]
        ),
    )


def _counts(rows: Any) -> dict[str, int]:
    from heed.kit.searching import concept_token

    lexicon = load_judge().lexicon
    names = {
        concept_token(facet, name): name
        for facet in ("practice", "harm", "child")
        for name in lexicon.says[facet]
    }
    found: dict[str, int] = {}
    for words in rows.values_list("words", flat=True).iterator(chunk_size=2000):
        for token in words.split():
            if token in names:
                found[names[token]] = found.get(names[token], 0) + 1
    return found


def themed_rows(case_ref: str) -> Any:
    """What was said of the themes of a case's records."""
    from heed.learning.queries import finding_rows, recommendation_rows

    rows = Themed.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(
        Q(kind="recommendation", source_id__in=recommendation_rows(case_ref).order_by().values("pk"))
        | Q(kind="finding", source_id__in=finding_rows(case_ref).order_by().values("pk"))
    )
