"""Publications with their editions, for those who may see what is being prepared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from heed.chronologies.queries.names import list_pseudonyms
from heed.kit.dates import Calendar
from heed.kit.disclosure import Known as KnownPeople
from heed.kit.proofing import Registered
from heed.kit.words import sentences
from heed.learning.queries import findings_of_review, recommendations_of_review
from heed.library.queries import dead_addresses
from heed.plans.queries import actions_withheld
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.approvals.queries import approved_refs, standing_approval
from heed.platform.approvals.types import ForApproval, JointView
from heed.platform.base import clock
from heed.platform.base.errors import NotNow, NotVisible
from heed.platform.partnerships.queries import list_agencies
from heed.platform.rules.queries import rules_of
from heed.publishing.looking import Known
from heed.publishing.models import Edition, EditionForm, Hit, Publication, PublicLink
from heed.publishing.queries.seeing import check_sees, sees_publications
from heed.publishing.rules import hash_of, kinds_from, statement, tellings_from
from heed.publishing.types import PublicationKind, State, TellingRule, WhenOver
from heed.reports.queries import glossary_of, reports_of_review
from heed.reports.queries.drafts import reports_of_all
from heed.reviews.queries.participation import participants_of

APPROVED = "publication"
"""What an edition is called among what is approved together."""
DECISION = "publish"
"""The decision about one (`rules/decisions.yaml`)."""


@cache
def kinds() -> Mapping[str, PublicationKind]:
    """What can be published, by key."""
    return kinds_from(rules_of("publishing"))


@cache
def tellings() -> Mapping[str, TellingRule]:
    """Who is told first, by key."""
    return tellings_from(rules_of("publishing"))


@cache
def calendar() -> Calendar:
    """England's working days."""
    written = rules_of("working-days")
    return Calendar(added=frozenset(written["added"]), dropped=frozenset(written["dropped"]))


def publications_seen(actor: Actor) -> QuerySet[Any]:
    """All that the actor may see, with their review."""
    check_sees(actor)
    rows: QuerySet[Any] = Publication.objects.visible_to(actor).select_related(
        "review", "made_by", "planned_by__person", "withdrawn_by"
    )
    return rows


def find_publication(actor: Actor, ref: str) -> Publication:
    """One with everything of it, or `NotVisible`."""
    forms = EditionForm.objects.select_related("file")
    editions = Edition.objects.select_related(
        "brought_by", "checked_by", "published_by", "discarded_by", "source"
    )
    rows = publications_seen(actor).filter(public_id=ref)
    row: Publication | None = rows.prefetch_related(
        Prefetch("editions", editions.prefetch_related(Prefetch("forms", forms), "addresses")),
        "tellings__said_by",
    ).first()
    if row is None:
        raise NotVisible
    return row


@dataclass(frozen=True, slots=True)
class Listed:
    """A publication in a list: its newest edition, where it is, and the edition that everybody reads, if any."""

    publication: Publication
    edition: Edition
    state: State
    public: Edition | None


def list_publications(actor: Actor, *, today: date, review_id: int | None = None) -> list[Listed]:
    """All that the actor may see (of one review, where one is given), the newest first."""
    rows = publications_seen(actor).order_by("-pk")
    if review_id is not None:
        rows = rows.filter(review_id=review_id)
    found = list(rows.prefetch_related(Prefetch("editions", Edition.objects.defer("words"))))
    refs = [newest_edition(row).public_id for row in found]
    approved = approved_refs(actor, kind=APPROVED, refs=refs, decision=DECISION)
    return [_listed(row, approved, today) for row in found]


def publications_of_review(actor: Actor, review_id: int, *, today: date) -> list[Listed]:
    """Those of one review, the newest first: everything for those who see what is being prepared, for others what
    everybody reads."""
    if sees_publications(actor):
        return list_publications(actor, today=today, review_id=review_id)
    rows = Publication.objects.visible_to(actor).filter(review_id=review_id).order_by("-pk")
    found = rows.prefetch_related(Prefetch("editions", Edition.objects.defer("words")))
    return [each for row in found if (each := _listed(row, set(), today)).public]


def _listed(row: Publication, approved: set[str], today: date) -> Listed:
    newest = newest_edition(row)
    state = state_of(row, newest, newest.public_id in approved, today)
    gone = state in (State.WITHDRAWN, State.OVER)
    return Listed(row, newest, state, None if gone else public_edition(row))


def newest_edition(publication: Publication) -> Edition:
    """The edition that is worked on, or else the one that is public; the discarded one where there is no other."""
    return sorted(publication.editions.all(), key=lambda each: (not each.discarded_at, each.number, each.pk))[
        -1
    ]


