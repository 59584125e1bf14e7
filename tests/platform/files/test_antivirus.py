"""Where there is a virus scanner, every file passes it first, and none is taken while it is silent."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heed.library.models import Document
from heed.platform.base.errors import Unavailable
from heed.platform.files.antivirus import scan
from heed.platform.safekeeping.doctor import untrusted
from heed.platform.safekeeping.doctor.types import State
from heed.platform.safekeeping.doctor.untrusted import scanner
from tests.cast import AT, Cast, client_of
from tests.platform.files.clamd import clamd


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a name short enough for a socket."""
    return tmp_path_factory.mktemp("c")


def written(folder: Path, content: bytes) -> Path:
    path = folder / "sent"
    path.write_bytes(content)
    return path


def test_without_a_scanner_nothing_is_asked(short: Path) -> None:
    assert scan(written(short, b"EVIL")) == ""


@pytest.mark.parametrize("content", [b"good", b"", b"x" * 300_000])
def test_a_clean_file_passes(content: bytes, short: Path, settings: LazySettings) -> None:
    with clamd(short) as settings.CLAMAV:
        assert scan(written(short, content)) == ""


def test_malware_is_named(short: Path, settings: LazySettings) -> None:
    with clamd(short) as settings.CLAMAV:
        assert scan(written(short, b"x" * 100_000 + b"EVIL")) == "Test-Evil"


@pytest.mark.parametrize("way", [{"most": 10}, {"answers": False}])
def test_no_clear_answer_is_no_pass(way: dict[str, int], short: Path, settings: LazySettings) -> None:
    with clamd(short, **way) as settings.CLAMAV, pytest.raises(Unavailable, match="virus scanner"):  # type: ignore[arg-type]
        scan(written(short, b"x" * 1_000))


def test_a_scanner_that_is_not_there_stops_every_file(
    cast: Cast, settings: LazySettings, data_folder: Path, short: Path
) -> None:
    settings.CLAMAV = f"unix:{short}/nobody"
    answer = client_of(cast.manager).post(
        reverse("intake:bring_in"), {"file": SimpleUploadedFile("a.txt", b"The Board should act.")}
    )
    assert answer.status_code == 503
    assert "virus scanner does not answer" in answer.content.decode()
    assert [path for path in data_folder.rglob("*") if path.is_file()] == []


def test_malware_is_not_taken(cast: Cast, settings: LazySettings, data_folder: Path, short: Path) -> None:
    documents = Document.objects.visible_to(cast.manager).count()
    with clamd(short) as settings.CLAMAV:
        answer = client_of(cast.manager).post(
            reverse("intake:bring_in"), {"file": SimpleUploadedFile("a.txt", b"The Board is EVIL.")}
        )
    assert answer.status_code == 422
    assert "virus scanner found malware" in answer.content.decode()
    assert Document.objects.visible_to(cast.manager).count() == documents
    assert [path for path in data_folder.rglob("*") if path.is_file()] == []


def test_the_doctor_says_whether_it_answers(settings: LazySettings, short: Path) -> None:
    assert "None is set up" in scanner(AT)[0].sentence
    settings.CLAMAV = f"unix:{short}/nobody"
    assert scanner(AT)[0].state is State.WRONG
    with clamd(short) as settings.CLAMAV:
        assert scanner(AT)[0].state is State.WELL


def test_the_doctor_says_what_the_reading_process_may_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untrusted, "how_confined", lambda: {"memory": True, "network": True, "files": True})
    assert untrusted.reading_process(AT)[0].state is State.WELL
    monkeypatch.setattr(untrusted, "how_confined", lambda: {"memory": True, "network": True, "files": False})
    [finding] = untrusted.reading_process(AT)
    assert (finding.state, "other files" in finding.sentence) == (State.LOOK, True)


def test_a_scanner_may_listen_at_a_port(short: Path, settings: LazySettings) -> None:
    with clamd(short) as address, socket.create_server(("127.0.0.1", 0)) as port:

        def hand_on() -> None:
            line, _ = port.accept()
            beyond = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            beyond.connect(address.removeprefix("unix:"))
            with line, beyond:
                asked = b""
                while not asked.endswith(b"\0\0\0\0"):
                    asked += line.recv(65536)
                beyond.sendall(asked)
                line.sendall(beyond.recv(1024))

        threading.Thread(target=hand_on, daemon=True).start()
        settings.CLAMAV = f"127.0.0.1:{port.getsockname()[1]}"
        assert scan(written(short, b"an EVIL file")) == "Test-Evil"
