"""Evidence that was given by mistake is withdrawn with a reason, stays to be read, and can be given back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heed.plans.models import Evidence
from heed.plans.operations import (
    NewVersion,
    Speaks,
    add_evidence_version,
    give_evidence_back,
    use_evidence,
    withdraw_evidence,
)
from heed.plans.queries import EvidenceFilter, evidence_of_action, filter_evidence
from heed.platform.access.roles import Role
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.base.models import Revision
from tests import cast_plans
from tests.cast import AT, Cast, Register, client_of


@pytest.mark.capability("C20")
def test_what_was_given_by_mistake_shows_nothing_any_more_and_can_be_given_back(
    register: Register, cast: Cast
) -> None:
    row, other = cast_plans.agreed(cast), cast_plans.agreed(cast)
    piece = cast_plans.evidence_for(cast, row)
    use_evidence(cast.officer, ref=piece.public_id, action_ref=other.public_id, at=AT)
    client = client_of(cast.officer)
    address = reverse("plans:evidence", args=[piece.public_id])
    refused = client.post(address, {"do": "withdraw", "withdraw-reason": ""})
    assert refused.status_code == 422
    assert client.post(address, {"do": "withdraw", "withdraw-reason": "The wrong file"}).status_code == 302
    shown = client.get(address).content.decode()
    assert f"by {cast.officer.name}: The wrong file. It shows nothing any more" in shown
    assert row.reference in shown
    assert other.reference in shown
    assert not evidence_of_action(cast.officer, row.pk)
    on_action = client.get(reverse("plans:action", args=[row.public_id])).content.decode()
    assert f"{piece.reference} was withdrawn" in on_action
    assert f'href="{address}"' in on_action, "it can still be read, and given back there"
    withdrawn = filter_evidence(cast.officer, EvidenceFilter(look="withdrawn"))
    assert [each.pk for each in withdrawn] == [piece.pk]
    with pytest.raises(NotNow, match="is withdrawn"):
        use_evidence(cast.officer, ref=piece.public_id, action_ref=row.public_id, at=AT)
    with pytest.raises(NotNow, match="is withdrawn"):
        add_evidence_version(
            cast.officer, ref=piece.public_id, handed_in=NewVersion(note="New"), speaks=Speaks(), at=AT
        )
    assert client.post(address, {"do": "give_back"}).status_code == 302
    assert [each.pk for each in evidence_of_action(cast.officer, row.pk)] == [piece.pk]
    assert [each.pk for each in evidence_of_action(cast.officer, other.pk)] == [piece.pk]
    assert "The wrong file" in Revision.objects.get(subject_ref=piece.public_id, field="withdrawn").words


def test_what_a_verification_or_a_judgement_rests_on_stays(register: Register, cast: Cast) -> None:
    row = cast_plans.verified(cast)
    piece = Evidence.objects.visible_to(cast.manager).get()
    with pytest.raises(NotNow, match=f"That {row.reference} is verified rests on {piece.reference}"):
        withdraw_evidence(cast.officer, ref=piece.public_id, reason="The wrong file", at=AT)
    page = client_of(cast.officer).get(reverse("plans:evidence", args=[piece.public_id])).content.decode()
    assert "so it cannot be withdrawn while that stands" in page
    assert Evidence.objects.visible_to(cast.manager).get().withdrawn_at is None


def test_who_may_not_and_what_is_done_twice(register: Register, cast: Cast) -> None:
    piece = cast_plans.evidence_for(cast, cast_plans.agreed(cast))
    ref = piece.public_id
    with pytest.raises(NotAllowed):
        withdraw_evidence(cast.reader, ref=ref, reason="No", at=AT)
    with pytest.raises(NotAllowed):
        withdraw_evidence(cast.of[Role.AGENCY_CONTRIBUTOR], ref=ref, reason="No", at=AT)
    with pytest.raises(Invalid):
        withdraw_evidence(cast.officer, ref=ref, reason="  ", at=AT)
    with pytest.raises(NotNow, match="not withdrawn"):
        give_evidence_back(cast.officer, ref=ref, at=AT)
    withdraw_evidence(cast.officer, ref=ref, reason="The wrong file", at=AT)
    with pytest.raises(NotNow, match="withdrawn already"):
        withdraw_evidence(cast.manager, ref=ref, reason="The wrong file", at=AT)
    for somebody in (cast.reader, cast.of[Role.AGENCY_CONTRIBUTOR]):
        with pytest.raises(NotAllowed):
            give_evidence_back(somebody, ref=ref, at=AT)
    assert Evidence.objects.visible_to(cast.manager).get().withdrawn_at
