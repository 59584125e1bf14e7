"""Chronologies for the house rules: what addresses point at, how each event happens, and two people at once."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model

from heed.chronologies.models import Entry, Pseudonym
from heed.chronologies.operations import (
    change_entry,
    choose_days,
    decide_sign,
    leave_file,
    note_names_shown,
    note_taken,
    open_pseudonym,
    say_file,
    seal_names,
    undo_file,
    withdraw_entry,
    withdraw_mark,
)
from heed.chronologies.types import NewEntry, Understood
from tests import cast_chronologies as made
from tests.cast import AT, Cast, Register


def things(cast: Cast) -> dict[str, str]:
    """A chronology, with a file of the Vale NHS Trust that waits."""
    chronology = made.full(cast)
    made.said_first(cast, chronology.review)
    entry = Entry.objects.visible_to(cast.manager).get(agency__name=made.VALE, row=2)
    waits = made.sent(cast, chronology, *made.ROWS, ["5/6/2024", "GP record", "Seen.", "Y"], name="more.csv")
    return {
        "chronology": chronology.review.public_id,
        "chronology_none": made.a_review(cast, "Sycamore").public_id,
        "chronology_agency": made.agency_ref(made.VALE),
        "chronology_entry": entry.public_id,
        "chronology_file": waits.public_id,
        "chronology_pseudonym": Pseudonym.objects.visible_to(cast.manager).get().public_id,
    }


def _undone(cast: Cast) -> object:
    row = made.came_in(cast, made.sent(cast, made.opened(cast)))
    return undo_file(made.lead(cast), ref=row.public_id, at=AT)


def _said(cast: Cast) -> object:
    row = made.sent(cast, made.opened(cast))
    return say_file(
        made.lead(cast), ref=row.public_id, said=Understood({"Child seen?": ""}), version=row.version, at=AT
    )


def _decided(cast: Cast) -> object:
    sign = made.a_sign(cast, made.full(cast))
    return decide_sign(
        made.reviewer(cast), ref=sign.public_id, decision="confirmed", reason="", version=sign.version, at=AT
    )


def _changed(cast: Cast) -> object:
    row = made.typed(cast, made.opened(cast))
    given = NewEntry(written="2 March 2024", event="Another", source="Duty record")
    return change_entry(made.contributor(cast), ref=row.public_id, given=given, version=row.version, at=AT)


def _mark_off(cast: Cast) -> object:
    made.full(cast)
    [mark] = (
        Entry.objects.visible_to(cast.manager).get(agency__name=made.COUNCIL).marks.visible_to(cast.manager)
    )
    return withdraw_mark(made.reviewer(cast), ref=mark.public_id, at=AT)


def _days(cast: Cast) -> object:
    row = made.opened(cast)
    return choose_days(
        cast.officer,
        review_ref=row.review.public_id,
        gap_days=14,
        silence_days=60,
        version=row.version,
        at=AT,
    )


def _sealed(cast: Cast) -> object:
    row = made.named(cast, made.opened(cast))
    return seal_names(cast.officer, ref=row.public_id, names="Kayleigh", version=row.version, at=AT)


def _taken(cast: Cast) -> object:
    ref = made.opened(cast).review.public_id
    return note_taken(made.panel(cast), review_ref=ref, form="csv", entries=1, names=False, at=AT)


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "chronology.opened": lambda register, cast: made.opened(cast),
    "chronology.days_chosen": lambda register, cast: _days(cast),
    "chronology.looked_through": lambda register, cast: made.full(cast),
    "chronology.taken_away": lambda register, cast: _taken(cast),
    "chronology.names_shown": lambda register, cast: note_names_shown(
        cast.officer, review_ref=made.opened(cast).review.public_id, at=AT
    ),
    "chronology.file_sent": lambda register, cast: made.sent(cast, made.opened(cast)),
    "chronology.file_understood": lambda register, cast: _said(cast),
    "chronology.file_brought_in": lambda register, cast: made.came_in(
        cast, made.sent(cast, made.opened(cast))
    ),
    "chronology.file_undone": lambda register, cast: _undone(cast),
    "chronology.file_left": lambda register, cast: leave_file(
        made.lead(cast), ref=made.sent(cast, made.opened(cast)).public_id, at=AT
    ),
    "chronology.entry_added": lambda register, cast: made.typed(cast, made.opened(cast)),
    "chronology.entry_changed": lambda register, cast: _changed(cast),
    "chronology.entry_withdrawn": lambda register, cast: withdraw_entry(
        made.contributor(cast), ref=made.typed(cast, made.opened(cast)).public_id, reason="Twice", at=AT
    ),
    "chronology.sign_decided": lambda register, cast: _decided(cast),
    "chronology.mark_made": lambda register, cast: made.full(cast),
    "chronology.mark_withdrawn": lambda register, cast: _mark_off(cast),
    "pseudonym.made": lambda register, cast: made.named(cast, made.opened(cast)),
    "pseudonym.sealed": lambda register, cast: _sealed(cast),
    "pseudonym.opened": lambda register, cast: open_pseudonym(
        cast.officer, ref=made.named(cast, made.opened(cast)).public_id, at=AT
    ),
}

_O = "heed.chronologies.operations"
WITHOUT_VERSION = {
    f"{_O}.entering.withdraw_entry": "takes it out with all its words: the second finds nothing there",
    f"{_O}.files.bring_in_file": "claims the file by its state, and asks which version of it and how many rows were seen",
    f"{_O}.files.undo_file": "claims the file by its state: the second is told so",
    f"{_O}.files.leave_file": "claims the file by its state: the second is told so",
    f"{_O}.marks.withdraw_mark": "takes it off with all its words: the second finds nothing there",
    f"{_O}.signs.look_through": "what the entries show; what people decided stays",
}

Two = tuple[Model, tuple[str, str], Callable[[str], object]]


def _two_entries(register: Register, cast: Cast) -> Two:
    row = made.typed(cast, made.opened(cast))

    def change(words: str) -> object:
        given = NewEntry(written="2 March 2024", event=words, source="Duty record")
        return change_entry(
            made.contributor(cast), ref=row.public_id, given=given, version=row.version, at=AT
        )

    return row, ("Mother was spoken to.", "Father was spoken to."), change


def _two_decisions(register: Register, cast: Cast) -> Two:
    row = made.a_sign(cast, made.full(cast))

    def decide(words: str) -> object:
        return decide_sign(
            made.reviewer(cast),
            ref=row.public_id,
            decision="dismissed",
            reason=words,
            version=row.version,
            at=AT,
        )

    return row, ("Two arms.", "A slip of the pen."), decide


def _two_days(register: Register, cast: Cast) -> Two:
    row = made.opened(cast)

    def choose(words: str) -> object:
        return choose_days(
            cast.officer,
            review_ref=row.review.public_id,
            gap_days=int(words),
            silence_days=90,
            version=row.version,
            at=AT,
        )

    return row, ("14", "21"), choose


def _two_names(register: Register, cast: Cast) -> Two:
    row = made.named(cast, made.opened(cast))

    def seal(words: str) -> object:
        return seal_names(cast.officer, ref=row.public_id, names=words, version=row.version, at=AT)

    return row, ("Kayleigh M", "K. Marsh"), seal


def _two_columns(register: Register, cast: Cast) -> Two:
    row = made.sent(cast, made.opened(cast))

    def say(words: str) -> object:
        said = Understood({"Event": words})
        return say_file(made.lead(cast), ref=row.public_id, said=said, version=row.version, at=AT)

    return row, ("event", "outcome"), say


PAIRS: dict[str, Callable[[Register, Cast], Two]] = {
    f"{_O}.entering.change_entry": _two_entries,
    f"{_O}.entering.choose_days": _two_days,
    f"{_O}.signs.decide_sign": _two_decisions,
    f"{_O}.names.seal_names": _two_names,
    f"{_O}.files.say_file": _two_columns,
}
