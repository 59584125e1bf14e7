"""A Reading as the JSON object of the reading contract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from heed.kit.reading.types import Action, Due, Reading, Recommendation, Span, Sureness

SCHEMA = 1


def as_json(reading: Reading, *, file: str = "", sha256: str = "") -> dict[str, Any]:
    """Plain values, ready for `json.dumps`: the contract's fields, and `sure`, `why` and `repeats` beside them."""
    document = reading.document
    return {
        "schema": SCHEMA,
        "file": file,
        "sha256": sha256,
        "reader": reading.reader,
        "kind": document.kind,
        "pages": document.pages,
        "characters": len(document.text),
        "title": reading.title,
        "document_kind": reading.document_kind,
        "review_kind": reading.review_kind,
        "partnership": reading.partnership,
        "area": reading.area,
        "pseudonyms": list(reading.pseudonyms),
        "dates": [
            {
                "kind": one.kind,
                "text": one.text,
                "earliest": one.earliest,
                "latest": one.latest,
                "spans": _spans(one.spans),
            }
            for one in reading.dates
        ],
        "recommendations": [_recommendation(one) for one in reading.recommendations],
        "themes": [
            {
                "name": one.name,
                "recommendations": list(one.recommendations),
                "response": one.response,
                "actions": [_action(action) for action in one.actions],
                "spans": _spans(one.spans),
            }
            for one in reading.themes
        ],
        "findings": [
            {
                "text": one.text,
                "kind": one.kind,
                "label": one.label,
                "section": one.section,
                "spans": _spans(one.spans),
            }
            for one in reading.findings
        ],
        "warnings": [
            {"code": one.code, "message": one.message, "spans": _spans(one.spans)} for one in reading.warnings
        ],
        "repeats": [list(group) for group in reading.repeats],
    }


def _recommendation(one: Recommendation) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "kind": one.kind,
        "text": one.text,
        "section": one.section,
        "theme": one.theme,
        "source": one.source,
        "addressed_to": list(one.addressed_to),
        "withheld": one.withheld,
        "parts": list(one.parts),
        "spans": _spans(one.spans),
        "responses": [
            {
                "agency": response.agency,
                "text": response.text,
                "spans": _spans(response.spans),
                **_sure(response.sure),
            }
            for response in one.responses
        ],
        "actions": [_action(action) for action in one.actions],
        **_sure(one.sure),
    }


def _action(one: Action) -> dict[str, Any]:
    return {
        "text": one.text,
        "status": one.status.value,
        "agency": one.agency,
        "owner": one.owner,
        "due": _due(one.due),
        "spans": _spans(one.spans),
        **_sure(one.sure),
    }


def _due(due: Due | None) -> dict[str, str | None] | None:
    return None if due is None else {"text": due.text, "earliest": due.earliest, "latest": due.latest}


def _sure(sure: Sureness) -> dict[str, Any]:
    return {"sure": sure.value, "why": list(sure.why)}


def _spans(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [
        {"start": span.start, "end": span.end}
        if span.page is None
        else {"page": span.page, "start": span.start, "end": span.end}
        for span in spans
    ]
