"""The five ways in which Heed says no; each tells the person who asked why, in a sentence.

One middleware (`platform.http`) turns them into pages, fragments or JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class Refusal(Exception):
    """A request that is not carried out. `sentence` says why and how to mend it."""

    status = 400
    title = "That did not work"
    usual = ""
    """What is said where nobody says more; the title again where this is empty."""

    def __init__(self, sentence: str = "", *, fields: Mapping[str, str] | None = None):
        self.sentence = sentence or self.usual or self.title
        super().__init__(self.sentence)
        self.fields = dict(fields or {})
        """Form field to what is wrong with it, where the refusal is about what was typed."""


class NotVisible(Refusal):
    """It does not exist, or this person may not know that it does: the two look the same."""

    status = 404
    title = "Page not found"
    usual = "Nothing is at this address, or nothing that you can see."


class NotAllowed(Refusal):
    """This person may see it but may not do that."""

    status = 403
    title = "You cannot do that"


class NotNow(Refusal):
    """It may be done, but not in the state that things are in."""

    status = 409
    title = "That cannot be done now"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two people's texts differ. `theirs` and `yours` are what is read; `name` is the form's
    field, and what the form would send for each is `their_value` and `your_value` (the words where not given).
    Where `free`, one text can be written from both; otherwise one of the two is chosen."""

    name: str
    label: str
    theirs: str
    yours: str
    their_value: str | None = None
    your_value: str | None = None
    free: bool = True

    @property
    def sends_theirs(self) -> str:
        return self.theirs if self.their_value is None else self.their_value

    @property
    def sends_yours(self) -> str:
        return self.yours if self.your_value is None else self.your_value


class ChangedMeanwhile(NotNow):
    """Somebody else saved first. Both texts are kept: theirs in the record, yours on the page, which offers to
    keep mine, keep theirs or edit together.

    `version` is what the record is now; `sent_as` the form's field that holds it. Raised by
    `base.versions.take_version`, seldom by hand.
    """

    title = "Somebody else changed this while you were writing"

    def __init__(
        self,
        *,
        differences: Iterable[Difference] = (),
        version: int = 0,
        sent_as: str = "version",
        by: str = "",
        field: str = "",
        theirs: str = "",
        yours: str = "",
    ):
        who = by or "Somebody else"
        super().__init__(
            f"{who} saved a change first. Nothing you wrote is lost: compare the two and choose."
        )
        self.differences = tuple(differences) or (
            (Difference(name="", label=field, theirs=theirs, yours=yours),) if field else ()
        )
        self.version = version
        self.sent_as = sent_as
        self.by = by


class Invalid(Refusal):
    """What was given cannot be used."""

    status = 422
    title = "There is a problem"


class Unavailable(Refusal):
    """Heed itself cannot do it at the moment."""

    status = 503
    title = "Heed cannot do that at the moment"
