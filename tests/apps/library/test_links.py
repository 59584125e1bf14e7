"""Links of documents are listed with what is known of them; nothing of it needs a network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner
from django.urls import reverse

from heed.cli.main import main
from heed.intake.models import Import
from heed.intake.operations import begin_import, withdraw_import
from heed.intake.queries import find_import
from heed.library.models import Link
from heed.library.operations import keep_links, say_of_link
from heed.library.queries import LinkFilter, filter_links
from heed.library.types import FoundLink
from heed.plans.models import EvidenceLink
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotVisible
from heed.platform.http import asking as command
from heed.platform.jobs.worker import work
from heed.platform.people.operations import exclude_person
from tests import cast_plans
from tests.cast import AT, Cast, Register, client_of

PAGE = b"""<html><head><title>Learning review Ash</title></head><body><nav><a href="/home">Home</a></nav><h1>Learning review Ash</h1>
<p>See <a href="https://toolkit.example/start">our toolkit</a> and <a>the procedures</a>.</p>
<p>More is at www.ash.example/learning. Mail <a href="mailto:team@ash.example">the team</a>.
Back <a href="#top">to the top</a>.</p>
<h2>Recommendations</h2><ol><li>The Board should publish <a href="#">its guide</a> again.</li></ol>
</body></html>"""


@pytest.fixture
def links(cast: Cast) -> list[Link]:
    """As they come in with a document."""
    row = begin_import(cast.manager, name="ash.html", size=len(PAGE), chunks=[PAGE], at=AT)
    work(until_empty=True)
    assert find_import(cast.manager, row.public_id).reading_id
    return list(filter_links(cast.manager, LinkFilter()).filter(reading__document=row.document))


def by_words(links: list[Link]) -> dict[str, tuple[str, str]]:
    return {each.words: (each.address, each.state) for each in links}


@pytest.mark.capability("G09")
def test_every_link_of_a_document_is_listed_with_its_state(links: list[Link], cast: Cast) -> None:
    assert by_words(links) == {
        "our toolkit": ("https://toolkit.example/start", "not_checked"),
        "www.ash.example/learning": ("http://www.ash.example/learning", "not_checked"),
        "the team": ("mailto:team@ash.example", "not_checked"),
        "its guide": ("", "no_target"),
    }
    client = client_of(cast.reader)
    page = client.get(reverse("library:links"), {"state": "no_target"}).content.decode()
    assert "its guide" in page
    assert "our toolkit" not in page
    sheet = b"".join(client.get(reverse("library:links"), {"download": "csv"}).streaming_content).decode()
    assert "https://toolkit.example/start" in sheet
    document = client.get(reverse("library:document", args=[links[0].reading.document.public_id]))
    assert "lead nowhere" in document.content.decode()


def test_somebody_looks_and_says_what_they_found(links: list[Link], cast: Cast) -> None:
    link = next(each for each in links if each.words == "our toolkit")
    href = reverse("library:link", args=[link.public_id])
    client = client_of(cast.officer)
    assert client.post(href, {"state": "", "version": "1"}).status_code == 422
    assert client.post(href, {"state": "dead", "note": "Moved", "version": "1"}).status_code == 302
    page = client.get(href).content.decode()
    assert "Dead" in page
    assert "Osman Oakes" in page
    assert Event.objects.filter(kind="link.looked_at", subject_ref=link.public_id).exists()
    with pytest.raises(ChangedMeanwhile):
        say_of_link(cast.manager, ref=link.public_id, state="works", note="", version=1, at=AT)
    with pytest.raises(Invalid):
        say_of_link(cast.manager, ref=link.public_id, state="not_checked", note="", version=2, at=AT)
    with pytest.raises(NotAllowed):
        say_of_link(cast.reader, ref=link.public_id, state="works", note="", version=2, at=AT)
    with pytest.raises(NotVisible):
        say_of_link(cast.outsider, ref=link.public_id, state="works", note="", version=2, at=AT)
    assert client_of(cast.reader).post(href, {"state": "works", "version": "2"}).status_code == 403


def test_what_was_said_stays_when_a_document_is_read_again(links: list[Link], cast: Cast) -> None:
    link = next(each for each in links if each.words == "our toolkit")
    say_of_link(cast.manager, ref=link.public_id, state="works", note="", version=1, at=AT)
    again = [
        FoundLink("our toolkit", link.address, [[4, 9, None]]),
        FoundLink("new", "https://new.example", []),
    ]
    assert keep_links(cast.manager, reading=link.reading, links=again, at=AT) == 1
    rows = Link.objects.filter(reading=link.reading).order_by("position")
    assert [(each.words, each.state) for each in rows] == [("our toolkit", "works"), ("new", "not_checked")]
    assert keep_links(cast.manager, reading=link.reading, links=again, at=AT) == 0


def test_who_may_not_see_a_document_sees_none_of_its_links(register: Register, cast: Cast) -> None:
    keep_links(
        cast.manager,
        reading=register.accepted.reading,
        links=[FoundLink("our toolkit", "https://toolkit.example", [])],
        at=AT,
    )
    assert filter_links(cast.reader, LinkFilter()).count() == 1
    assert filter_links(cast.outsider, LinkFilter()).count() == 0
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=cast.reader.person_ref,
        reason="Own practice",
        version=0,
        at=AT,
    )
    assert filter_links(cast.reader, LinkFilter()).count() == 0


class _Site(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        status = {"/works": 200, "/gone": 404, "/moved": 302, "/busy": 503}.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/works")
        self.end_headers()

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Site)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(command, "is_open", lambda number: True)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def run(*args: str) -> Any:
    return CliRunner().invoke(main, ["check-links", "--as", "bola.bexley@westmere.example", *args])


def test_the_network_is_asked_only_where_somebody_asks_for_it(
    register: Register, cast: Cast, site: str
) -> None:
    addresses = [f"{site}{path}" for path in ("/works", "/gone", "/moved", "/busy")]
    keep_links(
        cast.manager,
        reading=register.accepted.reading,
        links=[FoundLink(each[-5:], each, []) for each in addresses],
        at=AT,
    )
    done = run()
    assert done.exit_code == 0, done.output
    states = dict(Link.objects.order_by("position").values_list("address", "state"))
    assert list(states.values()) == ["works", "dead", "works", "not_checked"]
    assert "4 addresses asked, 3 links marked, 1 addresses dead" in done.output


def test_addresses_of_evidence_are_asked_as_well(register: Register, cast: Cast, site: str) -> None:
    piece = cast_plans.evidence_for(cast, cast_plans.agreed(cast))
    links = [EvidenceLink(version=piece.versions.get(), address=site + path) for path in ("/works", "/gone")]
    EvidenceLink.objects.bulk_create(links)
    assert run().exit_code == 0
    assert list(EvidenceLink.objects.order_by("pk").values_list("works", flat=True)) == [True, False]
    assert Event.objects.filter(kind="evidence.links_checked").exists()


def test_without_a_network_nothing_is_changed_and_it_says_so(
    register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_AGAIN, "no network")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    keep_links(
        cast.manager,
        reading=register.accepted.reading,
        links=[FoundLink("toolkit", "https://toolkit.example/", [])],
        at=AT,
    )
    done = run()
    assert done.exit_code == 0
    assert "nothing was changed" in done.output
    assert Link.objects.get().state == "not_checked"


@pytest.mark.parametrize("number", ["127.0.0.1", "169.254.169.254", "::1", "10.0.0.8", "192.168.1.1"])
def test_this_network_is_never_asked(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a document calls it."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (number, 80))])
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("it was asked"))
    assert command.ask("http://inside.example/") == command.Answer(
        reached=False, works=None, note="an address of this network, which is not asked"
    )
    assert not command.ask("file:///etc/passwd").reached


def test_a_withdrawn_document_takes_its_links_along(links: list[Link], cast: Cast) -> None:
    [row] = {each.reading.document for each in links}
    withdraw_import(
        cast.manager,
        ref=Import.objects.visible_to(cast.manager).get(document=row).public_id,
        reason="A mistake",
        at=AT,
    )
    assert not filter_links(cast.manager, LinkFilter()).exists()
