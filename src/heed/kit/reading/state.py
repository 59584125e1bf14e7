"""The state of the walk over a document: what is open, and what stands ahead."""

from __future__ import annotations

import re
from enum import Enum, auto

from heed.kit.reading import agencies, progress
from heed.kit.reading.asks import asks
from heed.kit.reading.drafts import SAID, Draft, Gathered, Group
from heed.kit.reading.labels import marker_label, read_bare_number, read_label, read_short_label
from heed.kit.reading.pieces import Piece, Table
from heed.kit.reading.rules import Rules
from heed.kit.reading.sections import Role, read_heading


class Mode(Enum):
    """What the pieces now read are: nothing of ours, a list, a label's words or what follows, an answer, findings."""

    OUT = auto()
    LIST = auto()
    ASK = auto()
    AFTER = auto()
    ANSWER = auto()
    FINDINGS = auto()


class State:
    """What is open at this point of the walk, and looks at what comes next."""

    def __init__(self, found: list[Piece | Table], rules: Rules, *, responds: bool, inspection: bool):
        self.found = found
        self.rules = rules
        self.responds = responds
        self.inspection = inspection
        self.colours = progress.colour_key(found, rules)
        self.labels_or_lists = any(
            isinstance(piece, Piece)
            and read_label(piece.plain, rules)
            and (piece.is_heading or piece.is_item)
            or isinstance(piece, Piece)
            and piece.is_heading
            and read_heading(piece.bare, rules).role is Role.RECOMMENDATIONS
            and re.search(r"(?i)s$", piece.bare)
            for piece in found
        )
        self.only_learning = not any(
            self._is_recommendation(piece) for piece in found if isinstance(piece, Piece)
        )
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
        self.reasons = False  # whether the reasons for a labelled recommendation stand before its words
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
        self.finding_label = ""
        self.finding_section = ""

    def _is_recommendation(self, piece: Piece) -> bool:
        label = read_label(piece.plain, self.rules)
        if label:
            return label.kind != "finding" and (label.marked or piece.is_heading)
        return piece.is_heading and read_heading(piece.bare, self.rules).role is Role.RECOMMENDATIONS

    def _close(self) -> None:
        self.mode = Mode.OUT
        self.group = None
        self.current = None
        self.target = None
        self.listed = []
        self.base = None
        self.addressed = ()
        self.subsection = ""

    def _new(self, label: str, kind: str) -> None:
        draft = Draft(label=label, kind=kind)
        in_list = bool(self.section) and (
            self.mode is not Mode.OUT or self.group is not None or bool(self.listed)
        )
        draft.section = (
            (self.subsection or self.section) if in_list and self.mode is Mode.LIST else self.nearest
        )
        draft.source = (
            "coroner"
            if kind == "matter of concern"
            else self.source or ("inspection" if self.inspection else "")
        )
        draft.addressed_to = self.addressed
        draft.announced = self.section if self.mode is Mode.LIST else ""
        if self.group is not None:
            draft.theme = self.group.name
            self.group.drafts.append(draft)
        self.gathered.drafts.append(draft)
        self.listed.append(draft)
        self.unanswered += 1
        self.current = draft
        self.target = None

    def _known(self, label: str) -> Draft | None:
        """The recommendation of a label; "3a" may be an action's own label under recommendation 3."""
        words = read_label(label, self.rules)
        number = (words.number if words else marker_label(label)).lower()
        for wanted in (number, re.sub(r"(?<=\d)[a-z]$", "", number)):
            found = next(
                (draft for draft in self.gathered.drafts if wanted and draft.label.lower() == wanted), None
            )
            if found is not None:
                return found
        bare = [
            one for one in self.gathered.drafts if re.fullmatch(rf"[a-z]{{1,3}} ?{number}", one.label.lower())
        ]
        return bare[0] if len(bare) == 1 and number.isdigit() else None  # "3" in a table means "Q3"

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
            if (
                piece.is_item
                or read_label(piece.plain, self.rules)
                or read_short_label(piece.plain, self.rules)
            ):
                return piece
            if asks(piece.plain, self.rules) and read_bare_number(piece.plain, ""):
                return piece
            if len(piece.plain.split()) > 45 and not asks(piece.plain, self.rules):
                return None
        return None

    def _next_items(self, count: int) -> list[Piece]:
        items: list[Piece] = []
        for piece in self.found[self.at :]:
            if isinstance(piece, Table) or piece.is_heading or len(items) == count:
                break
            if piece.is_item:
                items.append(piece)
        return items

    def _label_ahead(self) -> bool:
        """Whether a later heading or paragraph opens the next recommendation of the same kind."""
        for piece in self.found[self.at :]:
            if isinstance(piece, Piece):
                label = read_label(piece.plain, self.rules)
                if (
                    label
                    and (label.marked or piece.is_heading)
                    and self.current
                    and label.kind == self.current.kind
                ):
                    return True
        return False

    def _items_ahead(self) -> bool:
        for index, piece in enumerate(self.found[self.at :], start=self.at + 1):
            if isinstance(piece, Table):
                return True
            if piece.is_heading and piece.level > self.level:
                continue
            if piece.is_heading:
                following = self.found[index] if index < len(self.found) else None
                return isinstance(following, Piece) and marker_label(following.marker).startswith(
                    f"{marker_label(piece.marker) or '?'}."
                )
            if piece.is_item:
                return True
        return False

    def _labels_ahead(self) -> bool:
        """Whether the section prints its recommendations under labels: its other paragraphs are not among them."""
        for piece in self.found[self.at :]:
            if isinstance(piece, Table):
                return False
            label = read_label(piece.plain, self.rules)
            if (
                label
                and label.kind == self.kind
                and (label.marked or piece.is_heading)
                or read_short_label(piece.plain, self.rules)
            ):
                return True
            if (
                piece.is_heading
                and piece.level <= self.level
                and not agencies.addressed_in_heading(piece.bare, self.rules)
            ):
                return False
        return False

    def _asks_throughout(self) -> bool:
        """Whether each item under the heading asks for something: learning printed in place of recommendations."""
        items: list[Piece] = []
        for piece in self.found[self.at :]:
            if isinstance(piece, Table) or piece.is_heading:
                break
            if piece.is_item:
                items.append(piece)
        return len(items) > 1 and all(asks(piece.plain, self.rules) for piece in items)

    def _text_follows(self) -> bool:
        following = self.found[self.at] if self.at < len(self.found) else None
        if not isinstance(following, Piece) or read_label(following.plain, self.rules):
            return False
        return not following.is_heading or following.level > self.current_level

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


def section_name(piece: Piece) -> str:
    """A heading as a section's name: its number and its words."""
    return " ".join(part for part in (piece.marker, piece.bare.rstrip(":")) if part)
