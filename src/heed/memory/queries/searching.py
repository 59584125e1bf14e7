"""Search over everything a person may see: by words and by meaning at once.

An answer is a passage that holds all the words asked for, or, unless a phrase was, one of those that say nearly the
same. What the actor may not see takes no part: neither in finding nor in counting, nor in how rare a word is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from heed.kit.searching import (
    Question,
    Term,
    Widened,
    concept_token,
    concepts_of,
    likeliest,
    name_token,
    nearest_word,
    understand,
    widen,
)
from heed.kit.searching.ranking import (
    HAS_WORDS,
    MOST_NEAR,
    READ_CLOSELY,
    RELEVANT,
    SHARED,
    SURE,
    first,
    share,
)
from heed.kit.searching.shelves import Stack
from heed.kit.similarity import Kept, ModelMissing, bring_back, load_judge
from heed.kit.similarity.judge import Prepared
from heed.kit.similarity.stems import stems
from heed.memory.full_text import holding
from heed.memory.models import Passage
from heed.memory.queries.shared import from_elsewhere, readable_passages, tenant_id
from heed.memory.queries.shelf import PASSAGES, shelf_of
from heed.memory.queries.sources import passages_of_case
from heed.memory.queries.themes import name_now
from heed.platform.access.models import visible_scope_ids
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

FACETS = ("kind", "area", "year", "agency", "theme", "state")


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What is searched for; empty narrows nothing. Year: of the review."""

    words: str = ""
    kind: str = ""
    area: str = ""
    year: str = ""
    agency: str = ""
    theme: str = ""
    state: str = ""
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """The answers' keys in order; how many have the words themselves; what each filter would leave, with the others
    as they are; and what was searched."""

    keys: Array
    sure: Array
    """Which of them have all the words, or say so nearly the same that somebody may be told of them unasked."""
    with_words: int
    facets: Mapping[str, list[tuple[str, int]]]
    question: Question
    widened: tuple[Widened, ...] = ()
    instead: str = ""
    """What was probably meant, where a word of the question stands nowhere that the actor may see."""
    searched: int = 0
    waiting: int = 0
    """Passages that are not known by their meaning yet."""

    @property
    def total(self) -> int:
        return len(self.keys)


def search(actor: Actor, wanted: SearchFilter) -> Found:
    """Everything that this actor may see and that answers, the likeliest first."""
    import numpy as np

    check_may(actor, Permission.READ_REGISTER)
    if wanted.theme:
        # A search that was saved keeps the name that its theme had then.
        wanted = replace(wanted, theme=name_now(actor.partnership_id, wanted.theme))
    judge, look = load_judge(), look_of(actor)
    asked, widened = widen(understand(wanted.words), judge.lexicon)
    if not asked and not wanted.words and any(getattr(wanted, name) for name in FACETS):
        return _all_that_stands(look, wanted)
    if not asked:
        return Found(
            np.zeros(0, np.int64),
            np.zeros(0, bool),
            0,
            {},
            asked,
            searched=look.searched,
            waiting=look.waiting,
        )
    groups = [look.holding(group) for group in asked.groups]
    able = look.seen & ~look.holding(asked.out) if asked.out else look.seen
    has_words = np.logical_and.reduce([able, *groups])
    ranking = Ranking(look, asked, groups, has_words)
    answers = has_words if asked.exact else has_words | ranking.near_answers(able & ~has_words)
    left, facets = _narrowed(look.stack, answers, wanted)
    order = ranking.in_order(np.flatnonzero(left))
    return Found(
        keys=look.stack.keys[order],
        sure=has_words[order] | ranking.surely(order),
        with_words=int((has_words & left).sum()),
        facets=facets,
        question=asked,
        widened=widened,
        instead=_instead(look, wanted.words, asked, groups),
        searched=look.searched,
        waiting=look.waiting,
    )


def _all_that_stands(look: Look, wanted: SearchFilter) -> Found:
    """What filters alone leave, the newest review first."""
    import numpy as np

    left, facets = _narrowed(look.stack, look.seen, wanted)
    places = np.flatnonzero(left)
    years = look.stack.joined(lambda shelf: shelf.numbers["year"])
    keys = look.stack.keys[places[np.argsort(-years[places], kind="stable")]]
    many = len(keys)
    return Found(
        keys,
        np.zeros(many, bool),
        many,
        facets,
        Question(),
        searched=look.searched,
        waiting=look.waiting,
    )


