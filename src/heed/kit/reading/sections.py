"""What a heading opens: recommendations, a response, actions, findings, a theme, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from heed.kit.reading.rules import Rules


class Role(Enum):
    END = auto()
    THEME = auto()
    RECOMMENDATIONS = auto()
    RESPONSE = auto()
    ACTIONS = auto()
    FINDINGS = auto()
    CLOSING = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading understood. `kind` is of recommendation or finding; for actions taken, planned or unsaid."""

    role: Role
    kind: str = ""
    name: str = ""


_NUMBER = re.compile(
    r"^(?:section |part |appendix |annex |chapter )?(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]|[a-z])[.):]*\s+(?=\S)",
    re.IGNORECASE,
)
_EDGES = "*_ :.-"


def read_heading(text: str, rules: Rules) -> Section:
    """Understand a heading by its words, its number left out."""
    words = text.strip(_EDGES)
    bare = (
        _NUMBER.sub("", words, count=1)
        if re.match(r"(?i)\d|section|part|appendix|annex|chapter|[A-Z][.)]", words)
        else words
    )
    bare = bare.strip(_EDGES)
    if not bare:
        return Section(Role.OTHER)
    if rules.pattern("headings/end", whole=True).fullmatch(bare):
        return Section(Role.END)
    if rules.pattern("headings/closing_first", whole=True).fullmatch(bare):
        return Section(Role.CLOSING)
    theme = rules.pattern("headings/theme", whole=True).fullmatch(bare)
    if theme:
        name = next((value for value in theme.groupdict().values() if value), "")
        return Section(Role.THEME, name=name)
    for kind in rules.kinds("headings/actions"):
        if rules.pattern(f"headings/actions/{kind}", whole=True).fullmatch(bare):
            return _unless_recommendations(bare, rules, Section(Role.ACTIONS, kind))
    if not rules.pattern("headings/not_recommendations").search(bare):
        for kind in rules.kinds("headings/recommendations"):
            if rules.pattern(f"headings/recommendations/{kind}", whole=True).fullmatch(bare):
                return Section(Role.RECOMMENDATIONS, kind)
    for kind in rules.kinds("headings/findings"):
        if rules.pattern(f"headings/findings/{kind}", whole=True).fullmatch(bare):
            return Section(Role.FINDINGS, kind)
    if rules.pattern("headings/response", whole=True).fullmatch(bare):
        return Section(Role.RESPONSE)
    closing = rules.pattern("headings/closing", whole=True)
    if closing.fullmatch(bare) or closing.fullmatch(words):
        return Section(Role.CLOSING)
    return Section(Role.OTHER)


def _unless_recommendations(bare: str, rules: Rules, section: Section) -> Section:
    for kind in ("priority action", "area for improvement"):
        if rules.pattern(f"headings/recommendations/{kind}", whole=True).fullmatch(bare):
            return Section(Role.RECOMMENDATIONS, kind)
    return section


def source_of(texts: list[str], rules: Rules) -> str:
    """Whose recommendations a list holds, by the headings over it, the nearest first."""
    for text in texts:
        for source in rules.kinds("headings/sources"):
            if rules.pattern(f"headings/sources/{source}").search(text):
                return source
    return ""
