"""Imports and their proposals, for those who bring in documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from heed.intake.matching import Known
from heed.intake.models import Import, Proposal
from heed.intake.rules import text_key
from heed.intake.types import SURE, Decision, ProposalKind, ReviewChoice
from heed.learning.queries import RecommendationFilter, filter_recommendations, recommendations_of_review
from heed.library.queries import find_withdrawn_document
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.jobs.queries import jobs_about
from heed.platform.partnerships.queries import fold_name
from heed.reviews.queries import find_review, list_reviews

JOB = "intake.read"
AGAIN_JOB = "intake.read_again"


@dataclass(frozen=True, slots=True)
class Tally:
    """Recommendations of an import, by what was decided, and how many of the open ones the reader is sure of; and
    its findings, which may stay undecided: then they stay out of the register."""

    found: int
    open: int
    accepted: int
    rejected: int
    open_and_sure: int
    findings: int = 0
    findings_open: int = 0
    findings_accepted: int = 0
    findings_open_and_sure: int = 0


def find_import(actor: Actor, ref: str) -> Import:
    """The import with this public id, with its document and Reading, or `NotVisible`."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    row = (
        Import.objects.visible_to(actor)
        .filter(public_id=ref)
        .select_related("document", "document__file", "reading", "review")
        .first()
    )
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def find_proposal(actor: Actor, ref: str, *, import_ref: str = "") -> Proposal:
    """The proposal with this public id, if its import may be seen (and is the one named, where one is)."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    imports = Import.objects.visible_to(actor)
    if import_ref:
        imports = imports.filter(public_id=import_ref)
    row = (
        Proposal.objects.filter(public_id=ref, import_of__in=imports)
        .select_related("import_of", "import_of__reading", "import_of__document", "parent")
        .first()
    )
    if row is None:
        raise NotVisible
    return row


def list_open_imports(actor: Actor) -> list[Import]:
    """Imports that are being read, or wait for a person, newest first."""
    if not actor.may(Permission.BRING_IN_DOCUMENTS):
        return []
    return list(
        Import.objects.visible_to(actor)
        .exclude(state="accepted")
        .select_related("document", "document__brought_in_by")
        .order_by("-pk")[:50]
    )


def list_read_imports(actor: Actor) -> list[Import]:
    """Every import whose document has been read, oldest first."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    rows = Import.objects.visible_to(actor).filter(reading__isnull=False)
    return list(rows.select_related("document", "document__file").order_by("pk"))


def list_proposals(row: Import) -> list[Proposal]:
    """All proposals of an import in printed order."""
    return list(row.proposals.select_related("parent").order_by("position"))


def unsure_ones(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The undecided recommendations that a person should look at first."""
    return [
        each
        for each in proposals
        if each.kind == ProposalKind.RECOMMENDATION and each.decision == Decision.OPEN and each.sure < SURE
    ]


def tally(proposals: list[Proposal]) -> Tally:
    """Counted over recommendations, the things a person decides on first, and over findings apart."""
    asked = [each for each in proposals if each.kind == ProposalKind.RECOMMENDATION]
    still_open = [each for each in asked if each.decision == Decision.OPEN]
    findings = [each for each in proposals if each.kind == ProposalKind.FINDING]
    findings_open = [each for each in findings if each.decision == Decision.OPEN]
    return Tally(
        found=len(asked),
        open=len(still_open),
        accepted=sum(each.decision == Decision.ACCEPTED for each in asked),
        rejected=sum(each.decision == Decision.REJECTED for each in asked),
        open_and_sure=sum(each.sure >= SURE for each in still_open),
        findings=len(findings),
        findings_open=len(findings_open),
        findings_accepted=sum(each.decision == Decision.ACCEPTED for each in findings),
        findings_open_and_sure=sum(each.sure >= SURE for each in findings_open),
    )


def statement_key(values: Mapping[str, Any]) -> tuple[str, str, str]:
    """Equal for two proposed actions that become one: the same words, status and agency."""
    return text_key(values["text"]), values["status"], fold_name(values.get("agency") or "")


def proposed_review(row: Import) -> dict[str, str]:
    """What the document says of its own review, to start the form with; nothing is taken for granted."""
    found = row.reading.found if row.reading else {}
    published = _date_of(found)
    return {
        "name": _name_of(found.get("pseudonyms") or [], str(found.get("title") or "")),
        "kind": str(found.get("review_kind") or "").casefold(),
        "area": str(found.get("area") or ""),
        "body": str(found.get("partnership") or ""),
        "published_text": str(published.get("text") or ""),
    }


_MOST_NAMES = 4
"""More pseudonyms than these name nobody's review."""


def _name_of(pseudonyms: list[str], title: str) -> str:
    """As a review is known: by its pseudonym, by those that its title has ("Kit and Kez"), or by the title."""
    named = pseudonyms if len(pseudonyms) == 1 else [each for each in pseudonyms if each in title]
    if not named or len(named) > _MOST_NAMES:
        return title[:200]
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))