def new_first(found: Found, news: Collection[int]) -> Found:
    """The same answers, these before the others."""
    import numpy as np

    if not news:
        return found
    order = np.argsort(~np.isin(found.keys, list(news)), kind="stable")
    return replace(found, keys=found.keys[order], sure=found.sure[order])


@dataclass(frozen=True)
class Look:
    """Who looks, at which places of which shelves."""

    actor: Actor
    stack: Stack
    seen: Array
    waits: Array

    @property
    def searched(self) -> int:
        """How many passages take part."""
        return int(self.seen.sum())

    @property
    def waiting(self) -> int:
        """How many of them are not known by their meaning yet."""
        return int((self.seen & self.waits).sum())

    def holding(self, terms: Sequence[Term]) -> Array:
        """Which of the seen places hold any of these terms. Single words stand on the shelf, and names of the lexicon
        as one; only what other words must say one after the other is asked of the database, in one query, where its
        words stand at all."""
        lexicon = load_judge().lexicon
        words = [term.stems[0] if len(term.stems) == 1 else name_token(term.stems, lexicon) for term in terms]
        mask = self.stack.having("words", [word for word in words if word])
        longer = [
            term
            for term, word in zip(terms, words, strict=True)
            if not word and all(self.stack.knows("words", each) for each in term.stems)
        ]
        if longer:
            mask[self.stack.places_of(holding(longer))] = True
        mask &= self.seen
        return mask


def look_of(actor: Actor) -> Look:
    """All that this actor may search: their partnership's passages in the scopes that they see, and what others have
    put into the shared library."""
    import numpy as np

    own = shelf_of(PASSAGES, actor.partnership_id)
    seen = own.seen_by(visible_scope_ids(actor))
    elsewhere, tenant = from_elsewhere(actor), tenant_id()
    if not elsewhere or tenant is None:
        return Look(actor, Stack([own]), seen, own.waits)
    shared = shelf_of(PASSAGES, tenant)
    stack = Stack([own, shared])
    theirs = np.isin(shared.numbers["source"], list(elsewhere))
    return Look(actor, stack, np.concatenate([seen, theirs]), stack.joined(lambda shelf: shelf.waits))


class Ranking:
    """The order of answers: a shortlist by nearness of meaning and by the words and concepts that a passage shares
    with the question, the rare ones counting more; the first of it read closely by the judge of queries."""

    def __init__(self, look: Look, asked: Question, groups: Sequence[Array], has_words: Array) -> None:
        import numpy as np

        self.look, self.has_words = look, has_words
        self.judge = load_judge()
        self.question: Prepared | None = None
        try:
            [self.question] = self.judge.prepare([asked.said])
            near = look.stack.near(self.question.vectors[0])
        except ModelMissing:
            near = np.zeros(look.stack.size, dtype=np.float32)
        concepts = concepts_of(self.judge.lexicon, stems(asked.said))
        named = [look.holding([Term((concept_token(*each),), "")]) for each in sorted(concepts)]
        self.score = near + SHARED * share([*groups, *named], look.searched)
        self.relevance: dict[int, float] = {}

    def near_answers(self, able: Array) -> Array:
        """Which of these places, without all the words, answer all the same."""
        import numpy as np

        places = np.flatnonzero(able)
        best = places[first(self.score[places], MOST_NEAR)]
        self._read(best)
        chosen = np.zeros_like(able)
        chosen[[place for place in best if self.relevance.get(int(place), 0.0) >= RELEVANT]] = True
        return chosen

    def in_order(self, places: Array) -> Array:
        """These places, the likeliest first."""
        import numpy as np

        score = self.score[places] + HAS_WORDS * self.has_words[places]
        order = places[np.argsort(-score, kind="stable")]
        likeliest = order[:READ_CLOSELY]
        self._read(likeliest)
        closely = [
            self.relevance.get(int(place), 0.0) + HAS_WORDS * self.has_words[place] for place in likeliest
        ]
        best = np.argsort(-np.array(closely, dtype=np.float64), kind="stable")
        return np.concatenate([likeliest[best], order[READ_CLOSELY:]])

    def surely(self, places: Array) -> Array:
        """Which of these answer beyond much doubt, by their meaning."""
        import numpy as np

        sure = np.zeros_like(self.has_words)
        sure[[place for place, relevant in self.relevance.items() if relevant >= SURE]] = True
        result: Array = sure[places]
        return result

    def _read(self, places: Array) -> None:
        """How well each of these answers, of those that are read already."""
        wanted = {int(self.look.stack.keys[place]): int(place) for place in places}
        new = [key for key, place in wanted.items() if place not in self.relevance]
        if self.question is None or not new:
            return
        rows = readable_passages(self.look.actor).filter(pk__in=new)
        found = [
            (wanted[key], Kept(text, bytes(encoding), ask))
            for key, text, encoding, ask in rows.values_list(
                "pk", "body__text", "body__encoding", "body__ask"
            )
            if encoding
        ]
        if found:
            scores = self.judge.relevance(self.question, [bring_back(self.judge, kept) for _, kept in found])
            self.relevance.update(
                (place, float(score)) for (place, _), score in zip(found, scores, strict=True)
            )


