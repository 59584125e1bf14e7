"""How long a morning takes: one digest for each of 500 people, with 1,000 actions that are due, told and mailed.

Every person acts for one of 20 agencies, one in ten leads theirs; each action is due within a fortnight or late, some
of them so late that others are told. SQLite unless HEED_DATABASE is given; mails are handed to a server in memory.
Limit: 60 s. A second run on the same morning, which tells nobody anything, is measured beside it.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src"), str(Path(__file__).resolve().parents[1])]
PEOPLE, AGENCIES, ACTIONS = 502, 20, 1000
LIMIT = 60
MORNING = datetime(2025, 6, 10, 7, 5, tzinfo=UTC)


def main() -> int:
    from bench.bars.house import house

    with house() as cast:
        from django.conf import settings
        from django.core import mail
        from django.db import connection

        from bench.large.processor import judged

        settings.MAIL_SENT = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        mail.outbox = []
        _fill(cast)
        busy = time.process_time()
        first, made = _morning()
        busy = time.process_time() - busy
        second, again = _morning()
        print(
            f"a digest for {made.people} people, {connection.vendor}: {first:.1f} s, {busy:.1f} s of processor "
            f"(limit: {LIMIT} s), "
            f"{made.notices:,} notices, {made.mails} mails; again: {second:.1f} s, {again.notices} notices"
        )
        return int(judged(first, busy) > LIMIT or again.notices > 0 or made.notices == 0)


def _morning() -> tuple[float, Any]:
    from heed.platform.notices.operations import make_digests

    began = time.perf_counter()
    made = make_digests(at=MORNING)
    return time.perf_counter() - began, made


def _fill(cast: Any) -> None:
    from heed.plans.models import Action
    from heed.platform.access.roles import Role
    from heed.platform.accounts.models import Person
    from heed.platform.partnerships.models import Partnership
    from heed.platform.partnerships.operations import add_agency, add_member

    partnership = Partnership.objects.get(pk=cast.manager.partnership_id)
    agencies = [add_agency(partnership, name=f"Agency {number}", kind="agency") for number in range(AGENCIES)]
    known = Person.objects.count()
    for number in range(PEOPLE - known):
        person = Person(email=f"person{number}@agency.example", name=f"Person {number}")
        person.set_unusable_password()
        person.save()
        role = Role.AGENCY_LEAD if number % 10 == 0 else Role.AGENCY_CONTRIBUTOR
        agency = agencies[number % AGENCIES]
        add_member(partnership, person=person, agency=agency, roles=[role], starts_on=date(2024, 1, 1))
    template = Action.objects.visible_to(cast.manager).order_by("pk").first()
    due = [MORNING.date() + timedelta(days=number % 50 - 35) for number in range(ACTIONS)]
    Action.objects.bulk_create(
        Action(
            partnership_id=template.partnership_id,
            scope_id=template.scope_id,
            reference=f"ACT-{90000 + number}",
            review_id=template.review_id,
            position=1000 + number,
            text="Do what was promised.",
            kind=template.kind,
            stated="planned",
            state="agreed_in_principle",
            agency=agencies[number % AGENCIES],
            due_earliest=on,
            due_latest=on,
            reading_id=template.reading_id,
            registered_at=MORNING,
        )
        for number, on in enumerate(due)
    )


if __name__ == "__main__":
    sys.exit(main())
