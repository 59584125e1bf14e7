"""What reminders, digests and calendars add to the house rules."""

from __future__ import annotations

from django.test import override_settings
from django.utils import timezone

from heed.platform.access.types import Actor
from heed.platform.notices.models import Feed
from heed.platform.notices.operations import (
    change_reminders,
    choose_digest,
    end_feed,
    fetch_feed,
    make_feed,
    mark_read,
)
from tests import cast_notices
from tests.cast import AT, Cast, Register

_O = "heed.platform.notices.operations"
WITHOUT_ACTOR = {
    f"{_O}.digests.make_digests": "Heed's own work, for everybody",
    f"{_O}.calendars.fetch_feed": "the secret says who; it is asked without a session",
    f"{_O}.calendars.hash_of_secret": "a hash, nothing is changed",
    f"{_O}.reminders.fields_of": "names of fields, nothing is changed",
}
WITHOUT_VERSION = {
    f"{_O}.calendars.end_feed": "ends it, once: the second is told it is not there",
    f"{_O}.calendars.fetch_feed": "notes when it was fetched, which nobody types",
    f"{_O}.calendars.make_feed": "an earlier address ends, as whoever makes one is told",
    f"{_O}.digests.make_digests": "marks that a mail went, once",
    f"{_O}.own.choose_digest": "a person's own choice: the newest is what they said",
    f"{_O}.own.mark_read": "a person's own marks: the newest is what they said",
}


def things(cast: Cast) -> dict[str, str]:
    """A calendar of the manager's, and its secret."""
    row, secret = make_feed(cast.manager, group_ref="", at=timezone.now())
    return {"feed": row.public_id, "feed.secret": secret}


def _feed_fetched(register: Register, cast: Cast) -> object:
    return fetch_feed(secret=make_feed(cast.manager, group_ref="", at=AT)[1], at=timezone.now())


def _feed_ended(register: Register, cast: Cast) -> object:
    row: Feed = make_feed(cast.manager, group_ref="", at=AT)[0]
    return end_feed(cast.manager, ref=row.public_id, at=AT)


def chosen(actor: Actor) -> object:
    return choose_digest(actor, often="weekly", at=AT)


def _mailed(register: Register, cast: Cast) -> None:
    with override_settings(MAIL_SENT=True, EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        cast_notices.ensure(cast, at=AT)


DEEDS = {
    "digest.mailed": _mailed,
    "reminders.told": lambda register, cast: cast_notices.ensure(cast, at=AT),
    "digest.chosen": lambda register, cast: chosen(cast.reader),
    "notices.read": lambda register, cast: mark_read(cast.manager, refs=None, read=True, at=AT),
    "calendar.made": lambda register, cast: make_feed(cast.manager, group_ref="", at=AT),
    "calendar.ended": _feed_ended,
    "calendar.fetched": _feed_fetched,
}


def changing_days(cast: Cast, mine: str) -> object:
    """Somebody changes on how many days before actions are reminded of."""
    typed = {"before": mine, "late": "1", "then_every": "7", "to_agency_lead": "1", "to_chair": ""}
    return change_reminders(
        cast.manager, kind="action", typed={**typed, "to_business_manager": "9"}, after=0, at=AT
    )
