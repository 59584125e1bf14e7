"""What a sentence says of an action: taken, in place, planned, stalled, or no action at all.

The main verb decides: the first group of verbs outside "which", "that", "where" and the like. A second
group after "and" of the other tense makes the sentence both done and to come.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from heed.kit.reading.rules import Rules
from heed.kit.words import spaced

_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|whom|whose|where|when|whereby|if|whether|what|how|while|whilst|because|unless|once)\b",
    re.IGNORECASE,
)
_SPENT = re.compile(r"^\s*(?:\w+\s+){0,3}?\w{3,}ed\b(?!\s+by\b)", re.IGNORECASE)
# A verb in the present, told only by an "s" before an article: "the coordinator telephones the family".
_PLAIN_VERB = re.compile(r"^(?:[\w'-]+,? ){1,8}?([a-z]{3,}s) (?:the|a|an|each|every|all|its|their)\b")
_AND_WILL = re.compile(r"\b(?:and|but)\b (?:\w+ ){1,6}?will\b", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|but|however|with)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:\u2013-]\s")
STATUSES = ("stalled", "planned", "taken", "in_place")


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says: no, one or two statuses, how sure (0 to 1), and why in plain words."""

    statuses: tuple[str, ...]
    sure: float
    why: str


NOTHING = Told((), 0.8, "it tells of no action")


@lru_cache(maxsize=16)
def _clusters(rules: Rules, path: str) -> re.Pattern[str]:
    participle, adverb = str(rules.get("actions/participle")), str(rules.get("actions/adverb"))
    groups = []
    for status in STATUSES:
        bodies = [
            str(entry).replace("{participle}", participle).replace("{adverb}", adverb)
            for entry in rules.get(f"{path}/{status}")
        ]
        if bodies:
            groups.append(f"(?P<{status}>{'|'.join(f'(?:{body})' for body in bodies)})")
    return re.compile(
        rf"(?<![\w'-])(?<!should )(?<!could )(?<!must )(?:{spaced('|'.join(groups))})(?![\w-])", re.IGNORECASE
    )


def read_status(text: str, rules: Rules, *, lead: str = "", default: str = "") -> Told:
    """The statuses of a plain sentence. `lead` is what its list's lead-in says; `default` what its heading says."""
    words = text.strip("*_ ")
    if not words:
        return NOTHING
    early = _main_verbs(words, _clusters(rules, "actions/clusters"))[0]
    for status in ("stalled", "planned", "in_place"):
        found = rules.pattern(f"actions/over_verb/{status}").search(words)
        if found and early and early[0] == "planned" and status == "in_place":
            continue
        if found and early and early[0] == "taken" and status == "planned":
            return Told(
                ("taken", "planned"),
                0.5,
                f"it says both \u201c{early[1]}\u201d and \u201c{found.group().strip()}\u201d",
            )
        if found:
            return Told((status,), 0.78, f"it says \u201c{found.group().strip()}\u201d")
    sure_action = rules.pattern("actions/surely_action").search(words)
    if not default and not sure_action:
        found = rules.pattern("actions/not_action").search(words)
        if found and found.start() < 90:
            later = _AND_WILL.search(words, found.end())
            if later:
                return Told(("planned",), 0.7, f"it ends \u201c{later.group().strip()}\u201d")
            return Told((), 0.75, f"\u201c{found.group().strip()}\u201d tells of no action")
    main, second = _main_verbs(words, _clusters(rules, "actions/clusters"))
    if main is None and not rules.pattern("actions/verbless/planned").search(words):
        main, second = _main_verbs(words, _clusters(rules, "actions/weak"))
    if main:
        status, shown = main
        if second and status in ("taken", "in_place") and second[0] == "planned":
            return Told(
                (status, "planned"), 0.75, f"it says both \u201c{shown}\u201d and \u201c{second[1]}\u201d"
            )
        return Told((status,), 0.85, f"its verb is \u201c{shown}\u201d")
    for status in ("planned", "taken", "in_place"):
        found = rules.pattern(f"actions/verbless/{status}").search(words)
        if found and not (status == "planned" and lead):
            return Told((status,), 0.75, f"it says \u201c{found.group().strip()}\u201d")
    if found := _PLAIN_VERB.match(words):
        return Told(("in_place",), 0.6, f"its verb seems to be \u201c{found.group(1)}\u201d")
    if lead or default:
        return Told(
            (lead or default,), 0.75, "the line before the list says so" if lead else "its heading says so"
        )
    return Told((), 0.5, "it has no verb that tells")


def _main_verbs(
    words: str, clusters: re.Pattern[str]
) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    main: tuple[str, str] | None = None
    at = 0
    for found in clusters.finditer(words):
        between = words[at : found.start()]
        at = found.end()
        status = str(found.lastgroup)
        subordinate = _SUBORDINATE.search(between)
        if subordinate and not _SPENT.search(between[subordinate.end() :]):
            continue
        if main is None:
            if status == "taken" and _reduced(words, found):
                continue
            main = (status, found.group().strip())
        elif _AND.search(between) and status != main[0]:
            return main, (status, found.group().strip())
    return main, None


def _reduced(words: str, found: re.Match[str]) -> bool:
    """Whether a lone participle hangs on the noun before it ("training provided by the Board")."""
    verb = found.group()
    if " " in verb or not verb.lower().endswith(("ed", "held", "led", "set", "made", "sent", "written")):
        return False
    following = words[found.end() : found.end() + 9]
    return (
        bool(
            re.match(
                r"\s(?:by|to|as|on|in|at|for|of|from|with|during|through|within|against|into|under|about|via|since)\b",
                following,
            )
        )
        and found.start() > 0
    )
