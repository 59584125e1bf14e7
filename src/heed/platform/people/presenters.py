"""People, their places and what they can see, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from heed.platform.access.cases import Subject
from heed.platform.access.decisions import DecisionRules, decides_words
from heed.platform.access.models import Level
from heed.platform.access.roles import PERMISSIONS, ROLES, role_words
from heed.platform.partnerships.models import Deputy, Group, Membership
from heed.platform.people.emergencies import EmergencyLine
from heed.platform.people.seeing import Access, Kept, Seer, Sight
from heed.platform.ui.components import Choice, Problem
from heed.platform.ui.panels import Panel
from heed.platform.ui.wording import count, day, moment


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was sent and could not be used, shown again where it was typed."""

    do: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def value(self, do: str, name: str) -> str:
        return self.values.get(name, "") if do == self.do else ""

    def error(self, do: str, name: str) -> str:
        wanted = f"{do}-{name}"
        return next((each.text for each in self.problems if each.field_id == wanted), "")


NOTHING_TYPED = Typed()


@dataclass(frozen=True, kw_only=True)
class SeerGroup:
    """Those who see it for the same reason."""

    why: str
    seers: tuple[Seer, ...]


@dataclass(frozen=True, kw_only=True)
class WhoPage:
    title: str
    of: str
    of_href: str
    lead: str
    restricted: bool
    level: str
    agencies: tuple[Choice, ...]
    groups: tuple[SeerGroup, ...]
    named: tuple[Kept, ...]
    excluded: tuple[Kept, ...]
    reason: str
    version: int
    may_manage: bool
    case_href: str
    """Where it is managed: the page of the case that this document belongs to; "" on the case's own."""
    choices: tuple[Choice, ...]
    typed: Typed
    people_href: str


def who_page(
    subject: Subject,
    access: Access,
    *,
    kind: str,
    choices: Sequence[tuple[str, str]],
    agencies: Sequence[tuple[str, str]],
    typed: Typed,
) -> WhoPage:
    """The page "Who can see this?"."""
    restricted = access.level == Level.RESTRICTED
    whys = dict.fromkeys(_reason_of(each) for each in access.seers)
    return WhoPage(
        title="Who can see this?",
        of=subject.title,
        of_href=subject.href,
        lead=_lead(access, kind),
        restricted=restricted,
        level=access.level,
        agencies=(
            Choice(value="", text="Choose"),
            *(Choice(value=ref, text=name) for ref, name in agencies),
        ),
        groups=tuple(
            SeerGroup(why=why, seers=tuple(each for each in access.seers if _reason_of(each) == why))
            for why in whys
        ),
        named=access.named,
        excluded=access.excluded,
        reason=access.reason,
        version=access.version,
        may_manage=access.may_manage and kind == "review",
        case_href=reverse("people:who_can_see", args=["review", subject.case_ref])
        if kind != "review" and subject.case_ref
        else "",
        choices=tuple(Choice(value=ref, text=name) for ref, name in choices),
        typed=typed,
        people_href="",
    )


def _reason_of(seer: Seer) -> str:
    return "stands in for somebody" if seer.why.startswith("stands in") else seer.why


def _lead(access: Access, kind: str) -> str:
    people = count(len({each.ref for each in access.seers}), "person", "people")
    if access.level == Level.AGENCY:
        since = f", since {day(access.since)} by {access.since_by}" if access.since else ""
        return f"{people}. For {access.agency} alone, and for whoever says who sees a case{since}."
    if access.level != Level.RESTRICTED:
        published = " It is marked as published." if access.level == Level.PUBLISHED else ""
        return f"{people}: everybody in the partnership whose role reads the register.{published}"
    since = f", since {day(access.since)} by {access.since_by}" if access.since else ""
    return f"{people}. Restricted to the people it names{since}. To anybody else it does not exist."


@dataclass(frozen=True, kw_only=True)
class DeputyLine:
    ref: str
    name: str
    period: str
    ended: bool


@dataclass(frozen=True, kw_only=True)
class PlaceCard:
    """One of a person's places, with what can be changed of it."""

    ref: str
    agency: str
    employer: str
    employer_ref: str
    post: str
    roles: str
    chosen: tuple[str, ...]
    period: str
    in_force: bool
    end_reason: str
    version: int
    groups: tuple[tuple[str, str], ...]
    other_groups: tuple[Choice, ...]
    deputies: tuple[DeputyLine, ...]


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    title: str
    email: str
    ref: str
    places: tuple[PlaceCard, ...]
    stands_in: tuple[str, ...]
    sight: Sight
    may_manage: bool
    own: bool
    roles: tuple[Choice, ...]
    agencies: tuple[Choice, ...]
    deputies: tuple[Choice, ...]
    typed: Typed
    panels: tuple[Panel, ...]
    sees_people: bool


