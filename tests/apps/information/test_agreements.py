"""Agreements: who is party, who has signed which edition, how its guidance reads; assessments in versions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from heed.information.models import Agreement
from heed.information.operations import (
    attach_file,
    change_agreement,
    make_new_edition,
    save_answers,
    sign_agreement,
)
from heed.information.queries.agreements import (
    AgreementFilter,
    AssessmentFilter,
    filter_agreements,
    filter_assessments,
    find_assessment,
    parties_of,
)
from heed.information.rules import how_it_reads, what_is_hard
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow
from heed.platform.base.models import Revision
from heed.platform.partnerships.queries import list_agencies
from heed.platform.rules.queries import rules_of
from tests import cast_information
from tests.apps.information.answers import body_of
from tests.cast import AT, Cast, client_of


@pytest.fixture
def lead(cast: Cast) -> Actor:
    return cast.of[Role.INFORMATION_GOVERNANCE_LEAD]


@pytest.fixture
def agreement(lead: Actor) -> Agreement:
    found: Agreement = filter_agreements(lead, AgreementFilter()).get()
    return found


def sign(actor: Actor, agreement: Agreement, agency: str) -> None:
    sign_agreement(
        actor,
        ref=agreement.public_id,
        agency_ref=agency,
        signed_by="A. Director",
        signed_on=AT.date(),
        at=AT,
    )


@pytest.mark.capability("I01")
def test_the_page_says_who_has_not_signed_and_how_guidance_reads(lead: Actor, agreement: Agreement) -> None:
    first, *others = list_agencies(lead.partnership_id)
    sign(lead, agreement, first.public_id)
    page = client_of(lead).get(reverse("information:agreement", args=[agreement.public_id])).content.decode()
    missing = page.split("not signed edition 1")[0].rsplit(">", 1)[1]
    assert first.name not in missing
    assert all(each.name in missing for each in others)
    assert "Short and plain" in page
    assert "It was to be looked at again by 1 Jan 2025" in page
    listed = client_of(lead).get(reverse("information:agreements"), {"state": "unsigned"}).content.decode()
    assert agreement.name in listed


@pytest.mark.capability("I01")
def test_signed_by_all_is_not_among_the_unsigned(lead: Actor, agreement: Agreement) -> None:
    for each in list_agencies(lead.partnership_id):
        sign(lead, agreement, each.public_id)
    assert not filter_agreements(lead, AgreementFilter(state="unsigned")).exists()
    with pytest.raises(NotNow):
        sign(lead, agreement, list_agencies(lead.partnership_id)[0].public_id)


def test_a_new_edition_is_signed_anew_and_keeps_the_old_signatures(lead: Actor, agreement: Agreement) -> None:
    agency = list_agencies(lead.partnership_id)[0]
    sign(lead, agreement, agency.public_id)
    made = make_new_edition(lead, ref=agreement.public_id, edition=agreement.edition, at=AT)
    signed = {(each.edition, each.signed_on) for each in parties_of(made) if each.agency_id == agency.pk}
    assert signed == {(1, AT.date()), (2, None)}
    assert filter_agreements(lead, AgreementFilter(state="unsigned")).exists()


def changed(lead: Actor, agreement: Agreement, **other: object) -> Agreement:
    given = {
        "kind": agreement.kind,
        "name": agreement.name,
        "purpose": agreement.purpose,
        "legal_basis": agreement.legal_basis,
        "legal_basis_words": agreement.legal_basis_words,
        "guidance": agreement.guidance,
        "in_force_from": agreement.in_force_from,
        "review_on": agreement.review_on,
        "ended_on": None,
        "agencies": [each.public_id for each in list_agencies(lead.partnership_id)],
        "version": agreement.version,
    }
    return change_agreement(lead, ref=agreement.public_id, **{**given, **other}, at=AT)  # type: ignore[arg-type]


def test_earlier_words_are_kept_and_a_second_writer_is_told(lead: Actor, agreement: Agreement) -> None:
    changed(lead, agreement, purpose="Learning together.")
    kept = Revision.objects.get(subject_ref=agreement.public_id, field="purpose")
    assert kept.words == "Learning from what happened to a child."
    with pytest.raises(ChangedMeanwhile) as told:
        changed(lead, agreement, purpose="Something else.")
    [differs] = told.value.differences
    assert (differs.theirs, differs.yours) == ("Learning together.", "Something else.")


def test_a_party_that_signed_stays_when_it_is_left_out(lead: Actor, agreement: Agreement) -> None:
    first, second, *_ = list_agencies(lead.partnership_id)
    sign(lead, agreement, first.public_id)
    agreement.refresh_from_db()
    made = changed(lead, agreement, agencies=[second.public_id])
    assert {each.agency_id for each in parties_of(made)} == {first.pk, second.pk}


def test_an_agreement_is_between_somebody(lead: Actor) -> None:
    with pytest.raises(Invalid):
        cast_information.an_agreement(lead, at=AT, agencies=[])


def test_signing_in_the_future_is_refused(lead: Actor, agreement: Agreement) -> None:
    with pytest.raises(Invalid):
        sign_agreement(
            lead,
            ref=agreement.public_id,
            agency_ref=list_agencies(lead.partnership_id)[0].public_id,
            signed_by="A",
            signed_on=AT.date() + timedelta(days=1),
            at=AT,
        )


def test_a_replaced_paper_stays_in_the_history_by_its_hash(lead: Actor, agreement: Agreement) -> None:
    attach_file(lead, ref=agreement.public_id, name="first.pdf", chunks=[b"first"], at=AT)
    attach_file(lead, ref=agreement.public_id, name="second.pdf", chunks=[b"second"], at=AT)
    assert "first.pdf" in Revision.objects.get(subject_ref=agreement.public_id, field="file").words
    answer = client_of(lead).get(reverse("information:agreement_file", args=[agreement.public_id]))
    assert body_of(answer) == b"second"


def test_others_may_not(cast: Cast, agreement: Agreement) -> None:
    with pytest.raises(NotAllowed):
        sign(cast.officer, agreement, list_agencies(cast.officer.partnership_id)[0].public_id)


def test_every_saving_of_an_assessment_is_a_version(lead: Actor) -> None:
    row = filter_assessments(lead, AssessmentFilter()).get()
    save_answers(lead, ref=row.public_id, answers={"need": "To learn.", "strange": "?"}, version=1, at=AT)
    save_answers(lead, ref=row.public_id, answers={"need": "To learn together."}, version=2, at=AT)
    with pytest.raises(ChangedMeanwhile):
        save_answers(lead, ref=row.public_id, answers={"need": "Lost?"}, version=2, at=AT)
    versions = find_assessment(lead, row.public_id).versions.all()
    assert [each.answers for each in versions] == [{"need": "To learn together."}, {"need": "To learn."}, {}]
    address = reverse("information:assessment", args=[row.public_id])
    assert "To learn." in client_of(lead).get(address, {"version": "2"}).content.decode()


def test_hard_guidance_is_named_hard() -> None:
    limits = rules_of("information")["agreements"]["guidance"]
    hard = (
        "Notwithstanding considerations of proportionality, practitioners contemplating dissemination of "
        "identifiable documentation should preliminarily ascertain organisational accountability, "
        "interoperability obligations and confidentiality implications in comprehensive accordance with all applicable legislation."
    )
    assert len(what_is_hard(how_it_reads(hard), limits)) == 2
    assert what_is_hard(how_it_reads("Ask the lead. Share what is asked for."), limits) == []
    assert how_it_reads("").words == 0
    assert len(what_is_hard(how_it_reads("We share. " * 500), limits)) == 1


def test_a_register_is_narrowed(lead: Actor, agreement: Agreement) -> None:
    other = cast_information.an_agreement(lead, at=AT, kind="processor", name="Hosting", review_on=None)
    found = {
        "kind": filter_agreements(lead, AgreementFilter(kind="processor")),
        "words": filter_agreements(lead, AgreementFilter(words="hosting")),
    }
    assert {name: [each.pk for each in rows] for name, rows in found.items()} == {
        "kind": [other.pk],
        "words": [other.pk],
    }
    late = filter_agreements(lead, AgreementFilter(state="review", today=date(2025, 3, 4)))
    assert [each.pk for each in late] == [agreement.pk]
    assert not filter_agreements(lead, AgreementFilter(state="no such state")).exists()
