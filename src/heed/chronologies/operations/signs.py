"""What a chronology shows: looked for by Heed, decided by a named person, and never asked again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from heed.chronologies.events import LookedThrough, SignDecided
from heed.chronologies.models import Chronology, Entry, Pseudonym, Sign
from heed.chronologies.models.making import scope_of
from heed.chronologies.queries import find_chronology, find_sign, glossary_of, kit_entry
from heed.chronologies.queries.whole import hidden
from heed.chronologies.rules import sign_key
from heed.chronologies.types import Decision, PersonKind, SignKind
from heed.kit.chronology import Chronology as Whole
from heed.kit.chronology import Sighted, Table, merge
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid
from heed.platform.base.versions import hold, take_version


def look_through(actor: Actor, *, review_ref: str, at: datetime) -> int:
    """Look for gaps, silences, records that differ and records that tell the same, over everybody's entries. What was
    decided stays as it is; what the entries do not show any more is put aside. Returns how many are new.

    Computed before the transaction begins, which only writes what changed.
    """
    chronology = find_chronology(actor, review_ref)
    whole = _whole(chronology)
    found = {_key(each): each for each in (*_gaps(whole), *_differing(whole), *_several(whole))}
    sighted = [_sighted(each) for each in whole.sighted]
    with transaction.atomic():
        mine = hold(_signs(chronology))
        known = {row.key: row for row in mine.only("pk", "key", "gone_at")}
        new = [key for key in found if key not in known]
        scope = scope_of(chronology)
        Sign.objects.bulk_create(
            (
                Sign(
                    partnership_id=chronology.partnership_id,
                    scope=scope,
                    chronology=chronology,
                    key=key,
                    **found[key],
                )
                for key in new
            ),
            batch_size=500,
        )
        if sighted != chronology.sighted:
            Chronology.objects.for_everyone(because="found for whoever looks").filter(
                pk=chronology.pk
            ).update(sighted=sighted)
        gone = [row.pk for key, row in known.items() if key not in found and row.gone_at is None]
        back = [row.pk for key, row in known.items() if key in found and row.gone_at is not None]
        for start in range(0, max(len(gone), len(back)), 5000):
            _signs(chronology).filter(pk__in=gone[start : start + 5000]).update(gone_at=at)
            _signs(chronology).filter(pk__in=back[start : start + 5000]).update(gone_at=None)
        if new or gone or back:
            happened = LookedThrough(found=len(found), new=len(new))
            record(actor, happened, subject_kind="review", subject_ref=review_ref, at=at)
    return len(new)


def _signs(chronology: Chronology) -> Any:
    rows = Sign.objects.for_everyone(
        because="an agency's entry changes what the whole shows, which it does not see"
    )
    return rows.filter(chronology=chronology)


def _whole(chronology: Chronology) -> Whole:
    everyone = Entry.objects.for_everyone(because="the whole is made of all agencies' entries")
    rows = everyone.filter(chronology=chronology, withdrawn_at__isnull=True).select_related("agency")
    glossary = glossary_of(chronology)
    entries = tuple(hidden(kit_entry(row), glossary) for row in rows.iterator(chunk_size=2000))
    children = Pseudonym.objects.for_everyone(because="gaps are found for each child").filter(
        review=chronology.review_id, kind=PersonKind.CHILD
    )
    return merge(
        [Table("", "", entries)],
        children=list(children.order_by("pk").values_list("word", flat=True)),
        gap_days=chronology.gap_days,
        silence_days=chronology.silence_days,
    )


def _sighted(each: Sighted) -> dict[str, Any]:
    days = {"first": each.first, "last": each.last, "until": each.until}
    return {
        "child": each.child,
        "times": each.times,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }


def _key(values: dict[str, Any]) -> str:
    return sign_key(
        values["kind"],
        values["entries"],
        values.get("agency", ""),
        values.get("child", ""),
        values.get("what", ""),
    )


def _gaps(whole: Whole) -> list[dict[str, Any]]:
    return [
        {
            "kind": SignKind.SILENCE if each.agency else SignKind.GAP,
            "entries": [whole.entry(each.after).file, whole.entry(each.before).file],
            "agency": each.agency[:160],
            "child": each.child[:80],
            "first_on": each.first,
            "last_on": each.last,
            "days": each.days,
        }
        for each in whole.gaps
    ]


def _differing(whole: Whole) -> list[dict[str, Any]]:
    return [
        {
            "kind": SignKind.DIFFERING,
            "entries": [whole.entry(each.one).file, whole.entry(each.other).file],
            "first_on": _day(whole, each.one),
            "what": each.what[:80],
            "says": [each.one_says, each.other_says],
        }
        for each in whole.differences
    ]


def _several(whole: Whole) -> list[dict[str, Any]]:
    return [
        {
            "kind": SignKind.SEVERAL,
            "entries": [whole.entry(number).file for number in each.numbers],
            "first_on": _day(whole, each.numbers[0]),
            "likeness": each.likeness,
        }
        for each in whole.duplicates
    ]


def _day(whole: Whole, number: int) -> Any:
    when = whole.entry(number).when
    return when.earliest if when else None


@transaction.atomic
def decide_sign(actor: Actor, *, ref: str, decision: str, reason: str, version: int, at: datetime) -> Sign:
    """Confirm what the machine proposed, or dismiss it with a reason. It is kept, and not asked again."""
    check_may(actor, Permission.WORK_ON_CHRONOLOGIES)
    row = find_sign(actor, ref)
    wrong = {}
    if decision not in list(Decision):
        wrong["decision"] = "Choose whether it is so"
    elif decision == Decision.DISMISSED and not reason.strip():
        wrong["reason"] = "Say why it is not so"
    if wrong:
        raise Invalid("Something is missing.", fields=wrong)
    taken = take_version(
        row,
        version=version,
        among=Sign.objects.visible_to(actor),
        differences=lambda now: [
            Difference("decision", "What is made of it", now.decision, decision, free=False),
            Difference("reason", "Why", now.reason, reason.strip()),
        ],
        by=row.decided_by.name if row.decided_by else "",
        decision=decision,
        reason=reason.strip(),
        decided_by=actor.person_id,
        decided_at=at,
    )
    if taken:
        happened = SignDecided(kind=row.kind, decision=decision)
        record(actor, happened, subject_kind="chronology_sign", subject_ref=ref, at=at)
    return find_sign(actor, ref)
