"""The five ways in which Heed says no; each tells the person who asked why, in a sentence.

One middleware (`platform.http`) turns them into pages, fragments or JSON.
"""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """A request that is not carried out. `sentence` says why and how to mend it."""

    status = 400
    title = "That did not work"

    def __init__(self, sentence: str = "", *, fields: Mapping[str, str] | None = None):
        super().__init__(sentence or self.title)
        self.sentence = sentence or self.title
        self.fields = dict(fields or {})
        """Form field to what is wrong with it, where the refusal is about what was typed."""


class NotVisible(Refusal):
    """It does not exist, or this person may not know that it does: the two look the same."""

    status = 404
    title = "Page not found"


class NotAllowed(Refusal):
    """This person may see it but may not do that."""

    status = 403
    title = "You cannot do that"


class NotNow(Refusal):
    """It may be done, but not in the state that things are in."""

    status = 409
    title = "That cannot be done now"


class ChangedMeanwhile(NotNow):
    """Somebody else saved first. Both texts are kept: theirs in the record, yours on the page."""

    title = "Somebody else changed this while you were writing"

    def __init__(self, *, field: str, theirs: str, yours: str, by: str = ""):
        who = by or "Somebody else"
        super().__init__(
            f"{who} saved a change first. Nothing you wrote is lost: compare the two and choose."
        )
        self.field = field
        self.theirs = theirs
        self.yours = yours
        self.by = by


class Invalid(Refusal):
    """What was given cannot be used."""

    status = 422
    title = "There is a problem"


class Unavailable(Refusal):
    """Heed itself cannot do it at the moment."""

    status = 503
    title = "Heed cannot do that at the moment"
