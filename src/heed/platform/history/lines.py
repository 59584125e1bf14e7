"""Events as sentences, with the names of people, agencies and of those records that the reader may see."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from heed.platform.access.roles import ROLES
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.audit_log.noting import note_shown
from heed.platform.audit_log.records import RECORDS, REF, address_of_record
from heed.platform.audit_log.types import EVENTS
from heed.platform.history.types import Line
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.ui.navigation import labels

HEED = "heed"
_Records = Mapping[str, Mapping[str, str]]
"""What the records that the reader may see are called, by kind and public id."""
_ROLE_NAMES = {role.value: definition.name for role, definition in ROLES.items()}


def lines_of(actor: Actor, events: Sequence[Event]) -> list[Line]:
    """The events as this reader may read them. A fixed number of queries, however many events."""
    names = _Names(actor, events)
    for kind, called in names.records.items():
        note_shown(kind, called)  # a sentence names some without a link
    return [_line(event, names) for event in events]


class _Names:
    """What is asked of the database for all the events at once."""

    def __init__(self, actor: Actor, events: Sequence[Event]):
        refs = {each.actor_ref for each in events} | {each.on_behalf_ref for each in events}
        refs |= {each.subject_ref for each in events if each.subject_kind == "person"}
        self.people = dict(Person.objects.filter(public_id__in=refs).values_list("public_id", "name"))
        agencies = {each.agency_ref for each in events}
        self.agencies = dict(Agency.objects.filter(public_id__in=agencies).values_list("public_id", "name"))
        self.records = {
            kind: RECORDS[kind].labels(actor, sorted(wanted))
            for kind, wanted in _refs_by_kind(events).items()
        }
        self.pages = labels()
        acting = {each.membership_id for each in events if each.membership_id}
        self.partnerships: dict[int | None, int] = dict(
            Membership.objects.filter(pk__in=acting).values_list("pk", "partnership")
        )

    def of_record(self, kind: str, ref: str) -> str | None:
        """What it is called; None where the reader may not see it, or it is no more."""
        return self.records.get(kind, {}).get(ref)


def _refs_by_kind(events: Sequence[Event]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for event in events:
        pairs = [(event.subject_kind, event.subject_ref)]
        pairs += [(kind, ref) for kind, refs in event.shown.items() for ref in refs]
        pairs += [(name, str(value)) for name, value in event.facts.items() if REF.fullmatch(str(value))]
        for kind, ref in pairs:
            if kind in RECORDS and ref:
                found.setdefault(kind, set()).add(ref)
    return found


def _line(event: Event, names: _Names) -> Line:
    label = names.of_record(event.subject_kind, event.subject_ref)
    is_record = event.subject_kind in RECORDS and bool(event.subject_ref)
    record = label or (_any_of(RECORDS[event.subject_kind].called) if is_record else "")
    return Line(
        number=event.pk,
        at=event.at,
        who=_who(event, names),
        who_ref=event.actor_ref
        if event.actor_ref in names.people and not _is_elsewhere(event, names)
        else "",
        as_what=_as_what(event, names),
        sentence=sentence_of(event, names.pages, hidden=is_record and label is None, records=names.records),
        kind=event.kind,
        result=event.result,
        record=record,
        record_href=address_of_record(event.subject_kind, event.subject_ref) if label else "",
        shown=tuple(
            (called, address_of_record(kind, ref))
            for kind, refs in event.shown.items()
            for ref in refs
            if (called := names.of_record(kind, ref)) and ref != event.subject_ref
        ),
        subject_ref=event.subject_ref if label else "",
    )


def _any_of(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _who(event: Event, names: _Names) -> str:
    if event.actor_ref == HEED:
        return "Heed itself"
    if _is_elsewhere(event, names):
        return "Somebody of another partnership"
    if event.actor_ref:
        return names.people.get(event.actor_ref, "Somebody whose account is gone")
    meant = names.people.get(event.subject_ref, "") if event.subject_kind == "person" else ""
    return f"Somebody who tried the account of {meant}" if meant else "Nobody signed in"


def _is_elsewhere(event: Event, names: _Names) -> bool:
    """What another partnership did here, as when it offers a case: its people are named in its own log."""
    return names.partnerships.get(event.membership_id, event.partnership_id) != event.partnership_id


def _as_what(event: Event, names: _Names) -> str:
    if _is_elsewhere(event, names):
        return ""
    roles = ", ".join(_ROLE_NAMES.get(role, role) for role in event.roles.split(",") if role)
    agency = names.agencies.get(event.agency_ref, "")
    behalf = names.people.get(event.on_behalf_ref, "")
    parts = [roles, f"for {agency}" if agency else "", f"as deputy of {behalf}" if behalf else ""]
    return " ".join(part for part in parts if part)


def sentence_of(
    event: Event,
    pages: Mapping[str, str],
    *,
    hidden: bool,
    records: _Records = MappingProxyType({}),
) -> str:
    """What happened, in words. Where the record may not be seen (`hidden`), its facts are left out, for they could
    tell one from another."""
    kind = EVENTS.get(event.kind)
    if kind is None:
        return event.kind.replace(".", ": ").replace("_", " ")
    facts = {
        name: "…" if hidden and name != "page" else _fact(name, value, pages, records)
        for name, value in event.facts.items()
    }
    words = " ".join(kind.sentence.split())
    return re.sub(r"{(\w+)}", lambda match: facts.get(match[1], "…"), words)


_PEOPLE = ("person", "deputy", "stands_in_for", "owner")
"""Facts that are people, who are named only to those who may see who they are."""


def _fact(name: str, value: Any, pages: Mapping[str, str], records: _Records) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if name == "page" and isinstance(value, str):
        return page_words(text, pages)
    if REF.fullmatch(text):
        return records.get(name, {}).get(text) or ("somebody" if name in _PEOPLE else "another record")
    return text.replace("_", " ")


def page_words(name: str, pages: Mapping[str, str]) -> str:
    """A page by the words that lead to it, by the record it is of, or by its name with spaces."""
    if name in pages:
        return f"“{pages[name]}”"
    kind = next((each for each in RECORDS.values() if each.page == name), None)
    if kind:
        return f"the page of {_any_of(kind.called)}"
    return f"the page “{name.replace(':', ', ').replace('_', ' ')}”"