def discarded_edition(publication: Publication) -> Edition | None:
    """The last discarded edition, where it can be taken up again: no other is open."""
    if publication.withdrawn_at or any(
        not each.published_at and not each.discarded_at for each in publication.editions.all()
    ):
        return None
    gone = [(each.discarded_at, each.pk, each) for each in publication.editions.all() if each.discarded_at]
    return max(gone)[2] if gone else None


def public_edition(publication: Publication) -> Edition | None:
    """The edition that everybody reads; None before the first is published."""
    return next(
        (each for each in publication.editions.all() if each.published_at and not each.replaced_at), None
    )


def state_of(publication: Publication, edition: Edition, approved: bool, today: date) -> State:
    """Where a publication is, by its newest edition."""
    if publication.withdrawn_at:
        return State.WITHDRAWN
    if edition.discarded_at:
        return State.DISCARDED
    over = publication.when_over == WhenOver.TAKE_DOWN and publication.public_until
    if over and over < today and publication.first_published_at:
        return State.OVER
    if edition.published_at:
        return State.CORRECTED if edition.number > 1 else State.PUBLISHED
    if not edition.checked_at:
        return State.PREPARING
    if not approved:
        return State.CHECKED
    return State.EMBARGOED if publication.publish_on else State.APPROVED


def find_open_edition(actor: Actor, ref: str) -> tuple[Publication, Edition]:
    """A publication with the edition that can still be worked on, or `NotVisible`; `NotNow` where none can be."""
    publication = find_publication(actor, ref)
    if publication.withdrawn_at:
        raise NotNow("It was withdrawn. What is said instead is a publication of its own.")
    edition = newest_edition(publication)
    if edition.published_at:
        raise NotNow("It is published. Begin a correction to change it.")
    if edition.discarded_at:
        raise NotNow("It was discarded. Take it up again to work on it.")
    return publication, edition


def find_hit(actor: Actor, ref: str) -> Hit:
    """Something that the check found, or `NotVisible`."""
    row = Hit.objects.filter(public_id=ref).select_related("edition__publication", "answered_by").first()
    if row is None or not publications_seen(actor).filter(pk=row.edition.publication_id).exists():
        raise NotVisible
    return row


def hits_of(actor: Actor, edition: Edition) -> list[Hit]:
    """What the check found in an edition, what is unanswered first."""
    check_sees(actor)
    rows = Hit.objects.filter(edition=edition).select_related("answered_by")
    return sorted(rows, key=lambda each: (bool(each.answer), each.pk))


def unanswered(edition: Edition) -> int:
    """How many places nobody has answered."""
    return edition.hits.filter(answer="").count()


def approval_of(actor: Actor, edition: Edition) -> JointView | None:
    """What stands of its approval; None where it was put to nobody, or nobody works on it any longer."""
    if edition.discarded_at:
        return None
    return standing_approval(actor, kind=APPROVED, ref=edition.public_id)


def statement_of(edition: Edition) -> str:
    """What is approved of an edition, in one text."""
    return statement(
        title=edition.title,
        summary=edition.summary,
        themes=edition.themes,
        words=edition.words,
        why=edition.why,
        forms=edition.forms.all(),
        shows_status=edition.publication.status_shown,
    )


def find_edition_for_approval(actor: Actor, ref: str) -> ForApproval:
    """An edition exactly as it is put to those who approve it, or `NotVisible`."""
    publication, edition = _edition(actor, ref)
    if edition.discarded_at:
        raise NotVisible
    words = statement_of(edition)
    return ForApproval(
        title=f"{publication.reference}, edition {edition.number}: {edition.title}",
        words=words,
        sha256=hash_of(words),
        href=reverse("publishing:publication", args=[publication.public_id]),
        case_ref=publication.review.public_id if publication.review else "",
    )


def check_ready_for_approval(actor: Actor, ref: str) -> None:
    """Raise `NotNow` until the check is finished and the bytes are made."""
    _, edition = _edition(actor, ref)
    if edition.published_at:
        raise NotNow("It is published already.")
    if not edition.checked_at:
        raise NotNow("Answer what the check found and finish it first: then there are bytes to approve.")


def brought_by(ref: str) -> dict[int, str]:
    """Who brought the words of an edition, and so does not approve them."""
    row = Edition.objects.filter(public_id=ref).select_related("brought_by").first()
    return {row.brought_by_id: row.brought_by.name} if row else {}


def edition_refs_of_case(case_ref: str) -> list[str]:
    """The editions of a case's publications."""
    rows = Edition.objects.filter(publication__review__public_id=case_ref)
    return list(rows.values_list("public_id", flat=True))


