"""Documents that came in before findings and links were kept get theirs, once."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from heed.cli.main import main
from heed.intake.models import Proposal
from heed.intake.operations import catch_up
from heed.intake.types import ProposalKind
from heed.learning.models import Finding
from heed.library.models import Link
from heed.library.types import FoundLink
from heed.platform.base.errors import NotAllowed, NotVisible
from tests.cast import AT, Cast, Register

LINKS = [FoundLink("our toolkit", "https://toolkit.example/start", [[0, 5, 1]])]


@pytest.fixture
def earlier(register: Register, cast: Cast) -> list[str]:
    """As an earlier version left it: recommendations without the findings of their document. Returns their words."""
    rows = Finding.objects.visible_to(cast.manager).filter(reading=register.accepted.reading)
    words = sorted(rows.values_list("text", flat=True))
    assert words
    rows.delete()
    Proposal.objects.filter(import_of=register.accepted, kind=ProposalKind.FINDING).delete()
    return words


def found(cast: Cast) -> list[str]:
    return sorted(Finding.objects.visible_to(cast.reader).values_list("text", flat=True))


def test_findings_and_links_are_made_once(register: Register, cast: Cast, earlier: list[str]) -> None:
    done = catch_up(cast.manager, import_ref=register.accepted.public_id, links=LINKS, at=AT)
    assert done.findings + done.unsure == len(earlier)
    assert done.findings
    assert done.links == 1
    assert set(found(cast)) <= set(earlier)
    again = catch_up(cast.manager, import_ref=register.accepted.public_id, links=LINKS, at=AT)
    assert (again.findings, again.links) == (0, 0)
    assert Link.objects.count() == 1
    assert len(found(cast)) == done.findings


def test_the_command_does_all_of_it_and_nothing_twice(
    register: Register, cast: Cast, earlier: list[str]
) -> None:
    ask = ["catch-up", "--as", "bola.bexley@westmere.example"]
    first = CliRunner().invoke(main, ask)
    assert first.exit_code == 0, first.output
    made = found(cast)
    assert made
    assert f"{len(made)} findings" in first.output
    second = CliRunner().invoke(main, ask)
    assert "0 findings and 0 links" in second.output
    assert found(cast) == made


def test_who_may_not_put_into_the_register_does_not(
    register: Register, cast: Cast, earlier: list[str]
) -> None:
    ref = register.accepted.public_id
    with pytest.raises(NotAllowed):
        catch_up(cast.reader, import_ref=ref, links=LINKS, at=AT)
    with pytest.raises(NotVisible):
        catch_up(cast.outsider, import_ref=ref, links=LINKS, at=AT)
    assert found(cast) == []
