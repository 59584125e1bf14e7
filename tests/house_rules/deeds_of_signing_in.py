"""How to make the events of signing in happen."""

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
