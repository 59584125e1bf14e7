"""Labelled recommendations and what follows their words: parts, answers, actions; and findings."""

from __future__ import annotations

import re

from heed.kit.reading import agencies
from heed.kit.reading.asks import asks, asks_outright, tells
from heed.kit.reading.drafts import SAID, Answer, Draft, FindingDraft, Group
from heed.kit.reading.labels import Label, follows, marker_label, read_short_label
from heed.kit.reading.listing import Listing
from heed.kit.reading.pieces import Piece
from heed.kit.reading.sections import Role, Section, source_of
from heed.kit.reading.state import Mode, section_name
from heed.kit.words import overlap, tokens

SHORT_TITLE = 8  # words: what stands after a label and asks for nothing may be the recommendation's title
_NAMED = re.compile(r"\brecommendation (?P<label>\d{1,2}(?:\.\d{1,2})?[a-z]?)\b", re.IGNORECASE)
_URL = re.compile(r"<?(?:https?://|www\.)\S+>?$")


class Answering(Listing):
    """The walk's part that reads labels, answers and findings."""

    def _open_answer(self, piece: Piece, section: Section) -> None:
        if self.mode is not Mode.ANSWER or section.role is Role.RESPONSE or self.target is None:
            named = _NAMED.search(piece.bare)
            self.target = self._known(named.group("label")) if named else None
            self.target = self.target or self._answer_target()
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
        alike = sum(
            1 for one in self.found if isinstance(one, Piece) and one.is_heading and one.bare == piece.bare
        )
        return alike > 1 or self.responds and self._label_ahead()

    def _answer_target(self) -> Draft | Group | None:
        if self.group is not None and self.group.drafts:
            return self.group
        if self.unanswered > 1 and self.listed:
            group = Group(self.subsection or self.section, list(self.listed[-self.unanswered :]))
            self.gathered.groups.append(group)
            return group
        return self.current or (self.listed[-1] if self.listed else None)

    def _within_answer(self, piece: Piece, section: Section) -> None:
        """A heading inside an answer: an agency's part, a part's name, or the end of it."""
        if self.runs_in and (self.base is not None or self._continues_list(piece)):
            self.mode = Mode.LIST
            self._within_list(piece, section)
            return
        outside = piece.numbered and 0 < piece.level < self.current_level  # the report's next chapter
        inside = not outside and (piece.level > self.current_level > 0 or self._label_ahead())
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

    def _answered(self, piece: Piece) -> None:
        last = next((draft for draft in reversed(self.listed) if draft.label), None)
        if (
            self.runs_in
            and piece.is_item
            and self.base is not None
            and piece.marker == self.base.marker
            and asks_outright(piece.plain, self.rules)
        ):
            self.mode = Mode.LIST
            self._list_item(piece)
            return
        short = read_short_label(piece.plain, self.rules)
        if (
            short
            and last is not None
            and read_short_label(f"{last.label} A", self.rules)
            and asks(piece.plain[short.rest :], self.rules)
        ):
            self.mode = Mode.LIST
            self._in_list(piece)
            return
        if piece.is_item and piece.numbered and last is not None and self.base is not None:
            label = marker_label(piece.marker)
            if (
                follows(last.label, label)
                and asks(piece.plain, self.rules)
                and self.base.level == piece.level
            ):
                self.mode = Mode.LIST
                self._list_item(piece)
                return
        self._answer(piece)

    def _answer(self, piece: Piece, *, start: int = 0, heading: bool = False) -> None:
        if self.target is not None:
            self.target.answers.append(
                Answer(piece, self.answer_mode, start=start, agency=self.answer_agency, heading=heading)
            )

    def _labelled(self, piece: Piece, label: Label) -> None:
        rest = piece.plain[label.rest :].strip("*_ ")
        if label.kind == "finding":
            if piece.is_heading and self.mode is not Mode.ANSWER or self.mode not in (Mode.ANSWER, Mode.LIST):
                self._close()
                self.mode = Mode.FINDINGS
                self.finding_kind = "weakness"
                self.current_level = piece.level
                self.finding_label, self.finding_section = label.number, section_name(piece)
                if rest:
                    self._found(piece, "weakness", label.rest, titled=piece.is_heading)
            return
        if self.mode is Mode.LIST and not self.listed and not piece.is_heading:
            self.level = min(self.level, 9)
        known = self._said_before(label)
        if known is not None and rest and self._only_answers(rest, label.kind):
            self._answer_to(known)
            self._answer(piece, start=label.rest)
            return
        self._new(label.number, label.kind)
        assert self.current is not None
        self.current.sure, self.current.why = 0.97, ["it is labelled as a " + label.kind]
        self.current.announced = label.kind
        self.current_level = piece.level if piece.is_heading else 9
        titled = (
            rest and len(rest.split()) <= SHORT_TITLE and not asks(rest, self.rules) and rest[-1:] not in ".;"
        )
        if not rest:
            self.mode = Mode.ASK
        elif titled and self._text_follows():
            asked = agencies.addressed_in_heading(rest.strip("() "), self.rules)
            if asked:
                self.current.addressed_to = asked
            elif not self.current.theme:
                self.current.theme = rest.rstrip(":")
            self.mode = Mode.ASK
        else:
            self.current.add(piece, label.rest)
            self.mode = Mode.AFTER

    def _said_before(self, label: Label) -> Draft | None:
        """The recommendation that was printed under the same label before."""
        same = (draft for draft in self.gathered.drafts if draft.spans and draft.label == label.number)
        return next((draft for draft in same if label.number and draft.kind == label.kind), None)

    def _only_answers(self, text: str, kind: str) -> bool:
        """Whether words under a label met again answer it: they ask for nothing, or nothing new can be asked."""
        return kind == "matter of concern" or tells(text) and not asks_outright(text, self.rules)

    def _answer_to(self, draft: Draft) -> None:
        self.mode, self.current, self.target = Mode.ANSWER, draft, draft
        self.answer_mode, self.answer_agency, self.runs_in = SAID, "", False

    def _titled(self, piece: Piece) -> None:
        """A heading right after a label: the recommendation's words printed large, or its title."""
        assert self.current is not None
        if self.rules.pattern("headings/rationale", whole=True).fullmatch(piece.bare.rstrip(":")):
            self.reasons = True
            return
        self.reasons = False
        if asks(piece.plain, self.rules) or len(piece.plain.split()) > 14 or piece.bare.endswith("?"):
            self._asked(piece)
        elif not self.current.theme and len(piece.plain.split()) <= 14:
            self.current.theme = piece.bare.rstrip(":")

    def _asked(self, piece: Piece) -> None:
        assert self.current is not None
        if self.reasons and not asks_outright(piece.plain, self.rules):
            return  # why it is recommended stands before what is
        self.reasons = False
        label = Label(self.current.kind, self.current.label, 0, True)
        known = self._said_before(label)
        alike = known is not None and overlap(tokens(known.plain), tokens(piece.plain)) >= 0.5
        if known is not None and not alike and self._only_answers(piece.plain, label.kind):
            self._answer_to(known)
            self._answer(piece)
            return
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
        unfinished = current.plain[-1:].isalnum() and piece.plain[:1].islower()
        opens = current.plain.endswith((":", " to", " that", " should")) or bool(current.items) or unfinished
        nested = not current.items or piece.level >= current.items[0].level
        if piece.is_item and opens and nested and not current.answers:
            current.items.append(piece)
            return
        if (
            not current.items
            and self.rules.pattern("labels/goes_on").match(piece.plain)
            and not self.responds
        ):
            current.add(piece)
            return
        if self.responds and not self._heading_ahead():
            self.mode = Mode.ANSWER
            self.target = self.group if self.group is not None and len(self.group.drafts) > 1 else current
            self.answer_mode = SAID
            self.answer_agency = ""
            self._answer(piece)

    def _finding(self, piece: Piece) -> None:
        if piece.is_item and len(piece.plain.split()) >= 4:
            kind = self.finding_kind
            if self.rules.pattern("headings/findings/good practice").search(piece.plain[:160]):
                kind = "good practice"
            self._found(piece, kind)

    def _found(self, piece: Piece, kind: str, start: int = 0, *, titled: bool = False) -> None:
        """One more finding; the words under a finding's own heading take the place of the heading's."""
        found = self.gathered.findings
        if found and found[-1].titled and found[-1].section == self.finding_section:
            found.pop()
        found.append(FindingDraft(kind, piece.spans(start), self.finding_label, self.finding_section, titled))