def _narrowed(
    stack: Stack, answers: Array, wanted: SearchFilter
) -> tuple[Array, dict[str, list[tuple[str, int]]]]:
    """The answers that all filters leave, and for each filter what its values would leave with the others as chosen."""
    import numpy as np

    masks = {name: stack.having(name, [value]) for name in FACETS if (value := getattr(wanted, name))}
    facets = {
        name: stack.counts(
            name, np.logical_and.reduce([answers, *(mask for other, mask in masks.items() if other != name)])
        )
        for name in FACETS
    }
    return np.logical_and.reduce([answers, *masks.values()]), facets


def _instead(look: Look, typed: str, asked: Question, groups: Sequence[Array]) -> str:
    """The question with each word that stands nowhere put right; "" where every word stands somewhere."""
    said = typed
    for group, mask in zip(asked.groups, groups, strict=True):
        term = group[0]
        if len(group) == 1 and not term.phrase and len(term.stems) == 1 and not mask.any():
            meant = nearest_word(term.words, _words_like(look, term.stems[0]))
            said = said.replace(term.words, meant, 1) if meant else said
    return "" if said == typed else said


def _words_like(look: Look, stem: str) -> frozenset[str]:
    """Words to put a mistyped one right with: the lexicon's, and those of passages that the actor sees and that hold a
    stem like this one."""
    import numpy as np

    lexicon = load_judge().lexicon
    said = [name for facet in lexicon.says.values() for names in facet.values() for name in names]
    keys: list[int] = []
    likely = likeliest(stem, look.stack.names("words"), _MOST_LOOKED_AT)
    stand = (np.flatnonzero(look.holding([Term((like,), like)])) for like in likely)
    # Those that stand only where the actor sees nothing take no part, so that none of them takes another's place.
    for places in islice((each for each in stand if len(each)), _MOST_LIKE):
        keys += look.stack.keys[places[:_PASSAGES_OF_EACH]].tolist()
    shown = passages(look.actor, keys)
    words = {
        word
        for text in [*said, *(f"{row.title} {row.body.text}" for row in shown)]
        for word in text.lower().split()
    }
    return frozenset(word for each in words if (word := each.strip(".,;:()“”‘’'\"?!")).isalpha())


_MOST_LOOKED_AT, _MOST_LIKE, _PASSAGES_OF_EACH = 2000, 5, 3


def passages(actor: Actor, keys: Iterable[int]) -> list[Passage]:
    """These passages with their texts, in this order, those that the actor may see."""
    wanted = [int(key) for key in keys]
    rows = readable_passages(actor).filter(pk__in=wanted).select_related("body")
    found = {row.pk: row for row in rows}
    return [found[key] for key in wanted if key in found]


def each_passage(actor: Actor, keys: Array) -> Iterator[Passage]:
    """The same, some hundreds at a time."""
    for start in range(0, len(keys), 500):
        yield from passages(actor, keys[start : start + 500])


def refs_by_kind(actor: Actor, keys: Iterable[int]) -> list[tuple[str, str]]:
    """Kind and public id of each record that these passages are of, once."""
    rows = readable_passages(actor).filter(pk__in=[int(key) for key in keys])
    return list(rows.order_by("kind", "ref").values_list("kind", "ref").distinct())


def passage_rows(case_ref: str) -> Any:
    """The passages of a case."""
    rows = Passage.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(passages_of_case(case_ref))
