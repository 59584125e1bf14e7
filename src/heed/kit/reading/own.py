"""Documents that Heed wrote: they say what is what in fixed words (`rules/reading/own.yaml`), so nothing is guessed.

A heading names a recommendation, a theme, whose response follows or how far the actions are that follow; an action ends
in square brackets that say whose it is, by when, and its state; a table of a plan has a row for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from heed.kit.dates import days_of
from heed.kit.reading.pieces import Piece, Table
from heed.kit.reading.rules import Rules
from heed.kit.reading.shown import Shown
from heed.kit.reading.types import Action, Document, Due, Recommendation, Response, Span, Status, Theme

_TO_THEME = re.compile(r"Response(?: of (?P<who>.+))? to the theme (?P<theme>.+)")
_RESPONSE = re.compile(r"Response(?: of (?P<who>.+))?")
_FOR_THEME = " for the theme "


def is_own(document: Document, rules: Rules) -> bool:
    """Whether a document says near its end that Heed wrote it."""
    return bool(rules.get("own/mark")) and rules.get("own/mark") in " ".join(document.text[-2000:].split())


@dataclass(slots=True)
class _Said:
    """Words that are gathered piece by piece: a response, or a list of actions with their status."""

    agency: str = ""
    status: str = ""
    spans: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    label: str
    kind: str
    theme: str
    section: str
    spans: list[Span] = field(default_factory=list)
    responses: list[_Said] = field(default_factory=list)
    lists: list[_Said] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    """Those of tables."""


@dataclass(slots=True)
class _Theme:
    name: str
    ids: list[str] = field(default_factory=list)
    responses: list[_Said] = field(default_factory=list)
    lists: list[_Said] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


class Own:
    """One reading of a document that Heed wrote."""

    def __init__(self, document: Document, found: Sequence[Piece | Table], rules: Rules, on: date | None):
        self._document, self._found, self._rules, self._on = document, found, rules, on
        self._drafts: list[_Draft] = []
        self._themes: dict[str, _Theme] = {}
        self._theme = ""
        self._section = ""
        self._into: list[Span] | None = None
        self._of: _Draft | _Theme | None = None
        kinds = "|".join(sorted(rules.get("own/kinds"), key=len, reverse=True))
        self._named = re.compile(rf"(?P<kind>{kinds})(?: (?P<label>\S.{{0,39}}))?", re.IGNORECASE)
        self._statuses = {words: status for status, words in rules.get("own/statuses").items()}
        states = "|".join(re.escape(each) for each in rules.get("own/states"))
        self._end = re.compile(rf"\[(?P<said>(?:[^\[\]]*; )(?P<state>{states}))\]")

    def read(self) -> tuple[tuple[Recommendation, ...], tuple[Theme, ...]]:
        """The recommendations and themes."""
        following = [*self._found[1:], None]
        for each, after in zip(self._found, following, strict=True):
            if isinstance(each, Table):
                self._table(each)
            elif isinstance(after, Table) and each.text.startswith(self._rules.get("own/caption")):
                continue
            elif self._is_heading(each):
                self._heading(each.text.strip("*_ ").rstrip(":"), each)
            elif self._into is not None:
                self._into += _whole(each)
        recommendations = tuple(
            self._recommendation(number, each) for number, each in enumerate(self._drafts, 1)
        )
        return recommendations, tuple(map(self._as_theme, self._themes.values()))

    def _is_heading(self, piece: Piece) -> bool:
        """On paper a heading is bold: a paragraph that stands among much small print may look as large as one."""
        if self._document.kind != "pdf":
            return piece.is_heading
        return bool(piece.block.bold) and _covers(piece.block.bold, piece.block.spans)

    def _heading(self, words: str, piece: Piece) -> None:
        self._into = None
        words = " ".join([piece.marker, words]).strip()
        if words.startswith("Theme: "):
            self._theme, self._of = words.removeprefix("Theme: "), None
            self._themes.setdefault(self._theme, _Theme(self._theme))
        elif words.startswith("For the theme "):
            self._of = self._theme_called(words.removeprefix("For the theme "))
        elif found := _TO_THEME.fullmatch(words):
            self._responds(self._theme_called(found["theme"]), found["who"])
        elif found := _RESPONSE.fullmatch(words):
            self._responds(self._of, found["who"])
        elif status := self._statuses.get(words.partition(_FOR_THEME)[0]):
            theme = words.partition(_FOR_THEME)[2]
            self._lists(self._theme_called(theme) if theme else self._of, status)
        elif found := self._named.fullmatch(words):
            self._begin(found["kind"].lower(), found["label"] or "")
        else:
            self._section, self._of = words, None
            if words.startswith("Other recommendations") or piece.level <= 2:
                self._theme = ""

    def _begin(self, kind: str, label: str) -> None:
        draft = _Draft(label, kind, self._theme, self._section)
        self._drafts.append(draft)
        if self._theme:
            self._themes[self._theme].ids.append(f"r{len(self._drafts)}")
        self._of, self._into = draft, draft.spans

    def _theme_called(self, name: str) -> _Theme:
        return self._themes.setdefault(name, _Theme(name))

    def _responds(self, of: _Draft | _Theme | None, who: str | None) -> None:
        if of is not None:
            said = _Said(agency=who or "")
            of.responses.append(said)
            self._into = said.spans

    def _lists(self, of: _Draft | _Theme | None, status: str) -> None:
        if of is not None:
            said = _Said(status=status)
            of.lists.append(said)
            self._into = said.spans

    def _table(self, table: Table) -> None:
        """A table of a plan: its heads are those that Heed writes."""
        if self._of is None or not table.rows:
            return
        self._into = None
        heads = {cell.plain: column for column, cell in table.rows[0].items()}
        if not {"Action", "Who", "How far"} <= set(heads):
            return
        for row in table.rows[1:]:
            words = {
                head: _joined(
                    [span for piece in row[column].pieces for span in _whole(piece)], self._document
                )
                for head, column in heads.items()
                if column in row
            }
            action = self._of_row(words)
            if action is not None:
                self._of.actions.append(action)

    def _of_row(self, words: dict[str, Shown]) -> Action | None:
        said = {head: shown.text for head, shown in words.items()}
        status = self._rules.get("own/how_far").get(said.get("How far", "").partition(":")[0])
        if status is None or not said.get("Action"):
            return None
        return Action(
            text=said["Action"],
            status=Status(status),
            spans=words["Action"].spans,
            agency=said.get("Who", ""),
            owner=said.get("Owner", ""),
            due=self._due(said.get("By when", "")),
        )

    def _recommendation(self, number: int, draft: _Draft) -> Recommendation:
        shown = _joined(draft.spans, self._document)
        text, end = shown.text, len(shown.text)
        asked = self._rules.get("own/asked")
        for nothing in self._rules.get("own/nothing"):
            if text[:end].endswith(nothing):
                end = len(text[: end - len(nothing)].rstrip())
        at = text[:end].rfind(asked)
        names = text[at + len(asked) : end].split("; ") if at >= 0 else []
        end = len(text[:at].rstrip()) if at >= 0 else end
        return Recommendation(
            id=f"r{number}",
            label=draft.label,
            kind=draft.kind,
            text=text[:end],
            spans=shown.cut(0, end),
            section=draft.section,
            theme=draft.theme,
            addressed_to=tuple(each.strip() for each in names if each.strip()),
            responses=tuple(self._responses(draft.responses)),
            actions=(*self._actions(draft.lists), *draft.actions),
        )

    def _responses(self, said: Sequence[_Said]) -> Iterator[Response]:
        for each in said:
            shown = _joined(each.spans, self._document)
            if shown.text:
                yield Response(each.agency, shown.text, shown.spans)

    def _actions(self, lists: Sequence[_Said]) -> Iterator[Action]:
        for each in lists:
            shown, start = _joined(each.spans, self._document), 0
            for end in self._end.finditer(shown.text):
                text = shown.text[start : end.start()].strip()
                agency, *more = end["said"].split("; ")
                facts = dict(part.split(": ", 1) for part in more if ": " in part)
                yield Action(
                    text=text,
                    status=Status(each.status),
                    spans=shown.cut(start, end.start()),
                    agency="" if agency == self._rules.get("own/nobody") else agency,
                    owner=facts.get("owner", ""),
                    due=self._due(facts.get("due", "")),
                )
                start = end.end()

    def _due(self, words: str) -> Due | None:
        if not words:
            return None
        days = days_of(words, self._on)
        return Due(words, *(each.isoformat() if each else None for each in (days.earliest, days.latest)))

    def _as_theme(self, theme: _Theme) -> Theme:
        said = [span for each in theme.responses for span in each.spans]
        shown = _joined(said, self._document)
        return Theme(
            name=theme.name,
            recommendations=tuple(theme.ids),
            response=shown.text,
            actions=(*self._actions(theme.lists), *theme.actions),
            spans=shown.spans,
        )


def _whole(piece: Piece) -> list[Span]:
    """A piece with the number that it begins with, which may be a word of its sentence; not a bullet."""
    marker = piece.block.marker_span
    lead = [marker] if marker is not None and piece.numbered else []
    return [*lead, *piece.block.spans]


def _joined(spans: Sequence[Span], document: Document) -> Shown:
    return Shown(document.text, spans)


def _covers(bold: Sequence[Span], spans: Sequence[Span]) -> bool:
    """Whether all of a block is bold."""
    printed = sum(each.end - each.start for each in bold)
    return printed >= 0.95 * sum(each.end - each.start for each in spans)
