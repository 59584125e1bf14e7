"""Names of people: those the caller knows, those with a title, first names, and capitals that nothing else explains.

Rather too many than too few: who looks decides. A row of capitals is read with what stands around it; the words of a
pseudonym, an agency, a school or a place that the caller named are none of people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from heed.kit.disclosure.capitals import LETTER, OWNING, Token, end_of, rows_of_capitals, tokens_of, within
from heed.kit.disclosure.numbers import Spotted
from heed.kit.disclosure.rules import Rules
from heed.kit.disclosure.types import Act, Kind, Known
from heed.kit.words.names import find_person, pattern_of, without_marks

_BEGINS = re.compile(r"(?:^|[.!?:;•|\n]\s*|[.!?:;]?[“\"‘(]\s*|\b\d+[.)]\s*|\([a-z0-9]{1,3}\)\s*|[–—]\s*)$")
_LISTED_BEFORE = re.compile(r"(?: and |, and |, | & |; | or )$")
_LISTED_AFTER = re.compile(r" and |, and |, | & |; | or ")
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){2,3}(?!\w)")
_ONLY_INITIALS = re.compile(r"^(?:[A-Z]\.){1,3}[A-Z]?\.?$")
_COMMA_NAME = re.compile(rf"(?<!\w)([A-Z][A-Z’'-]{{2,}}),\s+({LETTER}{{2,}})")
_ACRONYM = re.compile(r"^[A-Z0-9&]{2,6}s?$")
_ROLE_AFTER = re.compile(r", (?:his|her|their|our|its|the|a|an|my|who|aged|\()")
_TITLE_WORDS = frozenset({"Detective", "Chief", "Superintendent", "Inspector", "Sergeant", "Constable"})
_LEAST_FUZZY = 7
_LONG_PLURAL = 6  # letters: shorter ones are surnames as often (Banks, Stokes)
_OFTEN = 2
_OF_AN_AGENCY = "part of the name of an agency in this text, so perhaps a place"


class People:
    """Finds names in one piece of text after another, with what is known of the case."""

    def __init__(self, known: Known, rules: Rules) -> None:
        self.known, self.rules = known, rules
        self._whole = pattern_of(known.people)
        self._parts = _parts_of(known.people, known.pseudonyms)
        self._may = frozenset(without_marks(each) for each in known.may_be_named)
        self._called = {without_marks(name): pseudonym for name, pseudonym in known.called}
        self._initials = frozenset(
            "".join(part[0] for part in re.split(r"[\s-]+", name) if part) for name in known.people
        )
        others = (*known.pseudonyms, *known.agencies, *known.schools, *known.places, *known.glossary)
        self._protected = _any_of(others)
        self._pseudonyms = _any_of(known.pseudonyms)
        place_words = {
            word
            for name in (*known.places, *known.agencies, *known.schools)
            for word in re.findall(rf"{LETTER}+", name)
        }
        self._no = rules.no_names | (place_words - rules.first_names - rules.ambiguous)
        self._learned: frozenset[str] = frozenset()

    def learn(self, texts: Iterable[str]) -> None:
        """Take from a whole document which capitals are part of its agencies' names ("Harrowdale Council"): by
        themselves they are rather a place than a person."""
        met: Counter[str] = Counter()
        people: set[str] = set()
        for text in texts:
            for run in rows_of_capitals(text, list(tokens_of(text)), ()):
                places = [at for at, each in enumerate(run) if each.bare in self.rules.institutions]
                if places and not any(each.bare in self.rules.first_names for each in run):
                    met.update(each.bare for each in run[: places[-1]] if not self._common(each))
                elif len(run) > 1 and (run[0].bare in self.rules.titles or len(run[0].bare) == 1):
                    people.update(each.bare for each in run[1:])
        self._learned = frozenset(word for word, times in met.items() if times >= _OFTEN) - people

    def spot(self, text: str, *, careful: bool = False) -> Iterator[Spotted]:
        """The names in a text. `careful` looks only for what is known of the case, and for plain pairs of names, as
        in layers that are full of a program's own words."""
        taken: list[tuple[int, int]] = []
        for start, end, why in self._met(text, careful):
            if any(start < right and left < end for left, right in taken):
                continue
            taken.append((start, end))
            if why is _OF_AN_AGENCY:
                yield start, end, Kind.PLACE, why, Act.REPLACE, self.rules.replacement("place")
            elif self._may_stand(text[start:end]):
                yield start, end, Kind.NAME, f"{why}; may be named", Act.KEEP, ""
            else:
                yield start, end, Kind.NAME, why, Act.REPLACE, self._instead(text[start:end])
        for start, end, why in self._letters(text, careful):
            if not any(start < right and left < end for left, right in taken):
                yield start, end, Kind.INITIALS, why, Act.REPLACE, self.rules.replacement("initials")

    def _letters(self, text: str, careful: bool) -> Iterator[tuple[int, int, str]]:
        """Initials: with full stops, and those of the case's people without."""
        for found in _INITIALS.finditer(text) if not careful else ():
            if found.group().replace(".", "").replace(" ", "").lower() not in self.rules.short_forms:
                yield (*found.span(), "initials")
        for token in tokens_of(text) if self._initials else ():
            if (
                1 < len(token.bare) < 5
                and token.bare in self._initials
                and token.bare not in self.known.glossary
            ):
                yield token.start, token.end, "the initials of somebody of the case"

    def _may_stand(self, words: str) -> bool:
        """Whether somebody's name is to be published, as an author's is."""
        said = without_marks(OWNING.sub("", words))
        return any(each in said for each in self._may)

    def _instead(self, words: str) -> str:
        said = without_marks(OWNING.sub("", words))
        owning = "’s" if OWNING.search(words) and not words.endswith(("s’", "s'")) else ""
        if said in self._called:
            return self._called[said] + owning
        for name, pseudonym in self._called.items():
            if said in name.split():
                return pseudonym + owning
        return self.rules.replacement("name") + owning

    def _met(self, text: str, careful: bool) -> Iterator[tuple[int, int, str]]:
        if self.known.people:
            for start, end in find_person(text, self._whole):
                yield start, end, "the name of somebody of the case"
        tokens = list(tokens_of(text))
        protected = [found.span() for found in self._protected.finditer(text)]
        for token in tokens:
            if self._is_known_part(token, careful) and not within(token.start, token.end, protected):
                yield token.start, token.end, "part of the name of somebody of the case"
        if careful:
            yield from self._pairs(text, tokens, protected)
            return
        for found in _COMMA_NAME.finditer(text):
            if self._is_listed(found) and not within(*found.span(), protected):
                yield (*found.span(), "written as a list writes names")
        beside = bool(self._pseudonyms.search(text)) if self.known.pseudonyms else False
        names: list[tuple[int, int]] = []
        rest: list[Sequence[Token]] = []
        for run in rows_of_capitals(text, tokens, protected):
            named = list(self._of_run(text, run, beside))
            names += [(start, end) for start, end, why in named if why is not _OF_AN_AGENCY]
            rest += [] if named else [run]
            yield from named
        yield from self._listed_with(text, names, rest)

    def _listed_with(
        self, text: str, names: Sequence[tuple[int, int]], rest: Sequence[Sequence[Token]]
    ) -> Iterator[tuple[int, int, str]]:
        """Words of everyday that stand in a list with names: "Halloran and Banks"."""
        starts, ends = {start for start, _ in names}, {end for _, end in names}
        for run in rest:
            start, end = run[0].start, run[-1].end
            before, after = _LISTED_BEFORE.search(text, 0, start), _LISTED_AFTER.match(text, end)
            beside = (before and before.start() in ends) or (after and after.end() in starts)
            if beside and len(run) == 1 and (self._might_be(run[0]) or run[0].bare in self.rules.ambiguous):
                yield start, end, "in a list with names"

    def _is_listed(self, found: re.Match[str]) -> bool:
        """Whether SURNAME, First is a name."""
        last, first = found[1].capitalize(), found[2]
        named = first.capitalize() in self.rules.first_names or not self._is_everyday(first)
        return named and first[0].isupper() and last not in self._no

    def _is_known_part(self, token: Token, careful: bool) -> bool:
        said = without_marks(OWNING.sub("", token.bare))
        if said in self._parts:
            return token.capital or len(said) > 3 and said not in self.rules.everyday
        if token.capital and len(said) >= _LEAST_FUZZY and self._parts and not self._is_everyday(token.bare):
            from rapidfuzz.distance import Levenshtein

            return any(
                len(each) >= _LEAST_FUZZY and Levenshtein.distance(said, each, score_cutoff=1) <= 1
                for each in self._parts
            )
        return False

    def _pairs(
        self, text: str, tokens: Sequence[Token], protected: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, int, str]]:
        for one, other in zip(tokens, tokens[1:], strict=False):
            if (
                one.bare in self.rules.first_names
                and other.capital
                and text[one.end : other.start] == " "
                and not self._is_everyday(other.bare)
                and other.bare not in self._no
                and not within(one.start, other.end, protected)
            ):
                yield one.start, other.end, "a first name with a name after it"

    def _is_everyday(self, word: str) -> bool:
        said = OWNING.sub("", word).lower().strip(".")
        if "-" in said:
            return all(part in self.rules.everyday or len(part) < 3 for part in said.split("-"))
        plural = len(said) > _LONG_PLURAL and said.endswith("s") and said[:-1] in self.rules.everyday
        return plural or said in self.rules.everyday

    def _of_run(self, text: str, run: Sequence[Token], beside: bool) -> Iterator[tuple[int, int, str]]:
        """The name in a row of capitals, if there is one."""
        begins = bool(_BEGINS.search(text, max(0, run[0].start - 12), run[0].start))
        tokens = list(run)
        title: Token | None = None
        while len(tokens) > 1 and (tokens[0].bare in self.rules.titles or tokens[0].bare == "The"):
            title = tokens[0] if tokens[0].bare != "The" else title
            tokens, begins = tokens[1:], False
        if title is not None and (title.bare in self.rules.honorifics or not self._plain_run(tokens)):
            yield title.start, end_of(tokens), f"a name after “{title.word}”"
            return
        while len(tokens) > 1 and begins and self._common(tokens[0]) and len(tokens[0].bare) > 1:
            tokens, begins = tokens[1:], False
        if self._is_institution(tokens):
            return
        if len(tokens) > 1 and len(tokens[0].bare) == 1 and tokens[0].bare not in "AI":
            yield tokens[0].start, end_of(tokens), "an initial with a name after it"
            return
        named = [each for each in tokens if not self._common(each)]
        if begins and len(tokens) == 1 and tokens[0].bare in self.rules.ambiguous:
            named = []  # "Amber", at the head of a cell: only where the sentence speaks of a person
        if any(each.bare in self.rules.first_names for each in named):
            yield named[0].start, end_of(tokens), "a first name" + (", beside a pseudonym" if beside else "")
        elif self._is_doubtful(text, tokens, begins):
            yield (
                tokens[0].start,
                end_of(tokens),
                "a word that is a name as well, where a person is spoken of",
            )
        elif named and not all(_ACRONYM.match(each.bare) for each in named):
            if title is None and all(each.bare in self._learned for each in named):
                yield named[0].start, end_of(tokens), _OF_AN_AGENCY
            else:
                why = "capitals beside a pseudonym" if beside else "capitals that are no word of everyday"
                yield named[0].start, end_of(tokens), why

    def _is_institution(self, tokens: Sequence[Token]) -> bool:
        """Whether a row names an organisation or a paper; not a first name before what is a surname as well."""
        if not any(each.bare in self.rules.institutions for each in tokens):
            return False
        first, last = tokens[0].bare, tokens[-1].bare
        person = first in self.rules.first_names or first in self.rules.ambiguous
        return not (len(tokens) == 2 and person and last in self.rules.surnames_too)

    def _is_doubtful(self, text: str, tokens: Sequence[Token], begins: bool) -> bool:
        """Whether words of everyday stand for a person: an ambiguous first name, or any word of which the sentence
        says what only people do, or that follows the name of a part that people have."""
        ambiguous = any(each.bare in self.rules.ambiguous for each in tokens)
        if ambiguous and (not begins or len(tokens) > 1 or self._speaks(text, tokens[-1].end)):
            return self._person_near(text, tokens, begins)
        if begins or len(tokens) > 2 or not all(self._might_be(each) for each in tokens):
            return False
        before = re.search(rf"({LETTER}+)(,?) $", text[max(0, tokens[0].start - 30) : tokens[0].start])
        if before and before[1].lower() in self.rules.articles:
            return False
        if before and before[1] in self.rules.roles and len(tokens) < 3:
            return True
        after = re.match(rf" ({LETTER}+)", text[tokens[-1].end : tokens[-1].end + 20])
        return bool(after and after[1] in self.rules.says and after[1] not in self.rules.also_of_things)

    def _might_be(self, token: Token) -> bool:
        """Whether a word of everyday may be a surname: no word that keeps its capital, no organisation, no letters."""
        return (
            token.bare not in self._no
            and token.bare not in self.rules.institutions
            and token.bare.lower() not in self.rules.roles
            and len(token.bare) > 2
            and not _ACRONYM.match(token.bare)
        )

    def _plain_run(self, tokens: Sequence[Token]) -> bool:
        """Whether what follows a title is a post or an organisation ("Chief Executive", "Nurse Practitioner")."""
        return all(
            self._common(each)
            and each.bare not in self.rules.first_names
            and each.bare not in self.rules.ambiguous
            for each in tokens
        ) or any(each.bare in self.rules.institutions for each in tokens[-1:])

    def _common(self, token: Token) -> bool:
        bare = token.bare
        if bare in self._no:
            return True
        if bare in self.rules.first_names or bare in self.rules.ambiguous:
            return False
        return (
            bool(_ONLY_INITIALS.match(bare))
            or OWNING.sub("", bare) in self._no
            or bare in self.rules.institutions
            or self._is_everyday(bare)
            or (len(bare) == 1)
            or bool(_ACRONYM.match(bare))
        )

    def _speaks(self, text: str, end: int) -> bool:
        """Whether what follows is what a person does, or says who somebody is."""
        if _ROLE_AFTER.match(text[end : end + 30]):
            return True
        after = re.match(rf"(?:[’']s)?,? ({LETTER}+)", text[end : end + 40])
        return bool(after and after[1] in self.rules.says)

    def _person_near(self, text: str, tokens: Sequence[Token], begins: bool) -> bool:
        if not begins or len(tokens) > 1:
            rest = [each for each in tokens if each.bare not in self.rules.ambiguous]
            if any(not self._common(each) for each in rest):
                return True
            if rest:
                return False
        if self._speaks(text, tokens[-1].end):
            return True
        return not begins and tokens[0].bare not in self.rules.times


@lru_cache(maxsize=64)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of some names, in any case, with 's after it."""
    said = sorted(
        {re.escape(each.strip()).replace(r"\ ", r"\s+") for each in names if each.strip()},
        key=len,
        reverse=True,
    )
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?:[’']s)?(?!\w)", re.IGNORECASE)
        if said
        else re.compile(r"(?!)")
    )


def _parts_of(people: Sequence[str], pseudonyms: Sequence[str]) -> frozenset[str]:
    """First and last names by themselves, and the parts of double ones; none that a pseudonym has as well."""
    others = {part for name in pseudonyms for part in without_marks(name).split()}
    parts = {
        part
        for name in people
        for word in without_marks(name).replace(",", " ").split()
        for part in (word, *word.split("-"))
        if len(part) > 2 and part not in ("the", "and", "van", "der", "den", "von", "bin")
    }
    return frozenset(parts - others)
