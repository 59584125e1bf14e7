"""From a document's blocks to a Reading: the steps in order."""

from __future__ import annotations

from datetime import date

from heed.kit.reading.actions import Actions
from heed.kit.reading.agencies import Agencies
from heed.kit.reading.asks import asked_of, is_withheld
from heed.kit.reading.doubt import Doubt, lower_unfamiliar
from heed.kit.reading.drafts import Answer, Draft, Gathered, Group
from heed.kit.reading.facts import Facts, read_facts
from heed.kit.reading.own import Own, is_own
from heed.kit.reading.parts import parts_of
from heed.kit.reading.pieces import Piece, Table, pieces
from heed.kit.reading.repeats import repeats
from heed.kit.reading.responses import responses, speakers
from heed.kit.reading.restated import merge_restated
from heed.kit.reading.rules import Rules
from heed.kit.reading.shape import shape
from heed.kit.reading.shown import words
from heed.kit.reading.types import (
    Action,
    BlockKind,
    Document,
    Finding,
    Reading,
    Recommendation,
    Response,
    Sureness,
    Theme,
    Warning_,
)
from heed.kit.reading.walk import Walk
from heed.kit.reading.warn import warnings
from heed.kit.words import plain

READER = "heed 0.1"


def interpret(document: Document, name: str, rules: Rules) -> Reading:
    """The records of a document that has been taken apart into blocks. `name` is the file's name."""
    found = shape(pieces(document), rules)
    facts = read_facts(document, found, rules)
    if is_own(document, rules):
        return _own(document, found, facts, rules)
    inspection = facts.document_kind == "inspection report" or facts.review_kind.endswith("inspection")
    gathered = Walk(list(found), rules, responds=facts.responds, inspection=inspection).run()
    restated = merge_restated(gathered)
    lower_unfamiliar(gathered, rules)
    reader = _Reader(document, found, facts, rules)
    recommendations = reader.recommendations(gathered)
    themes = reader.themes(gathered, recommendations)
    raised = warnings(document, found, gathered, facts, recommendations, rules)
    if document.ocr:
        doubt = Doubt(rules)
        recommendations = tuple(doubt.recommendation(one) for one in recommendations)
        themes = tuple(doubt.theme(one) for one in themes)
    said = (*raised, *restated, *reader.asides())
    return _reading(document, facts, recommendations, themes, said, findings=reader.findings(gathered))


def _own(document: Document, found: list[Piece | Table], facts: Facts, rules: Rules) -> Reading:
    """What Heed wrote is read by its own words; what a person should look at is the same as elsewhere."""
    recommendations, themes = Own(document, pieces(document), rules, facts.on).read()
    said = warnings(document, found, Gathered(), facts, recommendations, rules)
    return _reading(document, facts, recommendations, themes, said)


def _reading(
    document: Document,
    facts: Facts,
    recommendations: tuple[Recommendation, ...],
    themes: tuple[Theme, ...],
    said: tuple[Warning_, ...],
    findings: tuple[Finding, ...] = (),
) -> Reading:
    return Reading(
        document=document,
        reader=READER,
        title=facts.title,
        document_kind=facts.document_kind,
        review_kind=facts.review_kind,
        partnership=facts.partnership,
        area=facts.area,
        pseudonyms=facts.pseudonyms,
        dates=facts.dates,
        recommendations=recommendations,
        themes=themes,
        findings=findings,
        warnings=said,
        repeats=repeats(recommendations, themes),
    )


