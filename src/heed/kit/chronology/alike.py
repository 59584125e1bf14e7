"""One event told by several: the same told again, and records that cannot both be true."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import combinations

from heed.kit.chronology.rules import number, rules
from heed.kit.chronology.types import Difference, Duplicate, Entry, When
from heed.kit.chronology.when import dated, timed
from heed.kit.similarity.stems import stems
from heed.kit.words import plain, spaced

_LONGEST_DAYS = 7
"""A period longer than this is told beside no single event."""
_FEWEST = 3
"""Stems that two records must share before anything is said of them."""
_TOUCHES = 0.2
"""How alike two records are that may speak of one thing and say opposite things of it."""
_SAME_ELSEWHERE = 0.6
"""How alike two records of different days are that may tell one event."""
_RARE = 60
_MANY = 16
"""Entries of one day from which they are compared as a table: of fewer, pair by pair is as quick."""
_ROUNDED = 1e-9


@dataclass(frozen=True)
class _Told:
    """An entry as it is compared: its day or days, its words, their stems without those that every record has, and
    what these weigh."""

    entry: Entry
    when: When
    words: str
    stems: frozenset[str]
    weighs: float

    @cached_property
    def amounts(self) -> dict[str, dict[str, str]]:
        return _by_unit(self.words)

    @cached_property
    def sides(self) -> dict[int, tuple[str, str]]:
        return _sides(self.words)


@dataclass(slots=True)
class Alike:
    """What is alike among entries in order. `differences` and `duplicates` are found in one pass over the days."""

    duplicates: list[Duplicate]
    differences: list[Difference]


def find_alike(entries: Sequence[Entry]) -> Alike:
    told, weight = _told(entries)
    same = number("same_event")
    pairs: dict[tuple[int, int], float] = {}
    differences: dict[tuple[int, int], Difference] = {}
    for one, other in _of_one_day(told, weight):
        shared = one.stems & other.stems
        if len(shared) < min(_FEWEST, len(one.stems), len(other.stems)) or not shared:
            continue
        alike = _likeness(one, other, shared, weight)
        if alike < _TOUCHES:
            continue
        key = (one.entry.number, other.entry.number)
        found = _difference(one, other, alike)
        if found:
            differences[key] = found
        if alike >= same:
            pairs[key] = alike
    for one, other in _of_near_days(told, weight):
        if _likeness(one, other, one.stems & other.stems, weight) >= _SAME_ELSEWHERE:
            key = (one.entry.number, other.entry.number)
            differences.setdefault(key, _other_day(one.entry, other.entry))
    return Alike(_groups(entries, pairs), [differences[key] for key in sorted(differences)])


def _told(entries: Sequence[Entry]) -> tuple[list[_Told], dict[str, float]]:
    """Entries that can be compared, and what each stem weighs: more, the fewer entries have it."""
    common = frozenset(stems(rules()["common"]))
    having: Counter[str] = Counter()
    found: list[tuple[Entry, When, str, frozenset[str]]] = []
    for entry in entries:
        if entry.when and (entry.when.latest - entry.when.earliest).days <= _LONGEST_DAYS:
            words = plain(entry.words)
            own = frozenset(stems(words)) - common
            having.update(own)
            found.append((entry, entry.when, words, own))
    weight = {stem: math.log(1 + len(found) / count) for stem, count in having.items()}
    return [_Told(*each, sum([weight[stem] for stem in each[3]])) for each in found], weight


def _likeness(one: _Told, other: _Told, shared: frozenset[str], weight: dict[str, float]) -> float:
    """What both say, of what the shorter says and of what both say together: the mean of the two shares, for one
    agency tells in a line what another tells at length."""
    both = sum([weight[stem] for stem in shared])
    return (
        (both / min(one.weighs, other.weighs) + both / (one.weighs + other.weighs - both)) / 2
        if both
        else 0.0
    )


def _of_one_day(told: Sequence[_Told], weight: dict[str, float]) -> Iterator[tuple[_Told, _Told]]:
    """Pairs of different agencies, or of different files, that may have been on one day, and of which something may
    be said. A day with many is compared at once, as a table of entries by stems."""
    by_day: dict[date, list[_Told]] = defaultdict(list)
    for each in told:
        for step in range((each.when.latest - each.when.earliest).days + 1):
            by_day[each.when.earliest + timedelta(days=step)].append(each)
    for day, those in by_day.items():
        chosen = combinations(those, 2) if len(those) < _MANY else _likely(those, weight)
        for one, other in chosen:
            if one.entry.agency != other.entry.agency and day == max(one.when.earliest, other.when.earliest):
                yield one, other


def _likely(those: Sequence[_Told], weight: dict[str, float]) -> Iterator[tuple[_Told, _Told]]:
    """Of the pairs of one day those that are alike enough, reckoned together; a little more than `find_alike` keeps,
    which reckons each once more."""
    import numpy as np

    places = {stem: at for at, stem in enumerate(sorted({stem for each in those for stem in each.stems}))}
    has = np.zeros((len(those), len(places)))
    sided = np.zeros((len(those), len(rules()["opposites"])))
    for at, each in enumerate(those):
        has[at, [places[stem] for stem in each.stems]] = 1
        sided[at, list(each.sides)] = 1
    weighs = np.array([each.weighs for each in those])
    both = (has * np.array([weight[stem] for stem in places])) @ has.T
    least, sums = np.minimum.outer(weighs, weighs), np.add.outer(weighs, weighs) - both
    with np.errstate(divide="ignore", invalid="ignore"):
        alike = np.nan_to_num((both / least + both / sums) / 2)
    enough = has @ has.T >= np.minimum(_FEWEST, np.minimum.outer(has.sum(1), has.sum(1)))
    may_differ = (alike >= _TOUCHES - _ROUNDED) & (sided @ sided.T > 0)
    wanted = np.triu(enough & (may_differ | (alike >= number("same_event") - _ROUNDED)), 1)
    for one, other in np.argwhere(wanted).tolist():
        yield those[one], those[other]


def _of_near_days(told: Sequence[_Told], weight: dict[str, float]) -> Iterator[tuple[_Told, _Told]]:
    """Pairs of different agencies, of surely different days near one another, that share a rare word."""
    near = timedelta(days=number("near_days"))
    by_stem: dict[str, list[_Told]] = defaultdict(list)
    for each in told:
        if each.when.is_sure:
            for stem in sorted(each.stems, key=lambda stem: (-weight[stem], stem))[:4]:
                by_stem[stem].append(each)
    seen: set[tuple[int, int]] = set()
    for those in by_stem.values():
        if len(those) > _RARE:
            continue
        for at, one in enumerate(those):
            for other in those[at + 1 :]:
                apart = other.when.earliest - one.when.earliest
                if apart > near:
                    break
                key = (one.entry.number, other.entry.number)
                if apart and one.entry.agency != other.entry.agency and key not in seen:
                    seen.add(key)
                    if len(one.stems & other.stems) >= _FEWEST:
                        yield one, other


def _groups(entries: Sequence[Entry], pairs: dict[tuple[int, int], float]) -> list[Duplicate]:
    """Pairs joined to groups, each with what holds its least alike pair together."""
    group = {number: {number} for pair in pairs for number in pair}
    for one, other in pairs:
        joined = group[one] | group[other]
        for each in joined:
            group[each] = joined
    weakest: dict[int, float] = {}
    for (one, _), alike in pairs.items():
        first = min(group[one])
        weakest[first] = min(alike, weakest.get(first, alike))
    return [
        Duplicate(
            tuple(sorted(group[first])),
            tuple(dict.fromkeys(entries[number - 1].agency for number in sorted(group[first]))),
            round(alike, 2),
        )
        for first, alike in sorted(weakest.items())
    ]


def _difference(one: _Told, other: _Told, alike: float) -> Difference | None:
    """The first thing in which two records of one day cannot both be true."""
    both = one.sides.keys() & other.sides.keys()
    for place in sorted(both) if both else ():
        (side, says), (opposite, too) = one.sides[place], other.sides[place]
        if side and opposite and side != opposite:
            what = rules()["opposites"][place]["what"]
            return Difference(one.entry.number, other.entry.number, what, says, too)
    if alike < number("same_event"):
        return None
    return _other_number(one, other) or _other_time(one.entry, other.entry)


def _sides(text: str) -> dict[int, tuple[str, str]]:
    """Which side of each opposite a text is on, and with which words; on neither ("") where it has both."""
    found: dict[int, tuple[str, str]] = {}
    searched, of_group = _opposites()
    for match in searched.finditer(text.lower()):
        side, place = of_group[match.lastindex or 0]
        before = found.get(place, (side, ""))[0]
        found[place] = (side, text[match.start() : match.end()]) if before == side else ("", "")
    return found


@cache
def _opposites() -> tuple[re.Pattern[str], tuple[tuple[str, int], ...]]:
    """All opposites at once, for text in small letters; what denies comes before what it denies. An empty group ends
    each phrase and says by its number whose it is: a branch that begins with a letter is passed over at once."""
    phrases = [
        (spaced(phrase), side, place)
        for side in ("other", "one")
        for place, opposite in enumerate(rules()["opposites"])
        for phrase in opposite[side]
    ]
    of_group = (("", 0), *((side, place) for _, side, place in phrases))
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'(?:{each})()' for each, _, _ in phrases)})\b"), of_group


@cache
def _amounts() -> re.Pattern[str]:
    units = "|".join(re.escape(each) for each in rules()["units"])
    return re.compile(rf"(?<![\w.])(\d+(?:\.\d+)?|one|two|three|four|five|six)\s?({units})\b", re.IGNORECASE)


def _other_number(one: _Told, other: _Told) -> Difference | None:
    first, second = one.amounts, other.amounts
    for unit in sorted(first.keys() & second.keys()):
        if not first[unit].keys() & second[unit].keys():
            said = (next(iter(each[unit].values())) for each in (first, second))
            return Difference(one.entry.number, other.entry.number, f"how many {unit}", *said)
    return None


_SPELT = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}


def _by_unit(text: str) -> dict[str, dict[str, str]]:
    """Unit to amounts, each with the words that say it."""
    found: dict[str, dict[str, str]] = {}
    for match in _amounts().finditer(text):
        amount = _SPELT.get(match[1].lower(), match[1])
        found.setdefault(match[2].lower(), {})[amount] = match.group()
    return found


def _other_time(one: Entry, other: Entry) -> Difference | None:
    first, second = one.when, other.when
    if not (first and second and first.is_sure and second.is_sure):
        return None
    if first.begins is None or second.begins is None or first.ends is None or second.ends is None:
        return None
    apart = max(second.begins - first.ends, first.begins - second.ends)
    if apart <= number("apart_minutes"):
        return None
    return Difference(one.number, other.number, "at what time", timed(first), timed(second))


def _other_day(one: Entry, other: Entry) -> Difference:
    return Difference(one.number, other.number, "on which day", dated(one.when), dated(other.when))
