"""Signing in before the house rules: how its events happen, and where its operations differ and why."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from heed.platform.entrance.operations.factors import note_factor_added, note_factor_removed, reissue_factors
from heed.platform.entrance.operations.sessions import end_sessions_of
from tests.cast import AT, Cast, Register, client_of

DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "session.began": lambda register, cast: client_of(cast.reader),
    "session.ended": lambda register, cast: end_sessions_of(
        cast.manager, person_ref=cast.reader.person_ref, at=timezone.now()
    ),
    "factor.added": lambda register, cast: note_factor_added(cast.reader, kind="totp", at=AT),
    "factor.removed": lambda register, cast: note_factor_removed(cast.reader, kind="totp", at=AT),
    "factor.reissued": lambda register, cast: reissue_factors(
        cast.manager, person_ref=cast.reader.person_ref, how="Asked in person, staff card seen", at=AT
    ),
}

_SESSIONS = "heed.platform.entrance.operations.sessions."
_FACTORS = "heed.platform.entrance.operations.factors."

WITHOUT_ACTOR = {
    f"{_SESSIONS}begin_session": "somebody signs in: there is no actor yet",
    f"{_SESSIONS}note_password_changed": "of one's own account, also without a membership",
    f"{_SESSIONS}see_session": "kept for whoever holds the session",
    f"{_SESSIONS}leave_session": "somebody signs out, also without a membership",
    f"{_SESSIONS}forget_sessions": "within the caller's operation, which says who",
}
WITHOUT_EVENT = {
    f"{_SESSIONS}see_session": "what the person looks at is the event",
    f"{_SESSIONS}forget_sessions": "the caller's operation is the event",
}
WITHOUT_VERSION = {
    f"{_SESSIONS}begin_session": "a row of this session only; nobody types into it",
    f"{_SESSIONS}see_session": "a moment; nobody types it",
    f"{_SESSIONS}leave_session": "a session that ends; ended twice is ended",
    f"{_SESSIONS}end_own_session": "a session that ends; ended twice is ended",
    f"{_SESSIONS}end_own_other_sessions": "sessions that end; ended twice is ended",
    f"{_SESSIONS}forget_sessions": "sessions that end; ended twice is ended",
    f"{_FACTORS}reissue_factors": "factors that are taken away; taken twice is taken",
}
