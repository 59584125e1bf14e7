"""What a person was told, their choices and calendars, and the days of reminders, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from markupsafe import Markup

from heed.platform.access.roles import ROLES, Permission, Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.records import RECORDS
from heed.platform.notices.due import KINDS, TOLD
from heed.platform.notices.models import DigestChoice, Feed, Notice, Often
from heed.platform.notices.operations.reminders import DIGEST, LABELS, fields_of
from heed.platform.notices.presenters import how_long
from heed.platform.notices.rules import CHAIR, Reminders, Rule
from heed.platform.ui.components import Choice, Crumb, Fact, Problem, element, hidden, joined
from heed.platform.ui.wording import count, moment, plural, words

_THE_DIGEST = "The daily digest"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    ref: str
    text: str
    note: str
    href: str
    at: datetime
    unread: bool


@dataclass(frozen=True, kw_only=True)
class NoticesPage:
    title: str
    lead: str
    rows: tuple[NoticeRow, ...]
    unread: int
    page: int
    pages: int


def notice_row(notice: Notice, labels: Mapping[tuple[str, str], str], *, today: date) -> NoticeRow | None:
    """A notice as a sentence; None where its record is no longer there for this person."""
    label = notice.reference
    if notice.subject_kind in RECORDS:
        label = labels.get((notice.subject_kind, notice.subject_ref), "")
        if not label:
            return None
    return NoticeRow(
        ref=notice.public_id,
        text=_sentence(notice, label),
        note=_note(notice, today),
        href=notice.href,
        at=notice.at,
        unread=notice.read_at is None,
    )


def _sentence(notice: Notice, label: str) -> str:
    kind = KINDS.get(notice.kind)
    if notice.kind in TOLD:
        about = label or (notice.by.name if notice.by else "")
        return f"{TOLD[notice.kind]}: {about}" if about else TOLD[notice.kind]
    if kind is None:
        by = notice.by.name if notice.by else "Somebody"
        return f"{by} mentions you on {label}" if notice.kind == "mention" else f"{by} wrote about {label}"
    return f"{kind.what}: {label or notice.reference}"


def _note(notice: Notice, today: date) -> str:
    """Why this person was told, and how it stands."""
    if notice.kind == "comment":
        return "Told to you because you follow this record"
    if notice.stage is None:
        return ""
    told = (
        f"Told to you as {_role(notice.to)}, because nobody has acted"
        if notice.to
        else "Told to you because it is yours, or your agency's, to do"
    )
    return f"{told}. {how_long(notice.on, today)}" if notice.on else told


def _role(to: str) -> str:
    return "chair" if to == CHAIR else ROLES[Role(to)].name


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A calendar of one's own or of a group: `ref` of its open address, "" where it has none."""

    name: str
    group_ref: str
    ref: str
    said: str


@dataclass(frozen=True, kw_only=True)
class SettingsPage:
    """`address` is shown in the one answer that made it."""

    title: str
    crumbs: tuple[Crumb, ...]
    choices: tuple[Choice, ...]
    often: str
    mailed: str
    calendars: tuple[Calendar, ...]
    address: str = ""
    address_of: str = ""
    problems: tuple[Problem, ...] = ()


def settings_page(
    actor: Actor,
    choice: DigestChoice,
    feeds: Sequence[Feed],
    groups: Sequence[Any],
    **more: Any,
) -> SettingsPage:
    """One's own choices and calendars."""
    by_group = {each.group_id: each for each in feeds}
    own = [(None, "What needs you", "")] + [(each.pk, each.name, each.public_id) for each in groups]
    return SettingsPage(
        title="Digests and calendars",
        crumbs=(Crumb(text="Your notices", href="/notices/"), Crumb(text="Digests and calendars")),
        choices=tuple(Choice(value=each.value, text=each.label) for each in Often),
        often=choice.often,
        mailed=""
        if settings.MAIL_SENT
        else "No mail server is set up here, so nothing is mailed: you are told in Heed alone.",
        calendars=tuple(_calendar(name, ref, by_group.get(pk)) for pk, name, ref in own),
        **more,
    )


def _calendar(name: str, group_ref: str, feed: Feed | None) -> Calendar:
    if feed is None:
        return Calendar(name=name, group_ref=group_ref, ref="", said="No address yet")
    fetched = f"last fetched {moment(feed.fetched_at)}" if feed.fetched_at else "not fetched yet"
    said = f"Address made {moment(feed.made_at)}, {fetched}"
    return Calendar(name=name, group_ref=group_ref, ref=feed.public_id, said=said)


