"""The public face of the room: what a report would say, what it says, and its bytes."""

from heed.reports.queries.composing import compose
from heed.reports.queries.drafts import find_report, labels_of_reports, report_now, reports_of_review
from heed.reports.queries.files import bytes_of, bytes_of_composed
from heed.reports.queries.layouts import glossary_of, layouts_of
from heed.reports.queries.logos import logo_for_everybody, logo_on_paper

__all__ = [
    "bytes_of",
    "bytes_of_composed",
    "compose",
    "find_report",
    "glossary_of",
    "labels_of_reports",
    "layouts_of",
    "logo_for_everybody",
    "logo_on_paper",
    "report_now",
    "reports_of_review",
]
