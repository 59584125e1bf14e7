"""Answering what the check found, and finishing it: then the bytes are made that can be approved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from heed.kit.writing import Logo, to_pdf, to_word
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import store_file
from heed.platform.ui.wording import count
from heed.platform.ui.writing import font_for_paper
from heed.publishing.events import PublicationChecked, PublicationHitAnswered
from heed.publishing.looking import look_at_text, words_to_look_at
from heed.publishing.models import Edition, EditionForm, Hit, Publication
from heed.publishing.operations.preparing import RECORD
from heed.publishing.queries.publications import (
    find_hit,
    find_open_edition,
    known_of,
    statement_of,
    unanswered,
)
from heed.publishing.queries.seeing import check_publishes
from heed.publishing.rules import document_of, hash_of, holds, plain_text, replaced
from heed.publishing.types import ANSWERS, Answer
from heed.reports.queries import logo_on_paper


@transaction.atomic
def answer_hit(actor: Actor, *, ref: str, answer: str, instead: str, reason: str, at: datetime) -> list[Hit]:
    """Say in one's own name what is made of something that the check found, in every place where it stands.

    Replaced, generalised or removed, the words of the edition are changed with it. Kept, it needs a reason.
    """
    check_publishes(actor)
    hit = find_hit(actor, ref)
    publication, edition = find_open_edition(actor, hit.edition.publication.public_id)
    if edition.pk != hit.edition_id:
        raise NotNow("This was found in an earlier edition.")
    said, why = " ".join(instead.split())[:300], " ".join(reason.split())[:300]
    _check_answer(answer, said, why, hit)
    alike = edition.hits.filter(kind=hit.kind, found=hit.found, layer=hit.layer)
    claimed = alike.filter(answer="").update(
        answer=answer,
        instead=said if answer in (Answer.REPLACED, Answer.GENERALISED) else "",
        reason=why,
        answered_by_id=actor.person_id,
        answered_at=at,
    )
    if not claimed:
        raise NotNow("Somebody answered this already. Load the page again to see what was said.")
    if answer != Answer.KEPT and not hit.layer:
        _say_otherwise(publication, edition, hit.found, "" if answer == Answer.REMOVED else said)
    happened = PublicationHitAnswered(edition=edition.number, answer=answer, places=claimed)
    record(actor, happened, subject_kind=RECORD, subject_ref=publication.public_id, at=at)
    return list(alike)


def _check_answer(answer: str, instead: str, reason: str, hit: Hit) -> None:
    problems = {}
    if answer not in ANSWERS:
        problems["answer"] = "Choose what becomes of it"
    elif answer == Answer.KEPT and not reason:
        problems["reason"] = "Say why it stays; it is kept with your name"
    elif answer in (Answer.REPLACED, Answer.GENERALISED) and not instead:
        problems["instead"] = "Enter the words that stand there instead"
    elif answer in (Answer.REPLACED, Answer.GENERALISED) and holds(instead, hit.found):
        problems["instead"] = "These words still say it"
    elif hit.layer and answer in (Answer.REPLACED, Answer.GENERALISED):
        problems["answer"] = "Nothing of this place is published. Take it out, or keep it with the reason"
    if problems:
        raise Invalid("Something is missing.", fields=problems)


def _say_otherwise(publication: Publication, edition: Edition, found: str, instead: str) -> None:
    """The edition's words with this said otherwise; whoever has its text open is told that it changed."""
    Edition.objects.filter(pk=edition.pk).update(
        title=replaced(edition.title, found, instead).strip() or edition.title,
        summary=replaced(edition.summary, found, instead),
        words=replaced(edition.words, found, instead),
        why=replaced(edition.why, found, instead) or edition.why,
        themes=[replaced(each, found, instead) for each in edition.themes],
        checked_at=None,
        checked_by=None,
    )
    edition.forms.all().delete()
    rows = Publication.objects.for_everyone(because="it was found for whoever answers")
    rows.filter(pk=publication.pk).update(version=F("version") + 1)


def finish_check(actor: Actor, *, ref: str, at: datetime) -> Edition:
    """Make the bytes that can be approved, from the words alone. `NotNow` while anything found is not answered, or
    stands in the words again."""
    check_publishes(actor)
    publication, edition = find_open_edition(actor, ref)
    if not edition.words:
        raise NotNow("There is no text yet. Bring a file or write it.")
    if left := unanswered(edition):
        raise NotNow(
            f"{count(left, 'place')} that the check found {'is' if left == 1 else 'are'} not answered."
        )
    _check_words(actor, publication, edition)
    logo = logo_on_paper(actor)
    made = [(form, _kept(data, at), len(data)) for form, data in forms_of(publication, edition, logo).items()]
    with transaction.atomic():
        mine = Edition.objects.filter(
            pk=edition.pk, words=edition.words, title=edition.title, summary=edition.summary
        )
        if not mine.update(checked_at=at, checked_by_id=actor.person_id) or unanswered(edition):
            raise NotNow("Its words were changed meanwhile. Load the page again.")
        edition.forms.all().delete()
        EditionForm.objects.bulk_create(
            EditionForm(edition=edition, form=form, file=file, sha256=file.sha256, size=size)
            for form, file, size in made
        )
        edition = Edition.objects.prefetch_related("forms").get(pk=edition.pk)
        happened = PublicationChecked(edition=edition.number, sha256=hash_of(statement_of(edition)))
        record(actor, happened, subject_kind=RECORD, subject_ref=ref, at=at)
    return edition


def _check_words(actor: Actor, publication: Publication, edition: Edition) -> None:
    """Look through the words once more: nothing was found anew, and what was to go is gone."""
    text = words_to_look_at(edition, edition.words)
    kept = {(each.kind, each.found) for each in edition.hits.filter(answer=Answer.KEPT)}
    again = [
        each
        for each in look_at_text(text, known_of(actor, publication))
        if (each.kind, each.found[:300]) not in kept
    ]
    known = {(each.kind, each.found) for each in edition.hits.all()}
    for each in again:
        if (each.kind, each.found[:300]) in known:
            raise NotNow(f"“{each.found}” was to be said otherwise and stands in the text. Change the text.")
    if again:
        raise NotNow(
            f"The words hold {count(len(again), 'place')} that nobody has looked at. Save the text once more to see "
            "what the check finds there."
        )


def forms_of(publication: Publication, edition: Edition, logo: Logo | None = None) -> dict[str, bytes]:
    """An edition in each form, made from its words and the partnership's logo alone; nothing is kept."""
    said = {
        "title": edition.title,
        "summary": edition.summary,
        "words": edition.words,
        "by": publication.partnership.name,
        "edition": f"Edition {edition.number}" if edition.number > 1 else "",
    }
    document = document_of(**said, logo=logo)
    return {
        "pdf": to_pdf(document, font=font_for_paper()),
        "docx": to_word(document),
        "txt": plain_text(**said).encode(),
    }


def _kept(data: bytes, at: datetime) -> StoredFile:
    return store_file(chunks=[data], at=at)