@dataclass(frozen=True, kw_only=True)
class RulesPage:
    title: str
    lead: str
    facts: tuple[Fact, ...]
    may_change: bool


def rules_page(actor: Actor, reminders: Reminders) -> RulesPage:
    """Who is reminded when, in sentences."""
    may_change = actor.may(Permission.CHANGE_RULES)
    digest = (
        f"At {reminders.hour}:00; weekly ones on {_WEEKDAYS[reminders.weekly_on - 1]}. "
        f"Nobody is reminded of what is more than {reminders.until} days late."
    )
    said = [(kind.name, kind.what, rule_words(reminders.of(kind.name))) for kind in KINDS.values()]
    said.append((DIGEST, _THE_DIGEST, digest))
    whose = f"edition {reminders.edition}" if reminders.edition else "as Heed is shipped"
    return RulesPage(
        title="Reminders",
        lead=f"When people are reminded, and who is told when nobody acts: {whose}.",
        facts=tuple(
            Fact(
                name=name, value=joined([words_of_it, " ", _change(key, name)]) if may_change else words_of_it
            )
            for key, name, words_of_it in said
        ),
        may_change=may_change,
    )


def _change(key: str, name: str) -> Markup:
    href = reverse("notices:rule", args=[key])
    return element("a", "Change", hidden(f" {name}"), href=href, class_="govuk-link")


def rule_words(rule: Rule) -> str:
    """ "14, 7 and 1 days before; 1 and 7 days late, then every 14 days. The agency lead from 1 day late." """
    said = []
    for days, when in ((rule.before, "before"), (rule.late, "late")):
        if days:
            said.append(f"{words([str(each) for each in days])} {plural(days[-1], 'day')} {when}")
    if rule.then_every and said:
        said[-1] += f", then every {rule.then_every} days"
    told = [
        f"{_role(to)} from {count(days, 'day')} late"
        for to, days in sorted(rule.escalate.items(), key=lambda each: each[1])
    ]
    first = "; ".join(said) or "No reminders: it has no day"
    return f"{first}. {words(told).capitalize()}." if told else f"{first}."


@dataclass(frozen=True, kw_only=True)
class RuleField:
    name: str
    label: str
    hint: str
    value: str
    error: str


@dataclass(frozen=True, kw_only=True)
class RulePage:
    title: str
    crumbs: tuple[Crumb, ...]
    fields: tuple[RuleField, ...]
    edition: int
    problems: tuple[Problem, ...] = field(default=())


def rule_page(
    kind: str, reminders: Reminders, *, typed: Mapping[str, str] | None, problems: Mapping[str, str]
) -> RulePage:
    """The days of one kind, to be changed."""
    name = _THE_DIGEST if kind == DIGEST else KINDS[kind].what
    return RulePage(
        title=name,
        crumbs=(Crumb(text="Reminders", href="/notices/rules/"), Crumb(text=name)),
        fields=tuple(
            RuleField(
                name=f"{kind}.{each}",
                label=_label(each),
                hint=_HINTS.get(each, "Days late from which they are told too; empty: they are not"),
                value=typed.get(f"{kind}.{each}", "") if typed is not None else _value(kind, each, reminders),
                error=problems.get(each, ""),
            )
            for each in fields_of(kind)
        ),
        edition=reminders.edition,
        problems=tuple(Problem(text=text, field_id=f"id_{kind}.{each}") for each, text in problems.items()),
    )


_HINTS = {
    "before": "Such as 14, 7, 1; 0 is the day itself. From the first of them it stands under What needs you",
    "late": "Such as 1, 7",
    "then_every": "0: no more",
    "hour": "0 to 23",
    "weekly_on": "1 is Monday",
    "until": "Older things stay in their registers, and one line says how many there are",
}


def _label(name: str) -> str:
    if name.startswith("to_"):
        who = _role(name.removeprefix("to_"))
        return f"{who[0].upper()}{who[1:]}"
    return LABELS[name]


def _value(kind: str, name: str, reminders: Reminders) -> str:
    if kind == DIGEST:
        return str(getattr(reminders, name))
    rule = reminders.of(kind)
    if name.startswith("to_"):
        return str(rule.escalate.get(name.removeprefix("to_"), ""))
    value = getattr(rule, name)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
