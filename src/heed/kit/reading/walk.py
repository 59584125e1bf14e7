"""The walk over a document: from its pieces to drafts of recommendations, answers and findings.

One pass in reading order. Headings and labels say what the pieces after them are (a list of
recommendations, one recommendation's words, an answer, actions, findings); a heading of another kind
closes what was open.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from heed.kit.reading import agencies, tables
from heed.kit.reading.asks import asks, asks_outright, is_withheld, tells
from heed.kit.reading.drafts import SAID, Answer, Draft, FindingDraft, Gathered, Group
from heed.kit.reading.labels import Label, follows, marker_label, read_bare_number, read_label, read_plain_label, read_short_label
from heed.kit.reading.pieces import Piece, Table
from heed.kit.reading.prose import in_prose
from heed.kit.reading.rules import Rules
from heed.kit.reading.sections import Role, Section, read_heading, source_of
from heed.kit.reading.types import BlockKind
from heed.kit.words import sentences


class Mode(Enum):
    OUT = auto()
    LIST = auto()
    ASK = auto()
    AFTER = auto()
    ANSWER = auto()
    FINDINGS = auto()


_URL = re.compile(r"<?(?:https?://|www\.)\S+>?$")
# Kinds that ask; the others may simply tell.
_ASKING = ("recommendation", "area for improvement", "priority action")
SHORT_TITLE = 8


class Walk:
    """The state of the walk; `run` gives what was gathered."""

    def __init__(self, found: list[Piece | Table], rules: Rules, *, responds: bool, inspection: bool):
        self.found = found
        self.rules = rules
        self.responds = responds
        self.inspection = inspection
        self.colours = tables.colour_key(found, rules)
        self.only_learning = not any(self._is_recommendation(piece) for piece in found if isinstance(piece, Piece))
        self.gathered = Gathered()
        self.mode = Mode.OUT
        self.at = 0
        # the open list
        self.kind = "recommendation"
        self.section = ""
        self.source = ""
        self.level = 0
        self.base: Piece | None = None
        self.listed: list[Draft] = []
        self.unanswered = 0
        self.addressed: tuple[str, ...] = ()
        self.subsection = ""
        self.nearest = ""
        self.single = False
        self.mixed = False
        self.labelled = False
        self.led_in = False
        self.runs_in = False  # whether the answer stands in one paragraph, after its name and a colon
        self.number = ""
        self.foreign = 0  # the level of the heading over a section about other reviews
        self.over: list[str] = []
        # the open theme, recommendation and answer
        self.group: Group | None = None
        self.current: Draft | None = None
        self.current_level = 0
        self.target: Draft | Group | None = None
        self.answer_mode = SAID
        self.answer_agency = ""
        self.finding_kind = "weakness"

    def run(self) -> Gathered:
        while self.at < len(self.found):
            piece = self.found[self.at]
            self.at += 1
            if isinstance(piece, Table):
                self._table(piece)
            elif self._step(piece):
                break
        _settle(self.gathered)
        in_prose(self.gathered, self.found, self.rules)
        return self.gathered

    def _is_recommendation(self, piece: Piece) -> bool:
        label = read_label(piece.plain, self.rules)
        if label:
            return label.kind != "finding" and (label.marked or piece.is_heading)
        return piece.is_heading and read_heading(piece.bare, self.rules).role is Role.RECOMMENDATIONS

    # -- one piece ---------------------------------------------------------------------------------------

    def _step(self, piece: Piece) -> bool:
        """Take one piece; True at the document's end."""
        label = self._label(piece)
        if label and not self.foreign:
            self._labelled(piece, label)
            return False
        section = self._heading(piece)
        if piece.is_heading and self._is_foreign(piece):
            return False
        if piece.is_heading and self.mode is not Mode.ANSWER and section is not None and section.role not in (Role.RESPONSE, Role.ACTIONS):
            self.nearest = _titled_section(piece)
        if section is not None:
            if section.role is Role.END:
                return True
            self._open(piece, section)
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
        if self.at > 6 and self.rules.pattern("headings/not_ours").search(heading.bare) and self.mode is not Mode.LIST:
            self._close()
            self.foreign = max(heading.level, 1)
        elif self.foreign and 0 < heading.level <= self.foreign:
            self.foreign = 0
        return bool(self.foreign)

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
            if section.role in (Role.RECOMMENDATIONS, Role.RESPONSE, Role.ACTIONS, Role.END, Role.THEME, Role.FINDINGS):
                return section if piece.bare[:1].isupper() else None
        return None

    def _run_in(self, piece: Piece) -> tuple[Section, int] | None:
        """A heading that stands at the start of its paragraph ("Response: ...")."""
        found = re.match(r"[*_]*([A-Z][\w' -]{2,50}?)[*_]*\s?:[*_]*\s+(?=\S)", piece.plain)
        if not found or self.mode in (Mode.OUT, Mode.FINDINGS) or len(found.group(1).split()) > 6:
            return None
        section = read_heading(found.group(1), self.rules)
        return (section, found.end()) if section.role in (Role.RESPONSE, Role.ACTIONS) else None

    # -- what a heading opens ----------------------------------------------------------------------------

    def _open(self, piece: Piece, section: Section) -> None:
        role = section.role
        if role is Role.RECOMMENDATIONS and not (self.mode is Mode.ASK and not piece.is_heading):
            self._open_list(piece, section)
        elif role is Role.THEME:
            self._close()
            self.group = Group(section.name.strip())
            self.current_level = piece.level if piece.is_heading else 9
            self.gathered.groups.append(self.group)
            self.section = piece.bare.rstrip(":")
            self.over = [piece.bare]
        elif role in (Role.RESPONSE, Role.ACTIONS) and (self.listed or self.current or self.group) and self._answers(piece, section):
            self._open_answer(piece, section)
        elif role is Role.FINDINGS and self.only_learning and self._asks_throughout():
            self._open_list(piece, Section(Role.RECOMMENDATIONS, "learning point"))
        elif role is Role.FINDINGS and self.mode is not Mode.ANSWER:
            self._close()
            self.mode = Mode.FINDINGS
            self.finding_kind = section.kind
            self.current_level = piece.level
        elif self.mode is Mode.ASK:
            self._titled(piece)
        elif self.mode is Mode.LIST:
            self._within_list(piece, section)
        elif self.mode in (Mode.ANSWER, Mode.AFTER):
            self._within_answer(piece, section)
        elif self.mode is Mode.FINDINGS and (section.role is Role.CLOSING or piece.level <= self.current_level):
            self._close()
        elif self.mode is Mode.OUT:
            self.over = [_titled_section(piece), *self.over[:2]]
            if role is Role.CLOSING:
                self.group = None

    def _close(self) -> None:
        self.mode = Mode.OUT
        self.group = None
        self.current = None
        self.target = None
        self.listed = []
        self.base = None
        self.addressed = ()
        self.subsection = ""

    def _open_list(self, piece: Piece, section: Section) -> None:
        group = self.group
        if self.mode in (Mode.ANSWER, Mode.AFTER) and group is not None and group.answers:
            group = None
        self._close()
        self.group = group
        self.mode = Mode.LIST
        self.kind = section.kind
        self.section = self.over[0] if self.over and section.kind == "matter of concern" else _titled_section(piece)
        self.mixed = bool(re.search(r"(?i)\b(?:and|&)\s+(?:\w+\s+)?recommendations?\b|\brecommendations?\s+(?:and|&)", piece.bare))
        self.single = not re.search(r"(?i)(?:recommendations|questions|points|considerations|actions|improve|improvements?|concerns|areas|lessons)\b", piece.bare)
        self.level = piece.level if piece.is_heading else 9
        self.current_level = self.level
        self.number = marker_label(piece.marker)
        self.led_in = bool(self.rules.pattern("headings/leads_in").search(piece.plain))
        self.labelled = self._labels_ahead()
        self.source = source_of([piece.bare, *self.over], self.rules)
        if not self.source and self.inspection:
            self.source = "inspection"
        self.addressed = agencies.addressed_in_heading(piece.bare, self.rules)

    def _open_answer(self, piece: Piece, section: Section) -> None:
        if self.mode is not Mode.ANSWER or section.role is Role.RESPONSE or self.target is None:
            self.target = self._answer_target()
        self.mode = Mode.ANSWER
        self.runs_in = False
        self.answer_mode = SAID if section.role is Role.RESPONSE else section.kind
        self.answer_agency = agencies.in_heading(piece.bare, self.rules) if len(piece.bare) <= 90 else ""
        self.unanswered = 0

    def _answers(self, piece: Piece, section: Section) -> bool:
        """Whether a heading for answers or actions is about the recommendations before it, not about the document."""
        if section.role is Role.RESPONSE or re.search(r"(?i)action", piece.bare):
            return True
        if not piece.is_heading or piece.level > self.current_level > 0:
            return True
        alike = sum(1 for one in self.found if isinstance(one, Piece) and one.is_heading and one.bare == piece.bare)
        return alike > 1 or self.responds and self._label_ahead()

    def _answer_target(self) -> Draft | Group | None:
        if self.group is not None and self.group.drafts:
            return self.group
        if self.unanswered > 1 and self.listed:
            group = Group(self.subsection or self.section, list(self.listed[-self.unanswered :]))
            self.gathered.groups.append(group)
            return group
        return self.current or (self.listed[-1] if self.listed else None)

    def _within_list(self, piece: Piece, section: Section) -> None:
        """A heading inside a list of recommendations: a part of the list, or its end."""
        if read_short_label(piece.plain, self.rules) and self.listed:
            self._in_list(piece)
            return
        nearer = section.role is not Role.CLOSING and self._continues_list(piece)
        if section.role is Role.CLOSING:
            self._close()
            return
        deeper = piece.level > self.level
        named = agencies.addressed_in_heading(piece.bare, self.rules)
        following = self._next_piece()
        starts = following is not None and self._could_be_listed(following, named=bool(named)) and (deeper or bool(named))
        if nearer or starts or (not self.listed and following is not None and self._could_be_listed(following)):
            self.addressed = named or self.addressed_above(deeper)
            self.subsection = _titled_section(piece)
            self.source = source_of([piece.bare], self.rules) or self.source
            self.base = None
        else:
            self._close()
            self.over = [piece.bare, *self.over[:2]]

    def addressed_above(self, deeper: bool) -> tuple[str, ...]:
        return self.addressed if deeper else ()

    def _next_piece(self) -> Piece | None:
        """The next piece that is no heading, over one short paragraph that leads in."""
        for step in range(3):
            at = self.at + step
            if at >= len(self.found):
                return None
            piece = self.found[at]
            if isinstance(piece, Table):
                return None
            if piece.is_heading and not read_label(piece.plain, self.rules):
                return None
            if piece.is_item or read_label(piece.plain, self.rules) or read_short_label(piece.plain, self.rules):
                return piece
            if asks(piece.plain, self.rules) and read_bare_number(piece.plain, ""):
                return piece
            if len(piece.plain.split()) > 45 and not asks(piece.plain, self.rules):
                return None
        return None

    def _continues_list(self, heading: Piece) -> bool:
        following = self._next_piece()
        if following is None:
            return False
        if read_label(following.plain, self.rules) or read_short_label(following.plain, self.rules):
            return True
        label = marker_label(following.marker)
        last = next((draft.label for draft in reversed(self.listed) if draft.label), "")
        own = marker_label(heading.marker)
        runs_on = follows(last, label) and self._could_be_listed(following)
        under = bool(own) and label.startswith(f"{own}.") and self._could_all_be_listed()
        return bool(label) and (runs_on or under)

    def _could_all_be_listed(self) -> bool:
        items = self._next_items(6)
        return sum(self._could_be_listed(one) for one in items) > 0.6 * len(items)

    def _next_items(self, count: int) -> list[Piece]:
        items: list[Piece] = []
        for piece in self.found[self.at :]:
            if isinstance(piece, Table) or piece.is_heading or len(items) == count:
                break
            if piece.is_item:
                items.append(piece)
        return items

    def _could_be_listed(self, piece: Piece, *, named: bool = False) -> bool:
        if self.base is None and self.listed and not self.listed[-1].label and piece.numbered and not named:
            return False
        if self.listed and self.listed[-1].label and not piece.numbered and not named:
            return False
        return self.kind not in _ASKING or asks_outright(piece.plain, self.rules) or not tells(piece.plain) or is_withheld(piece.plain, self.rules)

    def _within_answer(self, piece: Piece, section: Section) -> None:
        """A heading inside an answer: an agency's part, a part's name, or the end of it."""
        if self.runs_in and self.base is not None:
            self.mode = Mode.LIST
            self._within_list(piece, section)
            return
        inside = piece.level > self.current_level > 0 or self._label_ahead()
        agency = agencies.in_heading(piece.bare, self.rules)
        if inside and self._label_ahead():
            self.addressed = agencies.addressed_in_heading(piece.bare, self.rules)
            self.source = source_of([piece.bare], self.rules) or self.source
        if self.mode is Mode.ANSWER and agency and section.role is not Role.CLOSING:
            self.answer_agency = agency
            self.answer_mode = SAID if self.answer_mode == SAID else self.answer_mode
        elif section.role is Role.CLOSING and not piece.level > self.current_level > 0 or not inside:
            self._close()
            self.over = [piece.bare, *self.over[:2]]
        elif self.mode is Mode.ANSWER:
            self._answer(piece, heading=True)

    def _label_ahead(self) -> bool:
        """Whether a later heading or paragraph opens the next recommendation of the same kind."""
        for piece in self.found[self.at :]:
            if isinstance(piece, Piece):
                label = read_label(piece.plain, self.rules)
                if label and (label.marked or piece.is_heading) and self.current and label.kind == self.current.kind:
                    return True
        return False

    # -- labels ------------------------------------------------------------------------------------------

    def _labelled(self, piece: Piece, label: Label) -> None:
        rest = piece.plain[label.rest :].strip("*_ ")
        if label.kind == "finding":
            if piece.is_heading and self.mode is not Mode.ANSWER or self.mode not in (Mode.ANSWER, Mode.LIST):
                self._close()
                self.mode = Mode.FINDINGS
                self.finding_kind = "weakness"
                self.current_level = piece.level
                if rest:
                    self.gathered.findings.append(FindingDraft("weakness", piece.spans(label.rest)))
            return
        if self.mode is Mode.LIST and not self.listed and not piece.is_heading:
            self.level = min(self.level, 9)
        self._new(label.number, label.kind)
        assert self.current is not None
        self.current.sure, self.current.why = 0.97, ["it is labelled as a " + label.kind]
        self.current_level = piece.level if piece.is_heading else 9
        titled = rest and len(rest.split()) <= SHORT_TITLE and not asks(rest, self.rules) and rest[-1:] not in ".;"
        if not rest:
            self.mode = Mode.ASK
        elif titled and self._text_follows():
            if not self.current.theme:
                self.current.theme = rest.rstrip(":")
            self.mode = Mode.ASK
        else:
            self.current.add(piece, label.rest)
            self.mode = Mode.AFTER

    def _text_follows(self) -> bool:
        following = self.found[self.at] if self.at < len(self.found) else None
        if not isinstance(following, Piece) or read_label(following.plain, self.rules):
            return False
        return not following.is_heading or following.level > self.current_level

    def _new(self, label: str, kind: str) -> None:
        draft = Draft(label=label, kind=kind)
        in_list = bool(self.section) and (self.mode is not Mode.OUT or self.group is not None or bool(self.listed))
        draft.section = (self.subsection or self.section) if in_list and self.mode is Mode.LIST else self.nearest
        draft.source = "coroner" if kind == "matter of concern" else self.source or ("inspection" if self.inspection else "")
        draft.addressed_to = self.addressed
        if self.group is not None:
            draft.theme = self.group.name
            self.group.drafts.append(draft)
        self.gathered.drafts.append(draft)
        self.listed.append(draft)
        self.unanswered += 1
        self.current = draft
        self.target = None

    # -- the pieces of each mode -------------------------------------------------------------------------

    def _outside(self, piece: Piece) -> None:
        """Between sections: only a line that leads in to a list of recommendations matters."""
        if self.foreign or piece.is_item or not piece.plain.endswith((":", "-", "that")) or len(piece.plain.split()) > 40:
            return
        following = self.found[self.at] if self.at < len(self.found) else None
        last = piece.plain[sentences(piece.plain)[-1][0] :].rstrip(" :-")
        if isinstance(following, Piece) and following.is_item and self.rules.pattern("headings/list_lead_ins", whole=True).fullmatch(last):
            section = self.over[0] if self.over else ""
            self._open_list(piece, Section(Role.RECOMMENDATIONS, "recommendation"))
            self.section = section or self.section

    def _in_list(self, piece: Piece) -> None:
        if self.rules.pattern("headings/leads_in").search(piece.plain):
            self.led_in = True
            return
        if re.search(r"(?i)\b(?:are|is) not (?:formal |intended as )?recommendations?\b", piece.plain) and not self.listed:
            self._close()
            return
        last = self.listed[-1].label if self.listed and self.listed[-1].section == (self.subsection or self.section) else ""
        short = read_short_label(piece.plain, self.rules)
        if short is None and not piece.is_item and not piece.marker and asks(piece.plain, self.rules):
            short = read_bare_number(piece.plain, last)
        if short and not piece.numbered:
            self._new(short.number, self.kind)
            assert self.current is not None
            self.current.add(piece, short.rest)
            self.current.sure, self.current.why = 0.95, [f"labelled {short.number} under the heading \u201c{self.section}\u201d"]
            self.mode = Mode.LIST
        elif piece.is_item:
            self._list_item(piece)
        elif not self.labelled and self.base is None and not self._items_ahead() and self._could_be_paragraph(piece):
            if self.listed and (self.single or self.rules.pattern("labels/goes_on").match(piece.plain)):
                self.listed[-1].add(piece)
            else:
                self._new("", self.kind)
                assert self.current is not None
                self.current.add(piece)
                self.current.sure, self.current.why = 0.8, [f"a paragraph that asks, under the heading \u201c{self.section}\u201d"]
                self.mode = Mode.LIST
        elif self.single and self.listed:
            self._close()  # a heading for one question or learning point, and then the narrative goes on

    def _could_be_paragraph(self, piece: Piece) -> bool:
        """Whether a paragraph under a heading for recommendations is one of them, and does not tell about them."""
        text = piece.plain
        if text.endswith(":") or len(text.split()) < 4 or re.search(r"\brecommendations\b|\bthis (?:report|section|review)\b", text):
            return False
        if self.kind == "matter of concern" and not self.led_in:
            return False
        if self.kind == "question":
            return text.rstrip("*_ ").endswith("?")
        return asks(text, self.rules) or self.single and not self.listed and self.kind != "recommendation"

    def _items_ahead(self) -> bool:
        for index, piece in enumerate(self.found[self.at :], start=self.at + 1):
            if isinstance(piece, Table):
                return True
            if piece.is_heading and piece.level > self.level:
                continue
            if piece.is_heading:
                following = self.found[index] if index < len(self.found) else None
                return isinstance(following, Piece) and marker_label(following.marker).startswith(f"{marker_label(piece.marker) or '?'}.")
            if piece.is_item:
                return True
        return False

    def _labels_ahead(self) -> bool:
        """Whether the section prints its recommendations under labels, so that its other paragraphs are not among them."""
        for piece in self.found[self.at :]:
            if isinstance(piece, Table):
                return False
            label = read_label(piece.plain, self.rules)
            if label and label.kind == self.kind and (label.marked or piece.is_heading) or read_short_label(piece.plain, self.rules):
                return True
            if piece.is_heading and piece.level <= self.level and not agencies.addressed_in_heading(piece.bare, self.rules):
                return False
        return False

    def _is_of_another(self, piece: Piece) -> bool:
        """Whether a paragraph's number says that it belongs to another section and it asks for nothing."""
        first, dot, _ = marker_label(piece.marker).partition(".")
        return bool(dot and self.number and first != self.number.partition(".")[0]) and not asks(piece.plain, self.rules) and tells(piece.plain)

    def _list_item(self, piece: Piece) -> None:
        if self.labelled and self.current is not None and not piece.numbered and not self.current.plain.endswith((".", "!", "?")):
            self.current.items.append(piece)
            return
        if self.labelled or self._is_of_another(piece) or self._is_about_recommendations(piece):
            return
        base = self.base
        if base is not None:
            deeper = piece.level > base.level
            lettered = base.numbered and marker_label(piece.marker)[:1].isalpha() and marker_label(base.marker)[:1].isdigit()
            if self.current is not None and (deeper or base.numbered and not piece.numbered or lettered):
                self.current.items.append(piece)
                return
            if piece.numbered and not base.numbered:
                self._close()  # a bulleted list of recommendations, then numbered paragraphs: another thing
                return
        elif not self.listed and piece.numbered and self.kind in _ASKING and self._introduces(piece):
            return
        if base is not None and self._tells_only(piece):
            self._close()
            return
        if self.mixed and not asks(piece.plain, self.rules) and not is_withheld(piece.plain, self.rules):
            return
        label = marker_label(piece.marker)
        if base is not None and label and self.current is not None and self.current.items and not follows(self.current.label, label):
            self.current.items.append(piece)
            return
        self.base = base or piece
        self._new(label, self.kind)
        assert self.current is not None
        self.current.add(piece)
        fits = asks(piece.plain, self.rules) or is_withheld(piece.plain, self.rules) or self.kind not in ("recommendation", "learning point")
        self.current.sure = 0.95 if fits else 0.85 if not tells(piece.plain) else 0.7
        self.current.why = [f"an item under the heading \u201c{self.section}\u201d"]
        if not fits:
            self.current.why.append("it does not say in so many words what is asked")
        self.mode = Mode.LIST

    def _tells_only(self, piece: Piece) -> bool:
        """Whether a numbered paragraph only tells, long, where every item before it asked: the list is over."""
        text = piece.plain
        return (
            piece.numbered and len(text.split()) >= 45 and len(self.listed) >= 2 and tells(text)
            and not asks(text, self.rules) and all(asks(draft.plain, self.rules) for draft in self.listed)
        )

    def _is_about_recommendations(self, piece: Piece) -> bool:
        """Whether a numbered paragraph tells of the recommendations and is none."""
        first = piece.plain[: sentences(piece.plain)[0][1]] if piece.plain else ""
        return (
            piece.numbered and tells(piece.plain) and not is_withheld(piece.plain, self.rules)
            and bool(re.search(r"\brecommendations?\b", first)) and not re.search(r"\b(?:should|must)\b", first)
        )

    def _introduces(self, piece: Piece) -> bool:
        """Whether a list's first item only tells what the list is."""
        text = piece.plain
        if asks(text, self.rules) and not text.endswith(":") or is_withheld(text, self.rules):
            return False
        return tells(text) and (len(text.split()) >= 25 or "recommend" in text) or text.endswith(":") and len(text.split()) < 40 and "following" in text

    def _asks_throughout(self) -> bool:
        """Whether each item under the heading asks for something: learning printed in place of recommendations."""
        items: list[Piece] = []
        for piece in self.found[self.at :]:
            if isinstance(piece, Table) or piece.is_heading:
                break
            if piece.is_item:
                items.append(piece)
        return len(items) > 1 and all(asks(piece.plain, self.rules) for piece in items)

    def _titled(self, piece: Piece) -> None:
        """A heading right after a label: the recommendation's words printed large, or its title."""
        assert self.current is not None
        if asks(piece.plain, self.rules) or len(piece.plain.split()) > 14:
            self._asked(piece)
        elif not self.current.theme and len(piece.plain.split()) <= 14:
            self.current.theme = piece.bare.rstrip(":")

    def _asked(self, piece: Piece) -> None:
        assert self.current is not None
        self.mode = Mode.AFTER
        if self.responds and re.match(r"(?i)(?:although )?(?:you|we|i|our)\b", piece.bare):
            self._after(piece)  # an answer under a label whose words are not printed again
        else:
            self.current.add(piece)

    def _after(self, piece: Piece) -> None:
        """What follows a labelled recommendation's words: more of them, its parts, or the answer."""
        current = self.current
        assert current is not None
        if _URL.fullmatch(piece.plain) and not current.answers:
            return
        if piece.is_item and (current.plain.endswith((":", " to", " that", " should")) or current.items) and not current.answers:
            if not current.items or piece.level >= current.items[0].level:
                current.items.append(piece)
                return
        if not current.items and self.rules.pattern("labels/goes_on").match(piece.plain) and not self.responds:
            current.add(piece)
            return
        if self.responds and not self._heading_ahead():
            self.mode = Mode.ANSWER
            self.target = self.group if self.group is not None and len(self.group.drafts) > 1 else current
            self.answer_mode = SAID
            self.answer_agency = ""
            self._answer(piece)

    def _heading_ahead(self) -> bool:
        """Whether a heading for the answer stands before the next label."""
        for piece in self.found[self.at :]:
            if not isinstance(piece, Piece):
                continue
            label = read_label(piece.plain, self.rules)
            if label and (label.marked or piece.is_heading):
                return False
            if piece.is_heading and read_heading(piece.bare, self.rules).role is Role.RESPONSE:
                return True
        return False

    def _answered(self, piece: Piece) -> None:
        last = next((draft for draft in reversed(self.listed) if draft.label), None)
        if self.runs_in and piece.is_item and self.base is not None and piece.marker == self.base.marker and asks_outright(piece.plain, self.rules):
            self.mode = Mode.LIST
            self._list_item(piece)
            return
        if piece.is_item and piece.numbered and last is not None and self.base is not None:
            label = marker_label(piece.marker)
            if follows(last.label, label) and asks(piece.plain, self.rules) and self.base.level == piece.level:
                self.mode = Mode.LIST
                self._list_item(piece)
                return
        self._answer(piece)

    def _answer(self, piece: Piece, *, start: int = 0, heading: bool = False) -> None:
        if self.target is not None:
            self.target.answers.append(
                Answer(piece, self.answer_mode, start=start, agency=self.answer_agency, heading=heading)
            )

    def _finding(self, piece: Piece) -> None:
        if piece.is_item and len(piece.plain.split()) >= 4:
            kind = self.finding_kind
            if self.rules.pattern("headings/findings/good practice").search(piece.plain[:160]):
                kind = "good practice"
            self.gathered.findings.append(FindingDraft(kind, piece.spans()))

    # -- tables ------------------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        if self.mode is Mode.ASK and table.rows and len(table.rows[0]) == 1:
            for piece in next(iter(table.rows[0].values())).pieces:
                self._asked(piece)
            table.rows[0] = {}
        rows = tables.read_rows(table, self.rules)
        if rows is None:
            self._loose(table)
            return
        if rows.has_recommendations:
            self._table_of_recommendations(rows)
        elif rows.has_actions and self._by_label(rows):
            return
        elif rows.has_actions and (self.target or self.current or self.listed or self.group):
            target = self.target or self._answer_target()
            for row in rows:
                for answer in tables.answers_of(row, self.rules, self.colours):
                    if target is not None:
                        target.answers.append(answer)
        else:
            self._loose(table)

    def _by_label(self, rows: tables.Rows) -> bool:
        """Give each row's actions to the recommendation whose label stands in it; False where the rows name none."""
        named = [(self._known(row.words("label")), row) for row in rows]
        if not named or sum(draft is not None for draft, _ in named) < 0.7 * len(named):
            return False
        agency = agencies.in_heading(self.nearest, self.rules)
        for draft, row in named:
            if draft is not None:
                for answer in tables.answers_of(row, self.rules, self.colours):
                    answer.agency = answer.agency or agency
                    draft.answers.append(answer)
        return True

    def _known(self, label: str) -> Draft | None:
        words = read_label(label, self.rules)
        number = words.number if words else marker_label(label)
        return next((draft for draft in self.gathered.drafts if number and draft.label.lower() == number.lower()), None)

    def _table_of_recommendations(self, rows: tables.Rows) -> None:
        current: Draft | None = None
        theme: Group | None = None
        for row in rows:
            if row.names_theme:
                theme = Group(tables.theme_name(row.names_theme, self.rules))
                continue
            for label, start, body in tables.recommendations_of(row, self.rules):
                current = self._of_row(rows.kind, label, start, body, current)
                if body:
                    current.theme = row.theme or (theme.name if theme else "") or current.theme
            if current is not None:
                current.answers.extend(tables.answers_of(row, self.rules, self.colours))
        if rows.has_actions:
            self._close()

    def _of_row(self, kind: str, label: str, start: int, body: list[Piece], last: Draft | None) -> Draft:
        """The recommendation in a row's cell; a cell that only names one means the one with that label."""
        if not body:
            known = next((draft for draft in self.gathered.drafts if draft.label == label and draft.kind == kind), last)
            if known is not None:
                return known
        self._new(label, kind)
        draft = self.gathered.drafts[-1]
        for index, piece in enumerate(body):
            if index and piece.is_item_of(draft.plain):
                draft.items.append(piece)
            else:
                draft.add(piece, start if index == 0 else 0)
        draft.sure, draft.why = 0.95, ["a row of a table with a column for it"]
        return draft

    def _loose(self, table: Table) -> None:
        """A table that is only a frame: its cells are read as paragraphs, a label cell with the cell beside it."""
        pairs = tables.labelled_pairs(table, self.rules) if self.mode is Mode.LIST else None
        if pairs:
            for label, piece in pairs:
                self._new(label, self.kind)
                self.gathered.drafts[-1].add(piece)
                self.gathered.drafts[-1].sure = 0.9
                self.gathered.drafts[-1].why = [f"a row of a table under the heading \u201c{self.section}\u201d"]
            return
        loose = tables.as_pieces(table)
        self.found[self.at : self.at] = loose


def _titled_section(piece: Piece) -> str:
    """A heading as a section's name: its number and its words."""
    return " ".join(part for part in (piece.marker, piece.bare.rstrip(":")) if part)


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


