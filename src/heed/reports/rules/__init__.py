"""What follows from values alone: layouts as they are written, words, and a report as files."""

from heed.reports.rules.layouts import Layout, Section, layouts_from, with_edition
from heed.reports.rules.short_forms import Glossary, expanded, unknown_short_forms
from heed.reports.rules.wording import bracketed, fingerprint, joined_names, status_of

__all__ = [
    "Glossary",
    "Layout",
    "Section",
    "bracketed",
    "expanded",
    "fingerprint",
    "joined_names",
    "layouts_from",
    "status_of",
    "unknown_short_forms",
    "with_edition",
]
