"""Publishing for the house rules: what addresses point at, how each event happens, two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model
from django.test import override_settings

from heed.learning.operations import say_what_is_public
from heed.publishing import operations as do
from heed.publishing.models import Bulletin, Campaign
from heed.publishing.queries.publications import hits_of, newest_edition
from heed.reports.operations import make_report
from tests import cast_publishing as making
from tests.cast import AT, Cast, Register
from tests.cast_publishing import LATER

DECIDED = {
    "decision": "launch",
    "reason": "Three babies in two years.",
    "channels_used": ["website"],
    "starts_on": date(2025, 4, 1),
    "ends_on": date(2025, 5, 1),
    "materials": "Posters",
    "reached": 400,
    "out_of": 900,
    "evaluation": "",
}


def things(cast: Cast) -> dict[str, str]:
    """A publication with a name in it, one that waits for its files, one that is out, days that are forbidden, and a
    campaign."""
    named = making.write(cast, making.begun(cast, title="With a name"), making.WITH_NAME)
    out = making.published(cast, making.begun(cast, title="Out for everybody"))
    making.correction(cast, out)
    return {
        "publication": named.public_id,
        "publication.hit": hits_of(cast.officer, newest_edition(named))[0].public_id,
        "publication.out": out.public_id,
        "publication.made": making.checked(
            cast, making.write(cast, making.begun(cast, title="With its files"))
        ).public_id,
        "forbidden_date": making.forbidden(cast.officer).public_id,
        "campaign": campaign(cast).public_id,
    }


def campaign(cast: Cast) -> Campaign:
    return do.keep_campaign(
        cast.officer, topic="Safer sleep", audience="Parents of babies", review_ref="", at=AT
    )


def reached(cast: Cast) -> object:
    return do.keep_reach(
        cast.officer,
        ref=making.begun(cast).public_id,
        agency_ref=cast.officer.agency_ref,
        channel="briefing",
        audience="All social workers",
        on=AT.date(),
        reached=40,
        out_of=60,
        evidence="",
        tested_how="survey",
        tested=20,
        understood=15,
        at=AT,
    )


def followed(cast: Cast) -> object:
    making.published(cast, words=f"{making.TEXT}\nSee https://toolkit.example/start for more.\n")
    answers = {"https://toolkit.example/start": (False, "answered 404")}
    return do.keep_followed_links(answers=answers, at=LATER)


def mailed(cast: Cast) -> Bulletin:
    """A bulletin that Heed is asked to mail to the officer's own agency."""
    with override_settings(MAIL_SENT=True):
        refs = [cast.officer.agency_ref]
        return do.mail_bulletin(cast.officer, title="News", words="News of ours.", agency_refs=refs, at=AT)


def _answered(cast: Cast) -> object:
    row = making.write(cast, making.begun(cast), making.WITH_NAME)
    ref = hits_of(cast.officer, newest_edition(row))[0].public_id
    return do.answer_hit(cast.officer, ref=ref, answer="removed", instead="", reason="", at=AT)


def _planned(cast: Cast) -> object:
    row = making.approved(cast, making.begun(cast))
    return do.plan_publication(cast.officer, ref=row.public_id, publish_on=LATER.date(), at=AT)


def _kept(cast: Cast) -> object:
    row = making.published(cast)
    return do.look_at_copy(cast.officer, ref=row.public_id, public_until=date(2030, 1, 1), at=LATER)


def _taken(cast: Cast) -> object:
    row = making.checked(cast, making.write(cast, making.begun(cast)))
    return do.note_file_taken(cast.officer, ref=row.public_id, form="pdf", at=AT)


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "finding.made_public": lambda register, cast: made_public(register, cast, "Meetings were missed."),
    "publication.begun": lambda register, cast: making.begun(cast),
    "publication.text_changed": lambda register, cast: making.write(cast, making.begun(cast)),
    "publication.described": lambda register, cast: making.described(cast, making.begun(cast)),
    "publication.hit_answered": lambda register, cast: _answered(cast),
    "publication.checked": lambda register, cast: making.checked(
        cast, making.write(cast, making.begun(cast))
    ),
    "publication.told": lambda register, cast: making.told(
        cast, making.begun(cast, kind="response", review_ref=register.review.public_id)
    ),
    "publication.planned": lambda register, cast: _planned(cast),
    "publication.published": lambda register, cast: making.published(cast),
    "publication.correction_begun": lambda register, cast: making.correction(cast, making.published(cast)),
    "publication.withdrawn": lambda register, cast: making.withdrawn(cast, making.begun(cast)),
    "publication.discarded": lambda register, cast: making.discarded(cast, making.begun(cast)),
    "publication.taken_up_again": lambda register, cast: making.taken_up(
        cast, making.discarded(cast, making.begun(cast))
    ),
    "publication.copy_looked_at": lambda register, cast: _kept(cast),
    "publication.file_taken": lambda register, cast: _taken(cast),
    "publication.links_followed": lambda register, cast: followed(cast),
    "bulletin.asked": lambda register, cast: mailed(cast),
    "bulletin.mailed": lambda register, cast: do.send_bulletin(
        cast.officer, ref=mailed(cast).public_id, at=AT
    ),
    "dates.forbidden": lambda register, cast: making.forbidden(cast.officer),
    "dates.freed": lambda register, cast: do.lift_forbidden_date(
        cast.officer, ref=making.forbidden(cast.officer).public_id, why="They agreed", at=AT
    ),
    "reach.kept": lambda register, cast: reached(cast),
    "campaign.kept": lambda register, cast: campaign(cast),
}