def _edition(actor: Actor, ref: str) -> tuple[Publication, Edition]:
    edition = Edition.objects.filter(public_id=ref).select_related("publication").first()
    if edition is None:
        raise NotVisible
    publication = find_publication(actor, edition.publication.public_id)
    return publication, next(each for each in publication.editions.all() if each.pk == edition.pk)


def publication_rows(case_ref: str) -> QuerySet[Any]:
    """The publications of a case."""
    rows: QuerySet[Any] = Publication.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def labels_of_publications(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these are called, those that the actor may see, by public id."""
    rows = Publication.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "reference")) if sees_publications(actor) else {}


def known_of(actor: Actor, publication: Publication) -> Known:
    """What is known of the case: who takes part in it, as far as the actor may see that, its pseudonyms, agencies and
    short forms."""
    review = publication.review
    people: tuple[str, ...] = ()
    pseudonyms: tuple[str, ...] = ()
    if review is not None and actor.may(Permission.SEE_PARTICIPATION):
        people = tuple(each.name for each in participants_of(actor, review.pk))
    if review is not None and actor.may(Permission.SEE_IDENTITIES):
        rows = list_pseudonyms(actor).filter(review=review.pk)
        pseudonyms = tuple(rows.values_list("word", flat=True))
    if review is not None:
        pseudonyms = (review.name, *pseudonyms)
    agencies = (*(each.name for each in list_agencies(actor.partnership_id)), actor.partnership_name)
    return Known(
        people=KnownPeople(people=people, agencies=agencies, pseudonyms=pseudonyms),
        glossary=glossary_of(actor, on=clock.today()).terms,
        registered=tuple(_registered(actor, publication)),
        withheld=tuple(_withheld(actor, publication)),
        dead=dead_addresses(actor) | _dead_in_public(),
    )


def known_of_all(actor: Actor) -> Known:
    """What is known beside any case: agencies, and short forms."""
    agencies = (*(each.name for each in list_agencies(actor.partnership_id)), actor.partnership_name)
    return Known(people=KnownPeople(agencies=agencies))


def _dead_in_public() -> frozenset[str]:
    """Addresses in what is published that lead nowhere."""
    return frozenset(PublicLink.objects.filter(works=False).values_list("address", flat=True))


_FEWEST_WORDS = 5
"""Words of a sentence that is looked for as it is: a shorter one stands in any text."""


def _withheld(actor: Actor, publication: Publication) -> Iterator[tuple[str, str]]:
    """The sentences of the review's findings, recommendations and actions that the public is not to read."""
    if publication.review_id is None:
        return
    findings = findings_of_review(actor, publication.review_id)
    asked = recommendations_of_review(actor, publication.review_id)
    rows: list[Any] = [each for each in findings if each.withheld or each.public_text]
    rows += [each for each in asked if each.withheld]
    rows += actions_withheld(actor, publication.review_id)
    for row in rows:
        for line in filter(str.strip, row.text.splitlines()):
            words = " ".join(line.split())
            for start, end in sentences(words):
                if len(words[start:end].split()) >= _FEWEST_WORDS:
                    yield row.reference, words[start:end].strip()[:300]


_CLAIMS = (("difference_seen", "embedded"), ("verified", "verified"), ("reported", "reported"))
"""The furthest step that is whole, and the claim about it that is true then; each includes those after it."""


def _registered(actor: Actor, publication: Publication) -> Iterator[Registered]:
    """What the register has of the review's recommendations, by label; nothing of labels that stand twice. That one was
    never answered matters only where what is published answers."""
    if publication.review_id is None:
        return
    rows = [each for each in recommendations_of_review(actor, publication.review_id) if each.label]
    labels = Counter(each.label for each in rows)
    answers = kinds()[publication.kind].answers
    for row in rows:
        if labels[row.label] > 1:
            continue
        reach = {each["step"]: each["reach"] for each in row.thread}
        true = [claim for step, claim in _CLAIMS if reach.get(step) == "whole"]
        furthest, *also = true or ["under_way" if reach.get("planned") in ("part", "whole") else "not_begun"]
        unanswered = answers and not row.withheld and reach.get("answered", "none") == "none"
        yield Registered(row.label, furthest, not unanswered, tuple(also))


def reports_to_take(actor: Actor, publication: Publication) -> list[Any]:
    """The reports composed from the register whose words could be published as this."""
    of = publication.review_id
    found = reports_of_all(actor) if of is None else reports_of_review(actor, of)
    return [each for each in found if not each.discarded_at]
