"""Tables met on the walk: recommendations with their actions, actions by label, or only a frame."""

from __future__ import annotations

import re

from heed.kit.reading import agencies, progress, tables
from heed.kit.reading.answering import Answering
from heed.kit.reading.asks import asks
from heed.kit.reading.drafts import Answer, Draft, Group
from heed.kit.reading.pieces import Piece, Table
from heed.kit.reading.state import Mode

_REFERENCE = re.compile(
    r"\((?:recs?|recommendations?)\.? ?(?P<label>\d{1,2}(?:\.\d{1,2})?[a-z]?)\)\W*$", re.IGNORECASE
)


class Tabling(Answering):
    """The walk's part that reads tables."""

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
                for answer in progress.answers_of(row, self.rules, self.colours):
                    if target is not None:
                        target.answers.append(answer)
        else:
            self._loose(table)

    def _by_label(self, rows: tables.Rows) -> bool:
        """Give each row's actions to the recommendation whose label stands in it; False where the rows name none."""
        named: list[tuple[Draft | None, tables.Row]] = []
        for row in rows:
            carried = named and not row.words("label")  # an empty or merged cell: the label above holds
            named.append((named[-1][0] if carried else self._known(row.words("label")), row))
        if not named or sum(draft is not None for draft, _ in named) < 0.7 * len(named):
            return False
        agency = agencies.in_heading(self.nearest, self.rules)
        for draft, row in named:
            if draft is not None:
                for answer in progress.answers_of(row, self.rules, self.colours):
                    answer.agency = answer.agency or agency
                    draft.answers.append(answer)
        return True

    def _by_reference(self, piece: Piece) -> bool:
        """Give an item that names a recommendation in brackets ("... in May (Rec 2).") to that recommendation."""
        found = _REFERENCE.search(piece.plain) if piece.is_item and self.mode is not Mode.LIST else None
        draft = self._known(found.group("label")) if found else None
        if draft is None:
            return False
        draft.answers.append(Answer(piece, agency=agencies.in_heading(self.nearest, self.rules)))
        return True

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
                current.answers.extend(progress.answers_of(row, self.rules, self.colours))
        if rows.has_actions:
            self._close()

    def _of_row(self, kind: str, label: str, start: int, body: list[Piece], last: Draft | None) -> Draft:
        """The recommendation in a row's cell; a cell that only names one means the one with that label."""
        known = next(
            (one for one in self.gathered.drafts if label and one.label == label and one.kind == kind), None
        )
        if (
            known is not None
            and body
            and len(body) == 1
            and (
                len(body[0].plain.split()) <= 6
                or len(body[0].plain.split()) <= 15
                and not asks(body[0].plain, self.rules)
            )
        ):
            return known  # a summary's short title for what was printed in full before
        if not body:
            known = self._known(label) or last
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
        draft.announced = kind
        return draft

    def _loose(self, table: Table) -> None:
        """A table that is only a frame: its cells are read as paragraphs, a label cell with the cell beside it."""
        pairs = tables.labelled_pairs(table, self.rules) if self.mode is Mode.LIST else None
        if pairs:
            for label, piece in pairs:
                self._new(label, self.kind)
                self.gathered.drafts[-1].add(piece)
                self.gathered.drafts[-1].sure = 0.9
                self.gathered.drafts[-1].why = [
                    f"a row of a table under the heading \u201c{self.section}\u201d"
                ]
            return
        loose = tables.as_pieces(table)
        self.found[self.at : self.at] = loose
