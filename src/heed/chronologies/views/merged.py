"""The chronology of all agencies: opening it, reading it, taking it away."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from heed.chronologies.operations import note_taken, open_chronology
from heed.chronologies.policies import opens, sees_names
from heed.chronologies.presenters.merged import FORMS, PAGE, closed_page, merged_page
from heed.chronologies.queries import (
    agencies_of,
    chronology_of,
    count_entries,
    entries_named,
    filter_entries,
    find_chronology,
    page_of_entries,
    pseudonyms_of,
    signs_of_entries,
    standing_signs,
    whole_of,
)
from heed.chronologies.queries.access import check_takes_part, reads_merged
from heed.chronologies.types import MOST_IN_PDF
from heed.chronologies.views.agencies import agency
from heed.chronologies.views.asking import as_query, asked_of, filter_of, words_for
from heed.kit.chronology import as_csv, as_document, as_json, as_workbook
from heed.kit.writing import to_pdf, to_word
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import NotNow, NotVisible
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.registers.downloads import FORMS as MIME
from heed.platform.ui.frame import render
from heed.reviews.queries import find_review


@require_safe
def merged(request: HttpRequest, ref: str) -> HttpResponse:
    """All entries in order; before it is open, the way to open it; for an agency's people, their own part."""
    actor = actor_of_request(request)
    check_takes_part(actor)
    review = find_review(actor, ref)
    chronology = chronology_of(actor, review.pk)
    if chronology is None:
        if not opens(actor):
            raise NotVisible
        return render(request, "chronologies/closed.html", closed_page(actor, review))
    if not reads_merged(actor):
        return agency(request, ref=ref, agency=actor.agency_ref)
    asked, number = asked_of(request), number_of(request, "page") or 1
    said = words_for(actor, chronology, names=asked.get("names") == "own")
    found = filter_entries(actor, chronology, filter_of(asked), names=said.names)
    rows, total = page_of_entries(actor, found, offset=(number - 1) * PAGE, limit=PAGE)
    signs = standing_signs(actor, chronology)
    touching = signs_of_entries(signs, [row.public_id for row in rows])
    named = {each for listed in touching.values() for sign in listed for each in sign.entries}
    page = merged_page(
        actor,
        chronology,
        rows=rows,
        total=total,
        everything=count_entries(actor, chronology),
        said=said,
        signs=signs,
        others=entries_named(actor, sorted(named)),
        agencies=agencies_of(actor, chronology),
        pseudonyms=pseudonyms_of(actor, chronology),
        query=as_query(asked),
        page=number,
    )
    return render(request, "chronologies/merged.html", page)


@require_POST
def begin(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a review's chronology."""
    open_chronology(actor_of_request(request), review_ref=ref, at=clock.now())
    messages.success(request, "The chronology is open. Agencies can enter theirs.")
    return redirect("chronologies:merged", ref=ref)


@require_safe
def download(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """What is on the page, all of it, in one of four forms."""
    actor = actor_of_request(request)
    check_may(actor, Permission.READ_CHRONOLOGIES)
    if form not in (*FORMS, "json"):
        raise NotVisible
    chronology = find_chronology(actor, ref)
    asked = asked_of(request)
    names = asked.get("names") == "own" and sees_names(actor)
    whole = whole_of(actor, chronology, filter_of(asked), names=names)
    if form == "pdf" and len(whole.entries) > MOST_IN_PDF:
        raise NotNow(
            f"A PDF takes {MOST_IN_PDF:,} entries at most and these are {len(whole.entries):,}. "
            "Narrow the chronology, or take Word or Excel."
        )
    note_taken(actor, review_ref=ref, form=form, entries=len(whole.entries), names=names, at=clock.now())
    note_shown("review", [ref])
    title = f"Chronology: {chronology.review.name}"
    content = {
        "xlsx": lambda: as_workbook(whole),
        "csv": lambda: as_csv(whole),
        "docx": lambda: to_word(as_document(whole, title=title)),
        "pdf": lambda: to_pdf(as_document(whole, title=title)),
        "json": lambda: json.dumps(as_json(whole), ensure_ascii=False).encode(),
    }[form]()
    kind = "application/pdf" if form == "pdf" else MIME[form][1]
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="chronology-{chronology.review.reference}.{form}"'
    return answer
