"""Agencies: found by the words for their kind, under the names and short forms a document gives them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from heed.kit.reading.rules import Rules
from heed.kit.words import plain, spaced

# Articles, prepositions and the like, which are no part of a name.
_LEADING = re.compile(
    r"^(?:(?:the|all|our|both|each|every|any|in addition|additionally|furthermore|"
    r"also|moving forward|previously|at present|"
    r"covid-19|covid|response|reply|update|a|an|(?:(?-i:in |by |since )?(?-i:January|February|July|September|October|"
    r"November|December))|(?-i:(?:March|April|May|June|August)(?= [a-z]))|"
    r"currently|for|from|by|with|since|following|as|in|within|to|and|through|their|its|this|that|individual|other|partner)\b,?\s+)+",
    re.IGNORECASE,
)
# "Rush's school": whose it is, of a place called by its kind in small letters.
_SOMEBODYS = re.compile(
    r"^(?!(?:Children|Women|Men|Girls|Boys)['\u2019])[A-Z][\w-]+['\u2019]s\s+(?=(?:\w+ )?"
    r"(?:school|nursery|college|surgery|hospital)s?$)"
)
_PREFIX = r"(?:[A-Z][\w&'-]*\s+(?:(?:[A-Z][\w&'-]*|of|and|&|upon|on|under)\s+){0,6}?)??"
_POST = re.compile(
    r"(?:The\s+)?[A-Z][\w'-]*(?:\s[\w'-]+){0,6}?\s(?:within|at|from|in|for)\s(?:the\s)?(?P<who>[A-Z][\w'&-]*(?:\s(?:[A-Z][\w'&-]*|of|and))*)\s(?:is|are|has|have|will|was|were)\b"
)
_ACRONYM = re.compile(
    r"((?:[A-Z][\w'&-]*|of|and|for|the|on|&|in|to)(?:[ -](?:[A-Z][\w'&-]*|of|and|"
    r"for|the|on|&|in|to)){1,9})[ ]?\([\"']?(?:the )?[\"']?([A-Z][A-Za-z&-]{1,9})[\"']?\)"
)


def _kinds(rules: Rules) -> str:
    bodies = [
        str(entry) for kind in rules.kinds("agencies/kinds") for entry in rules.get(f"agencies/kinds/{kind}")
    ]
    return spaced("|".join(f"(?:{body})" for body in bodies))


@lru_cache(maxsize=8)
def _mention(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w']){_PREFIX}(?i:{_kinds(rules)})(?!\w)")


@lru_cache(maxsize=8)
def _subject(rules: Rules) -> re.Pattern[str]:
    openings = spaced("|".join(f"(?:{entry})" for entry in rules.get("agencies/openings")))
    return re.compile(rf"[\"' ]*(?i:(?:(?:{openings})\b,?\s+)*)(?P<name>{_PREFIX}(?i:{_kinds(rules)}))(?!\w)")


@lru_cache(maxsize=8)
def _given(rules: Rules) -> re.Pattern[str]:
    """After a name: words by which the agency is given something and does nothing itself."""
    return re.compile(spaced(rf" (?:{'|'.join(rules.get('agencies/given'))})\b"))


@lru_cache(maxsize=8)
def _general(rules: Rules) -> re.Pattern[str]:
    """ "The Trust", "our force": an agency called by its kind alone."""
    return re.compile(
        rf"(?i:the|our|this)\s+(?P<word>{'|'.join(rules.get('agencies/called'))})\b(?!'s?\s[a-z]+\s)"
    )


def tidy(name: str) -> str:
    """A name without articles before it, possessives after it and emphasis marks."""
    name = _LEADING.sub("", name.strip("*_ ,.:;-\u2013\u2014()\"'"))
    name = _SOMEBODYS.sub("", name)
    return (
        re.sub(r"['\u2019]s?$", "", name)
        if not re.search(r"(?i)(?:children|women)['\u2019]s$", name)
        else name
    )


_COUNCIL = re.compile(r"[A-Z].* Council")


class Agencies:
    """The agencies of one document; `own` (a letter's writer, else the partnership) speaks where nobody is named."""

    def __init__(self, texts: Iterable[str], rules: Rules, partnership: str = "", *, own: str = ""):
        self.rules = rules
        body = spaced("|".join(f"(?:{entry})" for entry in rules.get("facts/partnerships")))
        self.partnership = partnership if re.search(body, plain(partnership), re.IGNORECASE) else ""
        self._short: dict[str, str] = {}
        self._names: dict[str, Counter[str]] = {}
        for text in texts:
            self._learn(text, plain(text))
        councils = {
            forms.most_common(1)[0][0]
            for key, forms in self._names.items()
            if _COUNCIL.fullmatch(forms.most_common(1)[0][0])
        }
        self._council = councils.pop() if len(councils) == 1 else ""
        self._inspectors = rules.pattern("agencies/not_responders")
        self._bodies = rules.pattern("agencies/partnership_bodies", whole=True)
        self._boards = rules.pattern("agencies/kinds/partnership", whole=True)
        self._resolved: dict[str, str] = {}
        self.own = own or self.partnership
        self._letter = bool(own)

    def _learn(self, text: str, flat: str) -> None:
        """Take in the names and the short forms of one block."""
        for found in _ACRONYM.finditer(flat):
            name = _fitted(tidy(text[found.start(1) : found.end(1)]), found.group(2))
            if name:
                self._short.setdefault(found.group(2).lower(), name)
        for found in _mention(self.rules).finditer(flat):
            name = tidy(text[found.start() : found.end()])
            if name and not any(character.isdigit() for character in name):
                self._names.setdefault(_key(name), Counter())[name] += 1

    def subject(self, text: str) -> str:
        """The agency that a plain sentence or paragraph has for its subject, by its full name; empty without one."""
        bare = text.replace("**", "").replace("__", "").lstrip("*_ ")
        if self._letter and re.match(r"(?:We|I|Our|My)\b", bare):
            return self.own
        found = _subject(self.rules).match(bare)
        if found and not _given(self.rules).match(bare, found.end()):
            name = self._first_of(tidy(found.group("name")))
            if not self._inspectors.search(name):
                return self.full(name)
        general = _general(self.rules).match(bare)
        if general and not _given(self.rules).match(bare, general.end()):
            return self._commonest(general.group("word").lower())
        body = re.match(r"[\"' ]*(?i:the |our )?(?P<name>[A-Z]\w*(?: \w+){0,2}?)\b", bare)
        if (
            body
            and self._bodies.fullmatch(body.group("name"))
            and not _given(self.rules).match(bare, body.end())
        ):
            return self.partnership or f"The {body.group('name')}"
        short = re.match(r"[\"' ]*(?i:the |in addition,? |at present )?(?P<name>[A-Z][A-Za-z&]{1,9})\b", bare)
        if short and short.group("name").isupper() and not _given(self.rules).match(bare, short.end()):
            return self._spelt_out(short.group("name")) or self._post_of(bare)
        return self._post_of(bare)

    def _first_of(self, name: str) -> str:
        """The first of two agencies that "and" joins; a name with "and" in it stays whole."""
        left, found, _ = name.partition(" and ")
        return left if found and _mention(self.rules).fullmatch(left) else name

    def _commonest(self, word: str) -> str:
        """The agency that "the Trust" or "the force" means: the one of that kind which is named most."""
        word = dict(self.rules.get("agencies/called_otherwise")).get(word, word)
        counts = {
            forms.most_common(1)[0][0]: sum(forms.values())
            for key, forms in self._names.items()
            if re.search(rf"\b(?:{word})$", key) and not self._nameless(next(iter(forms)))
        }
        return max(counts, key=lambda one: counts[one]) if counts else ""

    def _post_of(self, bare: str) -> str:
        """The agency of a post that is the subject ("The Clinical Lead within the CCG is ...")."""
        found = _POST.match(bare)
        if not found:
            return ""
        name = found.group("who")
        return self._spelt_out(name) or (self.full(name) if _mention(self.rules).fullmatch(name) else "")

    def stated(self, text: str) -> str:
        """The agency that a table's cell states, by its name or by a post of its."""
        return self.of_post(plain(text)) or self.full(text)

    def of_post(self, owner: str) -> str:
        """The agency of an owner's post: named beside it, or the only one whose officers have such posts."""
        named = self.mentioned(owner)
        if named:
            return named
        for kind in self.rules.kinds("agencies/posts"):
            if self.rules.pattern(f"agencies/posts/{kind}").search(owner):
                names = {
                    forms.most_common(1)[0][0]
                    for forms in self._names.values()
                    if self.rules.pattern(f"agencies/kinds/{kind}").search(plain(next(iter(forms))))
                    and not self._nameless(next(iter(forms)))
                }
                return names.pop() if len(names) == 1 else ""
        return ""

    def _spelt_out(self, short: str) -> str:
        name = self._short.get(short.lower(), "")
        return (
            self.full(name)
            if name and _mention(self.rules).search(name) and not self._inspectors.search(name)
            else ""
        )

    def mentioned(self, text: str) -> str:
        """The first agency that plain text names and that could answer; "the Partnership" is the document's own."""
        first: list[tuple[int, str]] = []
        for found in _mention(self.rules).finditer(text):
            name = tidy(found.group())
            if (
                name[:1].isupper()
                and not self._inspectors.search(name)
                and not _given(self.rules).match(text, found.end())
            ):
                first.append((found.start(), self.full(name)))
                break
        own = re.search(r"\b(?:the|our|this) (?:safeguarding )?(?:Partnership|Board)\b", text)
        if own and self.partnership:
            first.append((own.start(), self.partnership))
        for short in re.finditer(r"\b[A-Z]{3,9}\b", text):
            name = self._spelt_out(short.group())
            if name and not _given(self.rules).match(text, short.end()):
                first.append((short.start(), name))
                break
        return min(first)[1] if first else ""

    def all_mentioned(self, text: str) -> tuple[str, ...]:
        names = []
        for found in _mention(self.rules).finditer(text):
            name = tidy(found.group())
            first = self._first_of(name)
            rest = name[len(first) + 5 :] if first != name else ""
            names += [self.full(one) for one in (first, rest) if one]
        return tuple(dict.fromkeys(name for name in names if name))

    def all_asked(self, who: str) -> tuple[str, ...]:
        """The agencies in the words that name who is asked; the words themselves where they name all of a kind."""
        lower = re.sub(r"^(?:the|that)\s+", "", who.strip().lower())
        if self._bodies.fullmatch(lower):
            return (self.partnership or who.strip(),)
        if self.rules.pattern("agencies/general", whole=True).fullmatch(lower):
            return (re.sub(r"^(?:the|that)\s+", "", who.strip(), flags=re.IGNORECASE),)
        if len(who.split()) > 14:
            return ()
        named = list(self.all_mentioned(who))
        if self.partnership and not named and re.search(r"\b(?:the )?(?:Board|Partnership)\b", who):
            named.insert(0, self.partnership)
        if not named:
            every = self.rules.pattern("agencies/general").search(lower)
            named = [who.strip()[-len(every.group()) :]] if every and lower.endswith(every.group()) else []
        return tuple(named)

    def full(self, name: str) -> str:
        """An agency's full name in this document: short forms spelt out, "the Board" by its name."""
        name = re.sub(r"\s+", " ", tidy(name))
        if name.isupper() and " " in name:
            name = " ".join(word if word.lower() == "nhs" else word.capitalize() for word in name.split(" "))
        if name not in self._resolved:
            self._resolved[name] = self._full(name)
        return self._resolved[name]

    def _full(self, name: str) -> str:
        name = self._short.get(plain(name).lower(), name)
        name = re.sub(rf"(?i)\s+(?:{'|'.join(self.rules.get('agencies/people'))})$", "", name) or name
        lower = plain(name).lower()
        if self.partnership and (self._bodies.fullmatch(lower) or self._boards.fullmatch(lower)):
            return self.partnership
        key = _key(name)
        if self._nameless(name):
            council = (
                self._council
                if self.rules.pattern("agencies/of_the_council", whole=True).fullmatch(lower)
                else ""
            )
            longer = {
                other: sum(forms.values())
                for other, forms in self._names.items()
                if other.endswith(f" {key}") and not self._nameless(next(iter(forms)))
            }
            if longer:
                key = max(longer, key=lambda one: (longer[one], len(one)))
            elif council:
                return f"{council} {name}"
        forms = self._names.get(key)
        return (
            forms.most_common(1)[0][0] if forms and not self._nameless(forms.most_common(1)[0][0]) else name
        )

    def _nameless(self, name: str) -> bool:
        """Whether a name says only what kind of agency it is ("Children's Services", "the Constabulary")."""
        return any(
            self.rules.pattern(f"agencies/kinds/{kind}", whole=True).fullmatch(plain(name))
            for kind in self.rules.kinds("agencies/kinds")
        )


def _key(name: str) -> str:
    """A name for comparing: without possessives and plurals ("Council's Service", "Council Services")."""
    return " ".join(re.sub(r"'?s$|s'$", "", word) for word in plain(name).lower().split())


def _fitted(name: str, short: str) -> str:
    """The words of a name that its short form stands for, counted back from the end; empty where they do not fit."""
    letters = [letter.lower() for letter in short if letter.isupper()] or list(short.lower())
    words = name.split(" ")
    for start in range(len(words) - 1, -1, -1):
        initials = [word[0].lower() for word in re.split(r"[ -]", " ".join(words[start:])) if word]
        big = [
            word[0].lower()
            for word in re.split(r"[ -]", " ".join(words[start:]))
            if word and word[0].isupper()
        ]
        if letters in (initials, big):
            return " ".join(words[start:])
    return name if name[:1].lower() == letters[0] and len(words) <= len(letters) + 3 else ""


def in_heading(text: str, rules: Rules) -> str:
    """The agency a heading names, as printed; empty without one."""
    found = _mention(rules).search(text)
    return tidy(found.group()) if found and found.group()[0].isupper() else ""


def addressed_in_heading(text: str, rules: Rules) -> tuple[str, ...]:
    """Who a heading over recommendations says they are for ("For the police", "4.1 ... Children Board")."""
    words = re.sub(r"^(?:\d[\d.]*|[A-Za-z][.)])\s+", "", text).strip(" :*_")
    for_whom = re.search(
        r"\b(?:recommendations?|actions?|learning(?: points?)?|questions?|considerations?|"
        r"issues)?\s*\b(?:for|to)\s+(?:the\s+)?(.{2,80})$",
        words,
        re.IGNORECASE,
    )
    name = in_heading(words, rules)
    if for_whom and (
        _mention(rules).fullmatch(for_whom.group(1))
        or in_heading(for_whom.group(1), rules)
        or rules.pattern("agencies/general", whole=True).fullmatch(for_whom.group(1))
    ):
        return (tidy(for_whom.group(1)),)
    if name and len(name) >= 0.5 * len(words):
        return (
            tidy(words)
            if len(words) <= 70 and "(" not in words and "recommend" not in words.lower()
            else name,
        )
    return (name,) if name and len(words.split()) <= 8 else ()
