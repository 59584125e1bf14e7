"""The events of the audit log as a page."""

from __future__ import annotations

from heed.platform.audit_log.types import EVENTS


def render() -> str:
    """Every kind of event with the sentence that people read and the facts kept beside it."""
    lines = [
        "# What the audit log keeps",
        "",
        "Rendered from the events that operations declare. Each is written in the transaction of what it records,",
        "with who (and in which membership), when, and about which record. Facts are counts, codes and references,",
        "never words of a case.",
        "",
        "| event | sentence | facts |",
        "|---|---|---|",
    ]
    for kind in sorted(EVENTS.values(), key=lambda each: each.name):
        sentence = " ".join(kind.sentence.split())
        lines.append(f"| `{kind.name}` | {sentence} | {', '.join(kind.facts) or 'none'} |")
    return "\n".join(lines) + "\n"
