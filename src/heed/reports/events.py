"""What the audit log keeps of reports: references, layouts and counts, never what they say."""

from heed.platform.audit_log.types import event


@event("report.made")
class ReportMade:
    """Began the report {reference} with the layout {layout}."""

    reference: str
    layout: str


@event("report.words_written")
class WordsWritten:
    """Wrote at the place {place} of the report {reference}."""

    reference: str
    place: str


@event("report.statement_signed")
class StatementSigned:
    """Signed the statement at the place {place} of the report {reference}."""

    reference: str
    place: str


@event("report.place_settled")
class PlaceSettled:
    """Decided about a place of the report {reference}: {what}."""

    reference: str
    what: str


@event("report.discarded")
class ReportDiscarded:
    """Discarded the report {reference}."""

    reference: str


@event("report.taken_up_again")
class ReportTakenUpAgain:
    """Took up the report {reference} again that was discarded."""

    reference: str


@event("report.written_out")
class ReportTaken:
    """Took the report {reference} away as {form}."""

    reference: str
    form: str


@event("report.template_kept")
class WordTemplateKept:
    """Kept a Word template for reports."""


@event("report.template_ended")
class WordTemplateEnded:
    """Ended a Word template for reports."""


@event("report.template_taken")
class WordTemplateTaken:
    """Downloaded the Word template for reports."""


@event("report.logo_kept")
class LogoKept:
    """Kept a logo for reports."""


@event("report.logo_ended")
class LogoEnded:
    """Ended the logo for reports."""


@event("report.composed")
class ReportComposed:
    """Composed a report with the layout {layout} as {form}, without keeping it."""

    layout: str
    form: str
