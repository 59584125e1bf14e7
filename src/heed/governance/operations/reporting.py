"""The reporting calendar: what is reported to whom, how often, and that it was."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from heed.governance.events import ReportAdded, ReportEnded, ReportKept
from heed.governance.models import ReportDue, ReportSent
from heed.governance.queries.groups import NAME, find_group, meeting_rules
from heed.governance.queries.reporting import find_report
from heed.governance.rules import next_due
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.partnerships.queries import list_agencies
from heed.platform.rules.operations import make_edition
from heed.platform.rules.queries import find_edition


@transaction.atomic
def add_report(
    actor: Actor,
    *,
    name: str,
    from_group: str,
    from_agency: str,
    to_group: str,
    to_words: str,
    every: str,
    meaning: str,
    due_on: date,
    basis: str,
    at: datetime,
) -> ReportDue:
    """Something that is reported again and again, first by the day. Where `every` is a word that means two things,
    `meaning` says which; the answer is kept for the partnership, so that it is asked once."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    _check_ends(from_group, from_agency, to_group, to_words)
    agencies = {each.public_id: each for each in list_agencies(actor.partnership_id)}
    frequency, typed = _frequency(actor, every, meaning, at)
    row = ReportDue.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        name=name.strip()[:200],
        from_group=find_group(actor, from_group) if from_group else None,
        from_agency=agencies.get(from_agency),
        to_group=find_group(actor, to_group) if to_group else None,
        to_words=to_words.strip()[:160],
        every=frequency,
        every_words=typed,
        basis=basis.strip()[:300],
        due_on=due_on,
        added_at=at,
    )
    _record(actor, ReportAdded(every=frequency), row, at)
    return row


def _check_ends(from_group: str, from_agency: str, to_group: str, to_words: str) -> None:
    wrong = {}
    if bool(from_group) == bool(from_agency):
        wrong["from_group"] = "Choose a group or an agency that reports, one of the two"
    if not to_group and not to_words.strip():
        wrong["to_group"] = "Choose a group, or write below to whom it is reported"
    if from_group and from_group == to_group:
        wrong["to_group"] = "A group reports to somebody else"
    if wrong:
        raise Invalid(next(iter(wrong.values())) + ".", fields=wrong)


def _frequency(actor: Actor, every: str, meaning: str, at: datetime) -> tuple[str, str]:
    """The frequency, and the word that was typed where it could mean another one."""
    rules = meeting_rules(actor, on=timezone.localdate(at))
    if every in rules["frequencies"]:
        return every, ""
    word = rules["ambiguous"].get(every)
    if word is None:
        raise Invalid("Choose how often.", fields={"every": "Choose how often"})
    known = rules.get("means", {}).get(every)
    if known:
        return known, word["name"]
    if meaning not in word["may_mean"]:
        sentence = f"Say what {word['name']} means in your partnership. You are asked this once"
        raise Invalid(f"{sentence}.", fields={"meaning": sentence})
    edition = find_edition(actor, NAME, on=timezone.localdate(at))
    make_edition(
        actor,
        name=NAME,
        content={**edition.content, "means": {**edition.content.get("means", {}), every: meaning}},
        after=edition.number,
        source=f"Said by {actor.name}, who added a report",
        permission=Permission.PREPARE_MEETINGS,
        at=at,
    )
    return meaning, word["name"]


@transaction.atomic
def keep_report(
    actor: Actor, *, report: str, due_on: date, sent_on: date, to: str, words: str, at: datetime
) -> ReportSent:
    """It was reported for the day by which it was due; the next day follows by its frequency. Of two people who say so
    the second is told."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    row = find_report(actor, report)
    if sent_on > timezone.localdate(at):
        raise Invalid("The day has not come.", fields={"sent_on": "Enter a day that has come"})
    rule = meeting_rules(actor, on=sent_on)["frequencies"][row.every]
    due = ReportDue.objects.visible_to(actor).filter(pk=row.pk, due_on=due_on, ended_on__isnull=True)
    if not due.update(due_on=next_due(due_on, rule), version=F("version") + 1):
        raise NotNow("Somebody has kept this already, or it is not reported any more.")
    try:
        with transaction.atomic():
            made = ReportSent.objects.create(
                report=row,
                due_on=due_on,
                sent_on=sent_on,
                to=(to.strip() or row.recipient)[:160],
                words=words.strip()[:300],
                kept_by=actor.name,
                kept_at=at,
            )
    except IntegrityError:
        raise NotNow("Somebody has kept this already.") from None
    _record(actor, ReportKept(due=due_on.isoformat()), row, at)
    return made


@transaction.atomic
def end_report(actor: Actor, *, report: str, at: datetime) -> None:
    """It is not reported any more. What was, stays."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    row = find_report(actor, report)
    still = ReportDue.objects.visible_to(actor).filter(pk=row.pk, ended_on__isnull=True)
    if not still.update(ended_on=timezone.localdate(at), version=F("version") + 1):
        raise NotNow("It has ended already.")
    _record(actor, ReportEnded(), row, at)


def _record(actor: Actor, happened: object, row: ReportDue, at: datetime) -> None:
    record(actor, happened, subject_kind="report", subject_ref=row.public_id, at=at)