class _Reader:
    """Works drafts into records, with the agencies and the date of one document."""

    def __init__(self, document: Document, found: list[Piece | Table], facts: Facts, rules: Rules):
        self.document = document
        self.facts = facts
        self.rules = rules
        texts = [
            one.text for piece in found for one in (piece.pieces() if isinstance(piece, Table) else [piece])
        ]
        texts += [
            words(document.text, block.spans)
            for block in document.blocks
            if block.kind is BlockKind.FURNITURE
        ]
        self.agencies = Agencies(texts, rules, facts.partnership, own=facts.writer)
        self.actions = Actions(rules, self.agencies, facts.on)

    def recommendations(self, gathered: Gathered) -> tuple[Recommendation, ...]:
        self._ids = {id(draft): f"r{number}" for number, draft in enumerate(gathered.drafts, 1)}
        return tuple(self._recommendation(draft) for draft in gathered.drafts)

    def _recommendation(self, draft: Draft) -> Recommendation:
        spans, items = tuple(draft.spans), [item.text for item in draft.items]
        if draft.items and _completes(draft):
            spans = (*spans, *(span for item in draft.items for span in item.spans()))
        text = words(self.document.text, spans)
        addressed = self._addressed(draft)
        answered, acted = self._answers(draft.answers, addressed)
        return Recommendation(
            id=self._ids[id(draft)],
            label=draft.label,
            kind=draft.kind,
            text=text,
            spans=spans,
            section=draft.section,
            theme=draft.theme,
            source=draft.source or self._source(),
            addressed_to=addressed,
            withheld=is_withheld(plain(text), self.rules),
            parts=parts_of(text, items, self.rules),
            responses=answered,
            actions=acted,
            sure=Sureness(draft.sure, tuple(draft.why)),
        )

    def _source(self) -> str:
        return {"serious case review": "SCR"}.get(self.facts.review_kind, "")

    def _addressed(self, draft: Draft) -> tuple[str, ...]:
        who = asked_of(draft.plain, self.rules)
        if who:
            named = self.agencies.all_asked(who)
            if named:
                return named
        return tuple(self.agencies.full(name) for name in draft.addressed_to)

    def _answers(
        self, answers: list[Answer], addressed: tuple[str, ...]
    ) -> tuple[tuple[Response, ...], tuple[Action, ...]]:
        asked = addressed[0] if len(addressed) == 1 and addressed[0] != self.facts.partnership else ""
        spoken = speakers(answers, self.agencies, asked)
        acted = self.actions.read(answers, spoken)
        return responses(answers, spoken), tuple(acted)

    def themes(self, gathered: Gathered, recommendations: tuple[Recommendation, ...]) -> tuple[Theme, ...]:
        return tuple(self._theme(group) for group in gathered.groups)

    def _theme(self, group: Group) -> Theme:
        answered, acted = self._answers(group.answers, ())
        said = [answer for answer in group.answers if answer.mode == "said" and not answer.heading]
        spans = tuple(span for answer in said for span in answer.spans)
        return Theme(
            name=group.name,
            recommendations=tuple(self._ids[id(draft)] for draft in group.drafts if id(draft) in self._ids),
            response=words(self.document.text, spans),
            actions=acted,
            spans=spans,
        )

    def findings(self, gathered: Gathered) -> tuple[Finding, ...]:
        found = [
            Finding(
                words(self.document.text, draft.spans), draft.kind, draft.spans, draft.label, draft.section
            )
            for draft in gathered.findings
        ]
        for aside in self.actions.asides:
            kind = aside.kind if aside.kind == "audit recommendation" else "weakness"
            if aside.kind == "audit recommendation":
                found.append(Finding(words(self.document.text, aside.spans), kind, aside.spans))
        return tuple(sorted(found, key=lambda one: one.spans[0].start if one.spans else 0))

    def asides(self) -> list[Warning_]:
        return [
            Warning_(
                "audit-recommendation",
                "An audit's recommendation is quoted here; it is not one of the review's own.",
                aside.spans,
            )
            for aside in self.actions.asides
            if aside.kind == "audit recommendation"
        ]


def _completes(draft: Draft) -> bool:
    """Whether a recommendation's list finishes its sentence, so that it is part of its words."""
    opening = plain(draft.items[0].text).lstrip("*_\"' (")[:1]
    return opening.islower() or len(draft.plain.split()) <= 8


__all__ = ["READER", "date", "interpret"]