_O = "heed.publishing.operations"
WITHOUT_ACTOR = {
    f"{_O}.checking.forms_of": "makes bytes, nothing is changed",
    f"{_O}.preparing.keep_hits": "part of the caller's operation, which says who",
    f"{_O}.public.publish_planned": "in the name of whoever planned each",
    f"{_O}.links.keep_followed_links": "the network says it, to nobody in particular",
}
WITHOUT_MOMENT = {
    f"{_O}.bulletins.check_own_words": "looks at words, nothing is changed",
    f"{_O}.checking.forms_of": "makes bytes, nothing is changed",
    f"{_O}.preparing.keep_hits": "part of the caller's operation",
}
WITHOUT_EVENT = {
    f"{_O}.bulletins.check_own_words": "nothing is changed",
    f"{_O}.checking.forms_of": "nothing is changed",
    f"{_O}.preparing.keep_hits": "part of the caller's operation",
    f"{_O}.public.publish_planned": "each that comes out is an event",
    f"{_O}.links.keep_followed_links": "each publication is an event, of nobody",
}
WITHOUT_VERSION = {
    f"{_O}.bulletins.send_bulletin": "claims it while it was not mailed: nobody gets it twice",
    f"{_O}.links.keep_followed_links": "what the network said last stands; each is an event",
    f"{_O}.checking.answer_hit": "claims it while nobody has answered; the text then has another version",
    f"{_O}.checking.finish_check": "claims the words that were checked",
    f"{_O}.preparing.keep_hits": "part of the caller's operation",
    f"{_O}.public.publish": "claims the edition while it is not published, with the bytes that were approved",
    f"{_O}.public.discard_edition": "claims it while it is open: the second is told",
    f"{_O}.public.take_up_again": "claims it while it is discarded: the second is told",
    f"{_O}.public.look_at_copy": "what was said last stands; each is an event",
    f"{_O}.public.withdraw_publication": "claims it while it is not withdrawn: the second is told",
    f"{_O}.timing.plan_publication": "what was planned last stands; each is an event",
    f"{_O}.timing.lift_forbidden_date": "claims them while they stand: the second is told",
    f"{_O}.timing.write_down_telling": "what was said last stands, with who said it; each is an event",
}

Two = tuple[Model, tuple[str, str], Callable[[str], object]]
"""The row, what the first and the second make of it, and how each saves."""


def made_public(register: Register, cast: Cast, mine: str) -> Any:
    return say_what_is_public(
        cast.officer,
        ref=register.findings[0].public_id,
        withheld=False,
        why="",
        public_text=mine,
        version=1,
        at=AT,
    )


def _public(register: Register, cast: Cast) -> Two:
    words = ("Meetings were missed.", "Nobody came to meetings.")
    return register.findings[0], words, lambda mine: made_public(register, cast, mine)


def _text(register: Register, cast: Cast) -> Two:
    row = making.write(cast, making.begun(cast))

    def save(mine: str) -> object:
        return making.write(cast, row, mine, version=row.version)

    return row, ("One text of it.", "Another text of it."), save


def _file(register: Register, cast: Cast) -> Two:
    row = making.write(cast, making.begun(cast))

    def save(mine: str) -> object:
        file = ("report.txt", [mine.encode()])
        return do.bring_text(cast.officer, ref=row.public_id, file=file, version=row.version, at=AT)

    return row, ("One text of it.", "Another text of it."), save


def _how(register: Register, cast: Cast) -> Two:
    row = making.begun(cast)
    return (
        row,
        ("His brother hears it first.", "His school hears it first."),
        lambda mine: making.described(cast, row, impact=mine, version=row.version),
    )


def _campaign(register: Register, cast: Cast) -> Two:
    row = campaign(cast)

    def save(mine: str) -> object:
        given = {**DECIDED, "reason": mine}
        return do.decide_campaign(cast.officer, ref=row.public_id, version=row.version, at=AT, **given)  # type: ignore[arg-type]

    return row, ("Three babies died.", "The coroner asked for it."), save


def _report(register: Register, cast: Cast) -> Two:
    """The first takes a report's words, the second another's."""
    review = register.review
    refs = {
        words: make_report(cast.officer, layout=layout, subject=review.public_id, at=AT).public_id
        for words, layout in (("What was recommended", "synopsis"), ("Talk about one of these", "briefing"))
    }
    row = making.begun(cast, review, kind="synopsis")

    def save(mine: str) -> object:
        return do.take_report(
            cast.officer, ref=row.public_id, report_ref=refs[mine], version=row.version, at=AT
        )

    return row, ("What was recommended", "Talk about one of these"), save


PAIRS: dict[str, Callable[[Register, Cast], Two]] = {
    "heed.learning.operations.findings.say_what_is_public": _public,
    f"{_O}.preparing.bring_text": _file,
    f"{_O}.preparing.change_text": _text,
    f"{_O}.preparing.take_report": _report,
    f"{_O}.preparing.say_how_it_comes_out": _how,
    f"{_O}.reaching.decide_campaign": _campaign,
}
"""Every operation that is told which version was seen."""
