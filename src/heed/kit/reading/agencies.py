"""Agencies: found by the words for their kind, under the names and short forms a document gives them."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from heed.kit.reading.rules import Rules
from heed.kit.words import plain, spaced

_LEADING = re.compile(
    r"^(?:(?:the|all|our|both|each|every|any|in addition|additionally|furthermore|also|moving forward|previously|at present|local|"
    r"currently|for|from|by|with|since|following|as|in|within|to|and|through|their|its|this|that|individual|other|partner)\b,?\s+)+",
    re.IGNORECASE,
)
_PREFIX = r"(?:(?:[A-Z][\w&'-]*|of|and|&|upon|on|in|under)\s+){0,7}?"
_SUBJECT_OPENING = (
    r"(?:(?:the|all|our|both|each|in addition|additionally|furthermore|also|moving forward|previously|at present|currently|"
    r"in addition prior to covid-19|similarly|likewise|meanwhile|finally|secondly|firstly|however|therefore|staff (?:in|at|from)|"
    r"colleagues (?:in|at|from)|officers (?:in|at|from))\b,?\s+)*"
)
_GIVEN = re.compile(
    r"\s+(?:will|is|are|was|were|has|have|should)(?:\s+(?:also|been|be))*\s+(?:provided|given|sent|offered|informed|updated|briefed|presented)\b"
    r"(?:\s+(?:with|of|a|an|the|on)\b)"
)
_ACRONYM = re.compile(r"((?:[A-Z][\w'&-]*|of|and|for|the|on|&|in|to)(?:[ -](?:[A-Z][\w'&-]*|of|and|for|the|on|&|in|to)){1,9})[ ]?\([\"']?(?:the )?[\"']?([A-Z][A-Za-z&-]{1,9})[\"']?\)")


def _kinds(rules: Rules) -> str:
    bodies = [str(entry) for kind in rules.kinds("agencies/kinds") for entry in rules.get(f"agencies/kinds/{kind}")]
    return spaced("|".join(f"(?:{body})" for body in bodies))


@lru_cache(maxsize=8)
def _mention(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w']){_PREFIX}(?i:{_kinds(rules)})(?!\w)")


@lru_cache(maxsize=8)
def _subject(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"[*_\"' ]*(?i:{_SUBJECT_OPENING})[*_]*(?P<name>{_PREFIX}(?i:{_kinds(rules)}))(?!\w)")


def tidy(name: str) -> str:
    """A name without articles before it, possessives after it and emphasis marks."""
    name = _LEADING.sub("", name.strip("*_ ,.:;-\u2013\u2014()\"'"))
    return re.sub(r"['\u2019]s?$", "", name) if not re.search(r"(?i)(?:children|women)['\u2019]s$", name) else name


class Agencies:
    """The agencies of one document; `partnership` is the body that speaks where nobody is named."""

    def __init__(self, text: str, rules: Rules, partnership: str = ""):
        self.rules = rules
        body = "|".join(f"(?:{entry})" for entry in rules.get("facts/partnerships"))
        self.partnership = partnership if re.search(spaced(body), plain(partnership), re.IGNORECASE) else ""
        flat = plain(text)
        self._short: dict[str, str] = {}
        for found in _ACRONYM.finditer(flat):
            name = tidy(text[found.start(1) : found.end(1)].replace("\n", " "))
            if _fits(name, found.group(2)):
                self._short.setdefault(found.group(2).lower(), _fitted(name, found.group(2)))
        self._names = Counter(
            tidy(re.sub(r"\s+", " ", text[found.start() : found.end()])) for found in _mention(rules).finditer(flat)
        )
        self._inspectors = re.compile(rf"(?i:{'|'.join(rules.get('agencies/not_responders'))})")
        self._bodies = re.compile(rf"(?i:{'|'.join(rules.get('agencies/partnership_bodies'))})")
        self._boards = rules.pattern("agencies/kinds/partnership", whole=True)
        self._resolved: dict[str, str] = {}

    def subject(self, text: str) -> str:
        """The agency that a plain sentence or paragraph has for its subject, by its full name; empty without one."""
        found = _subject(self.rules).match(text)
        if found and not _GIVEN.match(text, found.end()):
            name = tidy(found.group("name"))
            if not self._inspectors.search(name):
                return self.full(name)
        body = re.match(r"[*_\"' ]*(?i:the |our )?(?P<name>[A-Z]\w*(?: \w+){0,2}?)\b", text)
        if body and self._bodies.fullmatch(body.group("name")) and not _GIVEN.match(text, body.end()):
            return self.partnership or f"The {body.group('name')}"
        short = re.match(r"[*_\"' ]*(?i:the |in addition,? |at present )?(?P<name>[A-Z][A-Za-z&]{1,9})\b", text)
        if short and short.group("name").lower() in self._short and short.group("name").isupper():
            name = self._short[short.group("name").lower()]
            if _mention(self.rules).search(name) and not self._inspectors.search(name) and not _GIVEN.match(text, short.end()):
                return self.full(name)
        return ""

    def mentioned(self, text: str) -> str:
        """The first agency that plain text names and that could answer."""
        for found in _mention(self.rules).finditer(text):
            name = tidy(found.group())
            if name[:1].isupper() and not self._inspectors.search(name):
                return self.full(name)
        return ""

    def all_mentioned(self, text: str) -> tuple[str, ...]:
        names = [self.full(tidy(found.group())) for found in _mention(self.rules).finditer(text)]
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
        if self.partnership and re.search(r"\b(?:the )?(?:Board|Partnership)\b", who) and self.partnership not in named and not named:
            named.insert(0, self.partnership)
        return tuple(named)

    def full(self, name: str) -> str:
        """An agency's full name in this document: short forms spelt out, "the Board" by its name."""
        name = re.sub(r"\s+", " ", tidy(name))
        if name not in self._resolved:
            self._resolved[name] = self._full(name)
        return self._resolved[name]

    def _full(self, name: str) -> str:
        short = self._short.get(name.lower())
        if short:
            name = short
        lower = plain(name).lower()
        if self.partnership and (self._bodies.fullmatch(lower) or self._boards.fullmatch(lower) and not _named(name)):
            return self.partnership
        longer = [
            (count, other)
            for other, count in self._names.items()
            if len(other) > len(name) and plain(other).lower().endswith(lower) and other[0].isupper()
            and plain(other)[-len(lower) - 1] in " '"
        ]
        if longer and len(lower.split()) <= 3:
            return max(longer, key=lambda pair: (pair[0], len(pair[1])))[1]
        return name


