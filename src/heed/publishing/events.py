"""What the audit log keeps of publishing: references, counts and hashes, never what is said."""

from heed.platform.audit_log.types import event


@event("publication.begun")
class PublicationBegun:
    """Began the publication {reference} ({kind})."""

    reference: str
    kind: str


@event("publication.text_changed")
class PublicationTextChanged:
    """Changed the words of edition {edition} of a publication; the check found {hits} places."""

    edition: int
    hits: int


@event("publication.described")
class PublicationDescribed:
    """Said how a publication comes out and how long its public copy stays."""


@event("publication.hit_answered")
class PublicationHitAnswered:
    """Answered {places} places that the check of edition {edition} found: {answer}."""

    edition: int
    answer: str
    places: int


@event("publication.checked")
class PublicationChecked:
    """Finished the check of edition {edition}: these are its bytes, {sha256}."""

    edition: int
    sha256: str


@event("publication.told")
class PublicationTold:
    """Wrote down that somebody was told of a publication before it came out ({whom}: {what})."""

    whom: str
    what: str


@event("publication.planned")
class PublicationPlanned:
    """Planned a publication for {on}."""

    on: str


@event("publication.published")
class PublicationPublished:
    """Published edition {edition}, {sha256}."""

    edition: int
    sha256: str


@event("publication.correction_begun")
class PublicationCorrectionBegun:
    """Began edition {edition} of a publication to correct it."""

    edition: int


@event("publication.discarded")
class PublicationDiscarded:
    """Discarded edition {edition} of a publication before it came out."""

    edition: int


@event("publication.taken_up_again")
class PublicationTakenUpAgain:
    """Took up edition {edition} of a publication again that was discarded."""

    edition: int


@event("publication.withdrawn")
class PublicationWithdrawn:
    """Withdrew a publication."""


@event("publication.copy_looked_at")
class PublicationCopyLookedAt:
    """Decided that the public copy of a publication stays until {until}."""

    until: str


@event("publication.file_taken")
class PublicationFileTaken:
    """Downloaded edition {edition} of a publication as {form} before it came out."""

    edition: int
    form: str


@event("publication.links_followed")
class PublicLinksFollowed:
    """The network was asked about the addresses of a publication: {dead} lead nowhere."""

    dead: int


@event("dates.forbidden")
class ForbiddenDateKept:
    """Kept days on which nothing is published ({kind})."""

    kind: str


@event("dates.freed")
class ForbiddenDateLifted:
    """Lifted days on which nothing was to be published."""


@event("reach.kept")
class ReachKept:
    """Wrote down whom a publication reached by {channel}."""

    channel: str


@event("campaign.kept")
class CampaignKept:
    """Kept the campaign {reference}: {what}."""

    reference: str
    what: str


@event("bulletin.asked")
class BulletinAsked:
    """Had a bulletin mailed to the people of {agencies} agencies."""

    agencies: int


@event("bulletin.mailed")
class BulletinMailed:
    """A bulletin was mailed to {people} people; {failed} mails could not be sent."""

    people: int
    failed: int
