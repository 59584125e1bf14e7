"""What was recognised from pictures is never sure: each record says so."""

from __future__ import annotations

from dataclasses import replace

from heed.kit.reading.rules import Rules
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