def place_card(row: Membership, groups: Sequence[Group], *, today: date) -> PlaceCard:
    """A place as its card shows it; `today` decides whether it is in force."""
    over = row.ended_at is not None or (row.ends_on is not None and row.ends_on < today)
    held = {each.group_id: (each.group.public_id, each.group.name) for each in row.groups.all()}
    return PlaceCard(
        ref=row.public_id,
        agency=row.agency.name,
        employer=str(row.employer or row.agency),
        employer_ref=(row.employer or row.agency).public_id,
        post=row.post.title if row.post else "",
        roles=role_words(row.roles),
        chosen=tuple(row.roles),
        period=_period(row),
        in_force=not over and row.starts_on <= today,
        end_reason=row.end_reason,
        version=row.version,
        groups=tuple(held.values()),
        other_groups=tuple(
            Choice(value=each.public_id, text=each.name) for each in groups if each.pk not in held
        ),
        deputies=tuple(deputy_line(each, today) for each in row.deputies.all()),
    )


def deputy_line(each: Deputy, today: date) -> DeputyLine:
    """Somebody who stands in, and when."""
    ended = each.ended_at is not None or each.ends_on < today
    return DeputyLine(
        ref=each.public_id,
        name=each.membership.person.name,
        period=f"{day(each.starts_on)} to {day(each.ends_on)}, {each.reason}",
        ended=ended,
    )


def stands_in_words(rows: Sequence[Deputy]) -> tuple[str, ...]:
    """Whom somebody stands in for, in words."""
    return tuple(
        f"{each.stands_in_for.person.name}, {each.stands_in_for.agency.name}: "
        + f"{day(each.starts_on)} to {day(each.ends_on)}"
        for each in rows
    )


def _period(row: Membership) -> str:
    if row.ended_at:
        return f"{day(row.starts_on)} to {day(row.ended_at)}"
    if row.ends_on:
        return f"{day(row.starts_on)} to {day(row.ends_on)}"
    return f"since {day(row.starts_on)}"


def role_choices() -> tuple[Choice, ...]:
    """Every role, to be given."""
    return tuple(Choice(value=role.value, text=each.name.capitalize()) for role, each in ROLES.items())


@dataclass(frozen=True, kw_only=True)
class EmergencyRow:
    ref: str
    who: str
    words: str
    reason: str
    state: str
    tone: str
    detail: str
    href: str
    case: str
    may_answer: bool
    may_end: bool


@dataclass(frozen=True, kw_only=True)
class EmergencyPage:
    title: str
    own: tuple[EmergencyRow, ...]
    others: tuple[EmergencyRow, ...]
    may_ask: bool
    may_answer: bool
    typed: Typed
    hours: tuple[Choice, ...]


_STATES = {
    "waiting": ("Waiting", "amber"),
    "granted": ("Granted", "red"),
    "over": ("Over", "neutral"),
    "refused": ("Refused", "neutral"),
}


def emergency_row(line: EmergencyLine) -> EmergencyRow:
    """One emergency access as pages show it."""
    state, tone = _STATES[line.state]
    return EmergencyRow(
        ref=line.ref,
        who=line.person,
        words=line.words,
        reason=line.reason,
        state=state,
        tone=tone,
        detail=_detail(line),
        href=line.href,
        case=line.case,
        may_answer=line.state == "waiting" and not line.own,
        may_end=line.state == "granted",
    )


def _detail(line: EmergencyLine) -> str:
    asked = f"Asked {moment(line.asked_at)}"
    if line.state == "waiting":
        return asked
    if line.state == "refused":
        return f"{asked}; refused by {line.answered_by}"
    word = "until" if line.state == "granted" else "ended"
    return f"{asked}; granted by {line.answered_by}, {word} {moment(line.until)}"


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    name: str
    may: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EditionRow:
    name: str
    begins: str
    decides: str
    source: str
    confirmed: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class RolesPage:
    title: str
    roles: tuple[RoleRow, ...]
    decisions: tuple[str, ...]
    editions: tuple[EditionRow, ...]


def roles_page(rules: DecisionRules, *, today: date) -> RolesPage:
    """What each role may do, and who decides by each edition of guidance."""
    begun = [each for each in rules.editions if each.begins_on <= today]
    return RolesPage(
        title="Who may do what",
        roles=tuple(
            RoleRow(
                name=definition.name.capitalize(),
                may=tuple(words for permission, words in PERMISSIONS.items() if permission in definition.may),
            )
            for definition in ROLES.values()
        ),
        decisions=tuple(rules.decisions.values()),
        editions=tuple(
            EditionRow(
                name=each.name,
                begins=day(each.begins_on),
                decides=decides_words(each.by, together=each.together),
                source=each.source,
                confirmed=each.confirmed_by,
                current=bool(begun) and each == begun[-1],
            )
            for each in reversed(rules.editions)
        ),
    )
