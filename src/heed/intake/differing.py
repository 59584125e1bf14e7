"""A proposal as its form has it, so that two people's versions can be laid side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heed.platform.base.errors import Difference

_FIELDS: dict[str, tuple[str, bool]] = {
    "label": ("Number as printed", True),
    "kind": ("Kind", False),
    "text": ("Words", True),
    "addressed_to": ("Addressed to", True),
    "parts": ("Parts", True),
    "theme": ("Theme", True),
    "section": ("Section", True),
    "agency": ("Agency", True),
    "status": ("The document says it is", False),
    "owner": ("Owner", True),
    "due_text": ("By when, as printed", True),
    "withheld": ("Its words were withheld from the document", False),
    "before_publication": ("Done before publication", False),
}
"""What a person can type about a proposal: its name on the form, and whether one text can be made of two."""

_DECISIONS = {"accepted": "Accepted", "rejected": "Rejected", "open": "To be decided"}


def differing_values(theirs: Mapping[str, Any], yours: Mapping[str, Any]) -> list[Difference]:
    """Field by field, as the form calls them."""
    return [
        Difference(
            name,
            label,
            _words(theirs.get(name)),
            _words(yours.get(name)),
            their_value=_sent(theirs.get(name)),
            your_value=_sent(yours.get(name)),
            free=free,
        )
        for name, (label, free) in _FIELDS.items()
        if name in theirs or name in yours
    ]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "\n".join(value) if isinstance(value, list | tuple) else str(value or "").replace("_", " ")


def _sent(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return "\n".join(value) if isinstance(value, list | tuple) else str(value or "")


def words_so_far(proposal: Any) -> dict[str, Any]:
    """What `keep_revision` is told of a proposal's words before they change."""
    return {
        "partnership_id": proposal.import_of.partnership_id,
        "subject_kind": "proposal",
        "subject_ref": proposal.public_id,
        "field": "text",
        "words": str(proposal.values["text"]),
    }


def differing_decisions(theirs: str, yours: str) -> list[Difference]:
    """Accepted by one, rejected by another."""
    return [
        Difference(
            "decision",
            "Decision",
            _DECISIONS.get(theirs, theirs),
            _DECISIONS.get(yours, yours),
            their_value=theirs,
            your_value=yours,
            free=False,
        )
    ]
