"""The walk over a document: from its pieces to drafts of recommendations, answers and findings.

One pass in reading order. Headings and labels say what the pieces after them are (a list of
recommendations, one recommendation's words, an answer, actions, findings); a heading of another kind
closes what was open. `state` holds what is open, `listing` reads lists, `answering` labels and answers,
`tabling` tables; this module takes the pieces one by one and says which of them it is for.
"""

from __future__ import annotations

import re

from heed.kit.reading import agencies
from heed.kit.reading.asks import asks, tells
from heed.kit.reading.drafts import Draft, Gathered, Group
from heed.kit.reading.labels import Label, marker_label, read_label, read_plain_label
from heed.kit.reading.panels import panels
from heed.kit.reading.pieces import Piece, Table
from heed.kit.reading.prose import in_prose
from heed.kit.reading.sections import Role, Section, read_heading
from heed.kit.reading.state import Mode, section_name
from heed.kit.reading.status import read_status
from heed.kit.reading.tabling import Tabling
from heed.kit.reading.types import BlockKind
from heed.kit.words import sentences


class Walk(Tabling):
    """One walk; `run` gives what was gathered."""

    def run(self) -> Gathered:
        self.responds = self.responds or self._answers_follow()
        panelled = {} if self.labels_or_lists else panels(self.found, self.rules)
        while self.at < len(self.found):
            piece = self.found[self.at]
            self.at += 1
            if isinstance(piece, Table):
                self._table(piece)
            elif id(piece) in panelled:
                self._panelled(piece, panelled[id(piece)])
            elif self._step(piece):
                break
        _settle(self.gathered)
        in_prose(self.gathered, self.found, self.rules)
        return self.gathered

    def _answers_follow(self) -> bool:
        """Whether agencies answer after most labelled recommendations, in a document that does not say so."""
        labels = answered = 0
        for index, piece in enumerate(self.found):
            if (
                not isinstance(piece, Piece)
                or not piece.is_heading
                or read_label(piece.plain, self.rules) is None
            ):
                continue
            labels += 1
            for other in self.found[index + 2 : index + 6]:
                if isinstance(other, Table) or other.is_heading:
                    break
                if other.is_item:
                    continue
                opening = other.plain[:70]
                told = [read_status(other.plain[a:b], self.rules).statuses for a, b in sentences(other.plain)]
                spoken = agencies.in_heading(opening, self.rules) or re.match(
                    r"(?:The )?(?:Partnership|Board)|We\b", opening
                )
                answered += bool(spoken) and any(told)
                break
        return labels >= 2 and answered >= 0.6 * labels

    def _step(self, piece: Piece) -> bool:
        """Take one piece; True at the document's end."""
        label = self._label(piece)
        if label and not self.foreign:
            self._labelled(piece, label)
            return False
        section = self._heading(piece)
        if piece.is_heading and (self._is_foreign(piece) or self._names_paragraph(piece)):
            return False
        if self._recommends(piece):
            return False
        unnamed = self.mode is Mode.ASK or (section and section.role in (Role.RESPONSE, Role.ACTIONS))
        if piece.is_heading and section is not None and not unnamed:
            self.nearest = section_name(piece)
        if section is not None:
            if section.role is Role.END:
                return True
            self._open(piece, section)
            return False
        if self._by_reference(piece):
            return False
        run_in = self._run_in(piece)
        if run_in:
            self._open(piece, run_in[0])
            self.runs_in = True
            if self.mode is Mode.ANSWER:
                self._answer(piece, start=run_in[1])
            return False
        {
            Mode.OUT: self._outside,
            Mode.LIST: self._in_list,
            Mode.ASK: self._asked,
            Mode.AFTER: self._after,
            Mode.ANSWER: self._answered,
            Mode.FINDINGS: self._finding,
        }[self.mode](piece)
        return False

    def _is_foreign(self, heading: Piece) -> bool:
        """Whether a heading opens, or stands within, a section about what others recommended."""
        if self.mode is Mode.ANSWER:
            return False
        if (
            self.at > 6
            and self.rules.pattern("headings/not_ours").search(heading.bare)
            and self.mode is not Mode.LIST
        ):
            self._close()
            self.foreign = max(heading.level, 1)
        elif self.foreign and 0 < heading.level <= self.foreign:
            self.foreign = 0
        return bool(self.foreign)

    def _panelled(self, piece: Piece, name: str) -> None:
        """The words of a panel: a recommendation, which the headings beneath it answer."""
        self._close()
        self._new("", "recommendation")
        draft = self.gathered.drafts[-1]
        draft.add(piece)
        draft.theme, draft.sure = name, 0.75 if asks(piece.plain, self.rules) else 0.6
        draft.why = ["it stands under a heading of its own, with what was done beneath it"]
        self.current_level = self._level_over(name)
        self.mode = Mode.AFTER

    def _level_over(self, name: str) -> int:
        last = self.found[self.at - 2] if self.at > 1 else None
        return last.level if isinstance(last, Piece) and last.bare.rstrip(":") == name else 9

    def _names_paragraph(self, heading: Piece) -> bool:
        """A heading that names the paragraph in which something was recommended ("Paragraph 5.3")."""
        named = re.fullmatch(r"(?i)para(?:graph|\.)? (\d{1,3}(?:\.\d{1,3})*)\W*", heading.bare)
        draft = self._known(named.group(1)) if named else None
        if draft is not None:
            self._answer_to(draft)
        return draft is not None

    def _recommends(self, piece: Piece) -> bool:
        """A numbered paragraph that opens by recommending, between the sections of a report's analysis."""
        if self.foreign or self.mode not in (Mode.OUT, Mode.AFTER) or not (piece.is_item and piece.numbered):
            return False
        opening = self.rules.pattern("labels/recommends").match(piece.plain)
        before = self.gathered.drafts  # without any, or with a summary of them, `prose` reads the sentences
        summed_up = any(re.search(r"(?i)summary", draft.section) for draft in before)
        if not opening or not before or summed_up or piece.plain.endswith(":"):
            return False
        self._close()
        self._new(marker_label(piece.marker), "recommendation")
        draft = self.gathered.drafts[-1]
        draft.add(piece)
        draft.sure, draft.why = 0.75, ["a numbered paragraph that recommends, outside any list"]
        return True

    def _label(self, piece: Piece) -> Label | None:
        label = read_label(piece.plain, self.rules)
        if label is None:
            aside = self.rules.pattern("headings/asides").search(self.nearest)
            plain = None if aside else read_plain_label(piece.plain, self.rules)
            rest = piece.plain[plain.rest :].strip() if plain else ""
            if plain and len(rest.split()) > 4 and (asks(rest, self.rules) or tells(rest)):
                return plain
            return None
        rest = piece.plain[label.rest :].strip("*_ ")
        if label.marked or piece.is_heading:
            return label
        if label.kind == "recommendation" and rest[:1].isupper() and asks(rest, self.rules):
            return label
        return None

    def _heading(self, piece: Piece) -> Section | None:
        if piece.is_heading:
            return read_heading(piece.bare, self.rules)
        if piece.kind is BlockKind.PARAGRAPH and len(piece.bare) <= 90 and piece.bare[-1:] not in ".;,":
            section = read_heading(piece.bare, self.rules)
            if section.role in (
                Role.RECOMMENDATIONS,
                Role.RESPONSE,
                Role.ACTIONS,
                Role.END,
                Role.THEME,
                Role.FINDINGS,
            ):
                return section if piece.bare[:1].isupper() else None
        return None

    def _run_in(self, piece: Piece) -> tuple[Section, int] | None:
        """A heading that stands at the start of its paragraph ("Response: ...")."""
        found = re.match(r"[*_]*([A-Z][\w' -]{2,50}?)[*_]*\s?:[*_]*\s+(?=\S)", piece.plain)
        if not found or self.mode in (Mode.OUT, Mode.FINDINGS) or len(found.group(1).split()) > 6:
            return None
        section = read_heading(found.group(1), self.rules)
        return (section, found.end()) if section.role in (Role.RESPONSE, Role.ACTIONS) else None

    def _open(self, piece: Piece, section: Section) -> None:
        role = section.role
        if role is Role.RECOMMENDATIONS and self.mode is Mode.ASK and piece.level > self.current_level:
            self.reasons = False  # "Recommendation", over the words of the one that is open
        elif role is Role.RECOMMENDATIONS and not (self.mode is Mode.ASK and not piece.is_heading):
            self._open_list(piece, section)
        elif role is Role.THEME:
            self._close()
            self.group = Group(section.name.strip())
            self.current_level = piece.level if piece.is_heading else 9
            self.gathered.groups.append(self.group)
            self.section = piece.bare.rstrip(":")
            self.over = [piece.bare]
        elif (
            role in (Role.RESPONSE, Role.ACTIONS)
            and (self.listed or self.current or self.group)
            and self._answers(piece, section)
        ):
            self._open_answer(piece, section)
        elif role is Role.FINDINGS and self.only_learning and self._asks_throughout():
            self._open_list(piece, Section(Role.RECOMMENDATIONS, "learning point"))
        elif role is Role.FINDINGS and self.mode is not Mode.ANSWER:
            self._close()
            self.mode = Mode.FINDINGS
            self.finding_kind = "other" if self.inspection and section.kind == "weakness" else section.kind
            self.finding_label, self.finding_section = "", section_name(piece)
            self.current_level = piece.level
        elif self.mode is Mode.ASK:
            self._titled(piece)
        elif self.mode is Mode.LIST:
            self._within_list(piece, section)
        elif self.mode in (Mode.ANSWER, Mode.AFTER):
            self._within_answer(piece, section)
        elif self.mode is Mode.FINDINGS and (
            section.role is Role.CLOSING or piece.level <= self.current_level
        ):
            self._close()
        elif self.mode is Mode.FINDINGS and piece.is_heading:
            self.finding_section = section_name(piece)
        elif self.mode is Mode.OUT:
            self.over = [section_name(piece), *self.over[:2]]
            if role is Role.CLOSING:
                self.group = None


def _settle(gathered: Gathered) -> None:
    """Take away drafts without words; what was answered to them goes to the recommendation of that label."""
    by_label: dict[tuple[str, str], Draft] = {}
    kept: list[Draft] = []
    for draft in gathered.drafts:
        key = (draft.kind, draft.label)
        if draft.spans:
            kept.append(draft)
            by_label.setdefault(key, draft)
        elif key in by_label:
            by_label[key].answers.extend(draft.answers)
    gathered.drafts = kept
    for group in gathered.groups:
        group.drafts = [draft for draft in group.drafts if draft.spans]
    gathered.groups = [group for group in gathered.groups if group.drafts]
