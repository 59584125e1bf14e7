"""`heed serve`: the demo and real data never mix, and both processes begin and end together."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click import ClickException
from django.conf import settings as configured
from django.db import connection

from heed.cli.demo import throw_demo_away
from heed.cli.serve import _free_port, _prepare
from heed.platform.partnerships.models import Partnership
from tests.cast import Cast
from tests.journeys.running import copied, prepared


def test_the_demo_refuses_a_folder_with_real_data(cast: Cast) -> None:
    with pytest.raises(ClickException, match="never runs on real data"):
        _prepare(demo=True, fresh=False)


def test_real_use_refuses_the_demos_folder(cast: Cast) -> None:
    Partnership.objects.update(is_demo=True)
    with pytest.raises(ClickException, match="holds the demo"):
        _prepare(demo=False, fresh=False)


def test_only_the_demo_may_be_thrown_away(data_folder: Path) -> None:
    (data_folder / "precious").touch()
    with pytest.raises(RuntimeError):
        throw_demo_away()
    assert (data_folder / "precious").exists()


def test_a_fresh_demo_is_refused_before_anything_real_is_removed(
    cast: Cast, data_folder: Path, settings: Any
) -> None:
    settings.DEMO = True
    (data_folder / "files").mkdir()
    with pytest.raises(ClickException, match="never runs on real data"):
        _prepare(demo=True, fresh=True)
    with pytest.raises(RuntimeError):
        throw_demo_away()
    assert (data_folder / "files").exists()


def test_throwing_the_demo_away_leaves_what_is_not_heeds(
    cast: Cast, data_folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    Partnership.objects.update(is_demo=True)
    monkeypatch.setattr(connection, "close", lambda: None)
    (data_folder / "files").mkdir()
    (data_folder / "letter.txt").touch()
    throw_demo_away()
    assert [each.name for each in data_folder.iterdir()] == ["letter.txt"]


def test_a_port_that_is_taken_is_passed_over() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert _free_port("127.0.0.1", port) > port


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Heed's demo in processes of its own, on a database and folder of its own: a copy of what journeys begin with,
    which a first start built."""
    built = prepared(Path(os.environ["HEED_TESTS_FOLDER"]) / "journeys", demo=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HEED_")}
    environment |= {
        "HEED_DATA": str(copied(built, tmp_path / "demo")),
        "PYTHONPATH": "src",
        "PYTHONUNBUFFERED": "1",
    }
    environment |= {"DJANGO_SETTINGS_MODULE": "heed.config.settings"}
    command = [
        sys.executable,
        "-c",
        "from heed.cli.main import main; main()",
        "serve",
        "--demo",
        "--port",
        "18230",
    ]
    process = subprocess.Popen(
        command,
        cwd=configured.HOUSE,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        address = ""
        for line in process.stdout:
            found = re.search(r"http://\S+", line)
            if found:
                address = found.group()
                break
        yield address, process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.skipif(
    not (Path(configured.RENDERED) / "collected" / "staticfiles.json").is_file(),
    reason="the front-end files are not built (make setup)",
)
def test_the_demo_answers_and_stops_when_told(served: tuple[str, subprocess.Popen[str]]) -> None:
    address, process = served
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{address}health/", timeout=2) as answer:
                assert answer.read() == b"ok"
                break
        except OSError:
            time.sleep(0.2)
    else:
        pytest.fail("Heed never answered")
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert "Sign in" in answer.read().decode()
    [worker] = _children(process.pid, "heed-work")
    os.kill(worker, signal.SIGKILL)
    for _ in range(100):
        if _children(process.pid, "heed-work") not in ([], [worker]):
            break
        time.sleep(0.2)
    else:
        pytest.fail("the worker that died was not started again")
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)
    with pytest.raises(OSError, match="refused|reset"):
        urllib.request.urlopen(f"{address}health/", timeout=2)


def _children(parent: int, named: str) -> list[int]:
    """The running processes that this one started whose command line holds these words."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=,comm=", "--ppid", str(parent)], capture_output=True, text=True
    )
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    return [int(pid) for pid, state, command in rows if named in command and not state.startswith("Z")]