def _named(name: str) -> bool:
    """Whether a board or partnership is told apart from others by a name."""
    first = name.split(" ", 1)[0]
    return first.lower() not in {"safeguarding", "local", "children's", "children\u2019s", "lscb", "lscbs", "partnership", "board"} and " " in name


def _fits(name: str, short: str) -> bool:
    return bool(_fitted(name, short))


def _fitted(name: str, short: str) -> str:
    """The words of a name that its short form stands for, counted back from the end."""
    letters = [letter.lower() for letter in short if letter.isupper()] or list(short.lower())
    words = name.split(" ")
    for start in range(len(words) - 1, -1, -1):
        initials = [word[0].lower() for word in re.split(r"[ -]", " ".join(words[start:])) if word]
        big = [word[0].lower() for word in re.split(r"[ -]", " ".join(words[start:])) if word and word[0].isupper()]
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
    for_whom = re.search(r"\b(?:recommendations?|actions?|learning(?: points?)?|questions?|considerations?|issues)?\s*\b(?:for|to)\s+(?:the\s+)?(.{2,80})$", words, re.IGNORECASE)
    name = in_heading(words, rules)
    if for_whom and (in_heading(for_whom.group(1), rules) or rules.pattern("agencies/general", whole=True).fullmatch(for_whom.group(1))):
        return (tidy(for_whom.group(1)),)
    if name and len(name) >= 0.5 * len(words):
        return (tidy(words) if len(words) <= 70 and "(" not in words and "recommend" not in words.lower() else name,)
    return (name,) if name and len(words.split()) <= 8 else ()