def review_meant(actor: Actor, row: Import, name: str) -> str:
    """The public id of the review that a document may be about, where one is there: the only one of its name; for a
    document that gives no name, such as a table, the only one that holds the longest of its recommendations word
    for word. "" where there is none."""
    if name:
        named = [each.public_id for each in list_reviews(actor) if each.name.casefold() == name.casefold()]
        return named[0] if len(named) == 1 else ""
    texts = [
        each.values["text"]
        for each in list_proposals(row)
        if each.kind == ProposalKind.RECOMMENDATION and each.decision != Decision.REJECTED
    ]
    if not texts:
        return ""
    same = filter_recommendations(actor, RecommendationFilter(words=max(texts, key=len)))
    holding = set(same.order_by().values_list("review__public_id", flat=True))
    return holding.pop() if len(holding) == 1 else ""


def import_rows(case_ref: str) -> QuerySet[Any]:
    """The imports of a case's documents, whether they are in the register or not."""
    rows = Import.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(Q(review__public_id=case_ref) | Q(document__reviews__public_id=case_ref))


def job_rows(case_ref: str) -> QuerySet[Any]:
    """The work in the background on a case's documents."""
    return jobs_about(import_rows(case_ref).values_list("public_id", flat=True))


def import_for_job(ref: str) -> Import:
    """The import that a background job was asked to read."""
    rows = Import.objects.for_everyone(because="the job that reads this import")
    return rows.select_related("document", "document__file").get(public_id=ref)  # type: ignore[no-any-return]


def written_on(row: Import) -> date | None:
    """The last day on which the document can have been written, for dates counted from it; None if it has no date."""
    latest = _date_of(row.reading.found if row.reading else {}).get("latest")
    return date.fromisoformat(latest) if latest else None


def _date_of(found: Mapping[str, Any]) -> dict[str, Any]:
    kinds = ("published", "report", "accepted")
    return next((each for each in found.get("dates", []) if each.get("kind") in kinds), {})


def labels_of_imports(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What the documents of these imports are called, those that the actor may see, by the import's public id."""
    rows = Import.objects.visible_to(actor).filter(public_id__in=refs).select_related("document")
    return (
        {row.public_id: str(row.document) for row in rows} if actor.may(Permission.BRING_IN_DOCUMENTS) else {}
    )


def documents_in_state(actor: Actor, state: str) -> Q:
    """Which documents came so far on their way in (an `ImportState`): no more than their lines say anyway, so that
    whoever reads the register may ask."""
    check_may(actor, Permission.READ_REGISTER)
    return Q(pk__in=Import.objects.visible_to(actor).filter(state=state).values("document"))


def find_import_of_document(actor: Actor, document_id: int) -> Import | None:
    """The newest import of a document, for those who bring in documents; None for others."""
    if not actor.may(Permission.BRING_IN_DOCUMENTS):
        return None
    rows = Import.objects.visible_to(actor).filter(document_id=document_id).select_related("reading")
    return rows.order_by("-pk").first()


def list_known(actor: Actor, review_ref: str) -> list[Known]:
    """The recommendations of a review that are in the register, for matching a new document with them."""
    review = find_review(actor, review_ref)
    return [
        Known(ref=row.public_id, reference=row.reference, label=row.label, text=row.text)
        for row in recommendations_of_review(actor, review.pk)
    ]


def proposed_choice(row: Import) -> ReviewChoice:
    """The review that the document names, as a new one."""
    published = _date_of(row.reading.found if row.reading else {})
    return ReviewChoice(
        **{**proposed_review(row), "name": proposed_review(row)["name"] or row.document.name},
        published_earliest=published.get("earliest"),
        published_latest=published.get("latest"),
    )


def find_withdrawn_import(actor: Actor, document_ref: str) -> Import:
    """The withdrawn import of a withdrawn document, for those who see such documents, or `NotVisible`."""
    document = find_withdrawn_document(actor, document_ref)
    row = Import.objects.withdrawn_from(actor).filter(document_id=document.pk).order_by("-pk").first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]
