"""What is never sure: what was recognised from pictures, and what few signs on the page vouch for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from heed.kit.reading.asks import asks, is_withheld, tells
from heed.kit.reading.drafts import Draft, Gathered
from heed.kit.reading.rules import Rules
from heed.kit.reading.sections import Role, read_heading
from heed.kit.reading.types import Action, Recommendation, Response, Sureness, Theme


class Doubt:
    """Lowers how sure the records of a document read by OCR are, to what the rules allow."""

    def __init__(self, rules: Rules):
        self.most = float(rules.get("warnings/ocr/most_sure"))
        self.why = str(rules.get("warnings/ocr/why"))

    def recommendation(self, one: Recommendation) -> Recommendation:
        return replace(
            one,
            sure=self._sure(one.sure),
            responses=tuple(self._response(each) for each in one.responses),
            actions=tuple(self._action(each) for each in one.actions),
        )

    def theme(self, one: Theme) -> Theme:
        return replace(one, actions=tuple(self._action(each) for each in one.actions))

    def _response(self, one: Response) -> Response:
        return replace(one, sure=self._sure(one.sure))

    def _action(self, one: Action) -> Action:
        return replace(one, sure=self._sure(one.sure))

    def _sure(self, sure: Sureness) -> Sureness:
        return Sureness(min(sure.value, self.most), (self.why, *sure.why))


def lower_unfamiliar(gathered: Gathered, rules: Rules) -> None:
    """Make modest whatever the page gives few signs of, with the reason put first."""
    most = float(rules.get("warnings/unfamiliar/most_sure"))
    alike = Counter((draft.section, draft.kind, draft.label) for draft in gathered.drafts if draft.label)
    for draft in gathered.drafts:
        sign = _missing_sign(draft, alike, rules)
        if sign and draft.sure > most:
            draft.sure, draft.why = most, [str(rules.get(f"warnings/unfamiliar/why/{sign}")), *draft.why]


def _missing_sign(draft: Draft, alike: Counter[tuple[str, str, str]], rules: Rules) -> str:
    """Which sign of a recommendation a draft lacks; empty where it has what it needs."""
    if alike[draft.section, draft.kind, draft.label] > 1:
        return "label_twice"
    if draft.kind == "recommendation" and draft.label and _only_tells(draft, rules):
        return "tells"
    over = (draft.section, draft.announced)
    headed = any(read_heading(words, rules).role is not Role.OTHER for words in over if words)
    return "" if draft.label or headed else "no_sign"


def _only_tells(draft: Draft, rules: Rules) -> bool:
    text = draft.plain
    may_ask = asks(text, rules) or rules.pattern("labels/may_ask").search(text) or is_withheld(text, rules)
    return tells(text) and not may_ask
