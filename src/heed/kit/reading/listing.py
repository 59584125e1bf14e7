"""Lists of recommendations: what opens one, which items and paragraphs belong to it, and where it ends."""

from __future__ import annotations

import re

from heed.kit.reading import agencies
from heed.kit.reading.asks import asked_of, asks, asks_outright, is_withheld, tells
from heed.kit.reading.labels import follows, marker_label, read_bare_number, read_label, read_short_label
from heed.kit.reading.pieces import Piece
from heed.kit.reading.sections import Role, Section, source_of
from heed.kit.reading.state import Mode, State, section_name
from heed.kit.words import sentences

# Kinds that ask; the others may simply tell.
_ASKING = ("recommendation", "area for improvement", "priority action")


class Listing(State):
    """The walk's part that reads lists."""

    def _open_list(self, piece: Piece, section: Section) -> None:
        group = self.group
        if self.mode in (Mode.ANSWER, Mode.AFTER) and group is not None and group.answers:
            group = None
        self._close()
        self.group = group
        self.mode = Mode.LIST
        self.kind = section.kind
        self.section = (
            self.over[0] if self.over and section.kind == "matter of concern" else section_name(piece)
        )
        self.mixed = bool(self.rules.pattern("headings/mixed").search(piece.bare))
        self.single = not self.rules.pattern("headings/several").search(piece.bare)
        self.level = piece.level if piece.is_heading else 9
        self.current_level = self.level
        self.number = marker_label(piece.marker)
        self.led_in = bool(self.rules.pattern("headings/leads_in").search(piece.plain))
        self.labelled = self._labels_ahead()
        self.source = source_of([piece.bare, *self.over], self.rules)
        if not self.source and self.inspection:
            self.source = "inspection"
        self.addressed = agencies.addressed_in_heading(piece.bare, self.rules)

    def _within_list(self, piece: Piece, section: Section) -> None:
        """A heading inside a list of recommendations: a part of the list, or its end."""
        if read_short_label(piece.plain, self.rules) and self.listed:
            self._in_list(piece)
            return
        coded = self.found[self.at] if self.at < len(self.found) else None
        on = isinstance(coded, Piece) and bool(self.listed and read_short_label(coded.plain, self.rules))
        nearer = (on or section.role is not Role.CLOSING) and self._continues_list(piece)
        if section.role is Role.CLOSING and not nearer:
            self._close()
            return
        deeper = piece.level > self.level
        named = agencies.addressed_in_heading(piece.bare, self.rules)
        following = self._next_piece()
        starts = (
            following is not None
            and self._could_be_listed(following, named=bool(named))
            and (deeper or bool(named))
        )
        if (
            nearer
            or starts
            or (not self.listed and following is not None and self._could_be_listed(following))
        ):
            self.addressed = named or self.addressed_above(deeper)
            self.subsection = section_name(piece)
            self.source = source_of([piece.bare], self.rules) or self.source
            self.base = None
        else:
            self._close()
            self.over = [piece.bare, *self.over[:2]]

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

    def _could_be_listed(self, piece: Piece, *, named: bool = False) -> bool:
        if self.base is None and self.listed and not self.listed[-1].label and piece.numbered and not named:
            return False
        if self.listed and self.listed[-1].label and not piece.numbered and not named:
            return False
        return (
            self.kind not in _ASKING
            or asks_outright(piece.plain, self.rules)
            or not tells(piece.plain)
            or is_withheld(piece.plain, self.rules)
        )

    def _outside(self, piece: Piece) -> None:
        """Between sections: only a line that leads in to a list of recommendations matters."""
        if (
            self.foreign
            or piece.is_item
            or not piece.plain.endswith((":", "-", "that"))
            or len(piece.plain.split()) > 40
        ):
            return
        following = self.found[self.at] if self.at < len(self.found) else None
        last = piece.plain[sentences(piece.plain)[-1][0] :].rstrip(" :-")
        if (
            isinstance(following, Piece)
            and following.is_item
            and self.rules.pattern("headings/list_lead_ins", whole=True).fullmatch(last)
        ):
            section = self.over[0] if self.over else ""
            self._open_list(piece, Section(Role.RECOMMENDATIONS, "recommendation"))
            self.section = section or self.section

    def _in_list(self, piece: Piece) -> None:
        who = asked_of(piece.plain, self.rules) if piece.plain.endswith(":") and not piece.is_item else ""
        if who and len(piece.plain.split()) <= 14:
            self.addressed = (who,)  # "The Chief Constable should:", over a part of the list
            return
        if self.rules.pattern("headings/leads_in").search(piece.plain):
            self.led_in = True
            return
        if self.rules.pattern("headings/disclaimers").search(piece.plain) and not self.listed:
            self._close()
            return
        last = (
            self.listed[-1].label
            if self.listed and self.listed[-1].section == (self.subsection or self.section)
            else ""
        )
        short = read_short_label(piece.plain, self.rules)
        if short is None and not piece.is_item and not piece.marker and asks(piece.plain, self.rules):
            short = read_bare_number(piece.plain, last)
        if short and not piece.numbered:
            self._new(short.number, self.kind)
            assert self.current is not None
            self.current.add(piece, short.rest)
            self.current.sure, self.current.why = (
                0.95,
                [f"labelled {short.number} under the heading \u201c{self.section}\u201d"],
            )
            self.mode = Mode.LIST
        elif piece.is_item:
            self._list_item(piece)
        elif (
            not self.labelled
            and self.base is None
            and not self._items_ahead()
            and self._could_be_paragraph(piece)
        ):
            if self.listed and (self.single or self.rules.pattern("labels/goes_on").match(piece.plain)):
                self.listed[-1].add(piece)
            else:
                self._new("", self.kind)
                assert self.current is not None
                self.current.add(piece)
                self.current.sure, self.current.why = (
                    0.78,
                    [f"a paragraph that asks, under the heading \u201c{self.section}\u201d"],
                )
                self.mode = Mode.LIST
        elif self.single and self.listed:
            self._close()  # a heading for one question or learning point, and then the narrative goes on

    def _could_be_paragraph(self, piece: Piece) -> bool:
        """Whether a paragraph under a heading for recommendations is one of them, and does not tell about them."""
        text = piece.plain
        if text.endswith(":") or len(text.split()) < 4 or self.rules.pattern("headings/about").search(text):
            return False
        if self.kind == "matter of concern" and not self.led_in:
            return False
        if self.kind == "question":
            return text.rstrip("*_ ").endswith("?")
        return asks(text, self.rules) or self.single and not self.listed and self.kind != "recommendation"

    def _list_item(self, piece: Piece) -> None:
        if (
            self.labelled
            and self.current is not None
            and not piece.numbered
            and not self.current.plain.endswith((".", "!", "?"))
        ):
            self.current.items.append(piece)
            return
        if self.labelled or self._is_of_another(piece) or self._is_about_recommendations(piece):
            return
        base = self.base
        if base is not None:
            deeper = piece.level > base.level
            lettered = (
                base.numbered
                and marker_label(piece.marker)[:1].isalpha()
                and marker_label(base.marker)[:1].isdigit()
            )
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
        if (
            base is not None
            and label
            and self.current is not None
            and self.current.items
            and not follows(self.current.label, label)
        ):
            self.current.items.append(piece)
            return
        self.base = base or piece
        self._new(label, self.kind)
        assert self.current is not None
        self.current.add(piece)
        fits = (
            asks(piece.plain, self.rules)
            or is_withheld(piece.plain, self.rules)
            or self.kind not in ("recommendation", "learning point")
        )
        self.current.sure = 0.95 if fits else 0.85 if not tells(piece.plain) else 0.7
        self.current.why = [f"an item under the heading \u201c{self.section}\u201d"]
        if not fits:
            self.current.why.append("it does not say in so many words what is asked")
        self.mode = Mode.LIST

    def _is_of_another(self, piece: Piece) -> bool:
        """Whether a paragraph's number says that it belongs to another section and it asks for nothing."""
        first, dot, _ = marker_label(piece.marker).partition(".")
        return (
            bool(dot and self.number and first != self.number.partition(".")[0])
            and not asks(piece.plain, self.rules)
            and tells(piece.plain)
        )

    def _tells_only(self, piece: Piece) -> bool:
        """Whether a numbered paragraph only tells, long, where every item before it asked: the list is over."""
        text = piece.plain
        return (
            piece.numbered
            and len(text.split()) >= 45
            and len(self.listed) >= 2
            and tells(text)
            and not asks(text, self.rules)
            and all(asks(draft.plain, self.rules) for draft in self.listed)
        )

    def _is_about_recommendations(self, piece: Piece) -> bool:
        """Whether a numbered paragraph tells of the recommendations and is none."""
        first = piece.plain[: sentences(piece.plain)[0][1]] if piece.plain else ""
        if piece.numbered and self.rules.pattern("headings/announces").match(first):
            return True
        if (
            not piece.numbered
            or self.kind not in _ASKING
            or is_withheld(piece.plain, self.rules)
            or not tells(piece.plain)
        ):
            return False
        if re.match(r"(?:I|We)\b", first):
            return "recommend" not in first
        return bool(re.search(r"\brecommendations?\b", first)) and not re.search(
            r"\b(?:should|must)\b", first
        )

    def _introduces(self, piece: Piece) -> bool:
        """Whether a list's first item only tells what the list is."""
        text = piece.plain
        if asks(text, self.rules) and not text.endswith(":") or is_withheld(text, self.rules):
            return False
        if text.endswith(":"):
            return len(text.split()) < 40 and "following" in text
        ahead = self._next_items(3)
        return tells(text) and (
            len(text.split()) >= 25
            or "recommend" in text
            or any(asks(one.plain, self.rules) for one in ahead)
        )
