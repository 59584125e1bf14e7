"""What reminders, digests and calendars add to the house rules."""

from __future__ import annotations

from django.test import override_settings
from django.utils import timezone

from heed.platform.access.types import Actor
from heed.platform.notices.models import Comment, Feed
from heed.platform.notices.operations import (
    change_reminders,
    choose_digest,
    edit_comment,
    end_feed,
    fetch_feed,
    follow_record,
    leave_record,
    make_feed,
    mark_read,
    withdraw_comment,
    write_comment,
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
WITHOUT_EVENT = {
    f"{_O}.telling.tell_person": "what was decided is the caller's event",
    f"{_O}.telling.tell_people": "what they are told is the caller's event",
}
WITHOUT_VERSION = {
    f"{_O}.comments.leave_record": "a person's own following, gone either way",
    f"{_O}.comments.withdraw_comment": "claims it while it is not withdrawn",
    f"{_O}.calendars.end_feed": "ends it, once: the second is told it is not there",
    f"{_O}.calendars.fetch_feed": "notes when it was fetched, which nobody types",
    f"{_O}.calendars.make_feed": "an earlier address ends, as whoever makes one is told",
    f"{_O}.digests.make_digests": "marks that a mail went, once",
    f"{_O}.own.choose_digest": "a person's own choice: the newest is what they said",
    f"{_O}.own.mark_read": "a person's own marks: the newest is what they said",
}


def things(register: Register, cast: Cast) -> dict[str, str]:
    """A calendar of the manager's with its secret, and a comment of theirs."""
    row, secret = make_feed(cast.manager, group_ref="", at=timezone.now())
    comment = a_comment(register, cast)
    return {"feed": row.public_id, "feed.secret": secret, "comment": comment.public_id}


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


def a_comment(register: Register, cast: Cast) -> Comment:
    """The manager's, on a recommendation."""
    ref = register.recommendations["1"].public_id
    return write_comment(cast.manager, kind="recommendation", ref=ref, text="When?", at=AT)


def _followed(register: Register, cast: Cast) -> str:
    ref = register.recommendations["1"].public_id
    follow_record(cast.reader, kind="recommendation", ref=ref, at=AT)
    return ref


DEEDS = {
    "comment.written": a_comment,
    "comment.edited": lambda register, cast: edit_comment(
        cast.manager, ref=a_comment(register, cast).public_id, text="How?", version=1, at=AT
    ),
    "comment.withdrawn": lambda register, cast: withdraw_comment(
        cast.manager, ref=a_comment(register, cast).public_id, at=AT
    ),
    "record.followed": _followed,
    "record.left": lambda register, cast: leave_record(
        cast.reader, kind="recommendation", ref=_followed(register, cast), at=AT
    ),
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


def editing(register: Register, cast: Cast, mine: str, ref: str) -> object:
    """The manager changes a comment, once from each of two open pages."""
    return edit_comment(cast.manager, ref=ref, text=mine, version=1, at=AT)
