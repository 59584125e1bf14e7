"""An untrusted file is read in a process of its own, which may die without harm."""

from __future__ import annotations

import os
import pickle
import time
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from heed.kit.reading import limited, process
from heed.kit.reading.process import Bounds, Worker, call_in_process, read_in_process, read_many
from heed.kit.reading.types import BlockKind, Document, Unreadable

EXTRACT = "heed.kit.reading.extract.extract"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    sheet = canvas.Canvas(str(path))
    for page in range(3):
        sheet.drawString(72, 700, f"The Board should act on finding {page}.")
        sheet.showPage()
    sheet.save()
    return path


def refused(worker: Worker, function: str, *arguments: object) -> str:
    with pytest.raises(Unreadable) as refusal:
        worker.call(function, *arguments)
    assert refusal.value.message.endswith(".")
    return refusal.value.code


def test_a_file_read_in_the_process_gives_the_same_document(report: Path) -> None:
    document = read_in_process(report, function=EXTRACT)
    assert isinstance(document, Document)
    assert document.pages == 3
    assert "The Board should act on finding 2." in document.text
    assert document.blocks[0].kind in BlockKind


def test_options_reach_the_function(report: Path) -> None:
    assert read_in_process(report, function=EXTRACT).layout == ()
    assert len(read_in_process(report, function=EXTRACT, layout=True).layout) == 3


def test_a_refusal_comes_back_with_its_code_and_page(tmp_path: Path) -> None:
    bad = tmp_path / "empty.pdf"
    bad.write_bytes(b"")
    with pytest.raises(Unreadable, match="empty") as refusal:
        read_in_process(bad, function=EXTRACT)
    assert refusal.value.code == "empty"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"gone\.pdf could not be opened"):
        read_in_process(tmp_path / "gone.pdf", function=EXTRACT)


def test_the_process_stays_warm_between_files() -> None:
    with Worker() as worker:
        assert worker.call("os.getpid") == worker.call("os.getpid") != os.getpid()


def test_a_process_that_eats_memory_is_stopped_and_the_next_file_is_read() -> None:
    with Worker(Bounds(memory=500_000_000)) as worker:
        assert worker.call("tests.kit.reading.dying.eat", 10) == 10_000_000
        assert refused(worker, "tests.kit.reading.dying.eat", 700) == "too_hard"
        assert worker.call("math.sqrt", 9) == 3


def test_a_process_that_crashes_is_replaced() -> None:
    with Worker() as worker:
        first = worker.call("os.getpid")
        assert refused(worker, "ctypes.string_at", 0) == "too_hard"
        assert worker.call("os.getpid") != first


def test_a_process_that_hangs_is_ended_in_time() -> None:
    with Worker(Bounds(seconds=1.0)) as worker:
        began = time.monotonic()
        assert refused(worker, "time.sleep", 60) == "too_hard"
        assert time.monotonic() - began < 5
        assert worker.call("math.sqrt", 9) == 3


def test_a_process_that_spins_is_ended_by_its_processor_limit() -> None:
    with Worker(Bounds(processor=1, seconds=30)) as worker:
        began = time.monotonic()
        assert refused(worker, "builtins.sum", range(10**13)) == "too_hard"
        assert time.monotonic() - began < 15


def test_a_function_that_falls_over_gives_a_sentence_and_no_traceback() -> None:
    with Worker() as worker:
        assert refused(worker, "math.sqrt", "nine") == "failed"
        assert worker.call("math.sqrt", 9) == 3


def test_the_process_has_no_secrets_and_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEED_SECRET_KEY", "do not tell")
    with Worker() as worker:
        assert worker.call("os.getenv", "HEED_SECRET_KEY") is None
        assert refused(worker, "socket.create_connection", ("127.0.0.1", 9)) == "failed"
        assert refused(worker, "os.system", "true") == "failed"


def test_the_process_sees_no_files_but_the_program_and_writes_none(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a child's name")
    with Worker() as worker:
        confined = worker.call("heed.kit.reading.confine.how_confined")
        assert confined["memory"]
        assert refused(worker, "pathlib.Path.read_text", secret) == "failed"
        assert refused(worker, "tests.kit.reading.dying.read_natively", str(secret)) == "failed"
        assert (
            refused(worker, "tests.kit.reading.dying.read_natively", f"/proc/{os.getpid()}/environ")
            == "failed"
        )
        assert refused(worker, "pathlib.Path.write_text", tmp_path / "written", "x") == "failed"
        assert refused(worker, "os.remove", str(secret)) == "failed"
        assert refused(worker, "os.listdir", str(tmp_path)) == "failed"
    assert secret.read_text() == "a child's name"
    assert os.listdir(tmp_path) == ["secret"]


def test_where_the_kernel_offers_nothing_python_refuses_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import heed.kit.reading.confine as c\nc.landlock_version = lambda: 0\n"
    )
    secret = tmp_path.parent / "secret-of-another"
    secret.write_text("a child's name")
    monkeypatch.setattr(process, "READABLE_TOO", [str(tmp_path)])
    with Worker() as worker:
        assert worker.call("heed.kit.reading.confine.how_confined")["files"] is False
        assert refused(worker, "pathlib.Path.read_text", secret) == "failed"
        assert worker.call("math.sqrt", 9) == 3


def test_what_a_library_prints_does_not_get_between_the_answers() -> None:
    with Worker() as worker:
        worker.call("builtins.print", "noise" * 1000)
        assert worker.call("math.sqrt", 9) == 3


class Trap:
    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("true",)


def test_an_answer_that_would_run_code_is_not_opened() -> None:
    with pytest.raises(pickle.UnpicklingError, match="not a plain value"):
        process._Careful(__import__("io").BytesIO(pickle.dumps(Trap()))).load()
    with pytest.raises(pickle.UnpicklingError):
        process._Careful(__import__("io").BytesIO(pickle.dumps(limited.named))).load()


def test_a_process_is_replaced_after_its_share_of_files() -> None:
    with Worker(Bounds(files=2)) as worker:
        pids = [worker.call("os.getpid") for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_a_folder_is_read_to_its_end_whatever_is_in_it(report: Path, tmp_path: Path) -> None:
    files = [report]
    for number in range(6):
        path = tmp_path / f"copy{number}.pdf"
        path.write_bytes(report.read_bytes() if number % 2 else b"%PDF-1.4 broken")
        files.append(path)
    answers = dict(read_many([*files, tmp_path / "gone.pdf"], function=EXTRACT, workers=2))
    assert set(answers) == {*files, tmp_path / "gone.pdf"}
    good = [path for path, answer in answers.items() if isinstance(answer, Document)]
    assert len(good) == 4
    assert all(isinstance(answers[path], Unreadable) for path in answers if path not in good)


def test_a_folder_goes_on_when_a_process_dies(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(6)]
    for number, path in enumerate(paths):
        path.write_text("kill" if number % 3 == 0 else "text")
    answers = dict(read_many(paths, function="tests.kit.reading.dying.die_of_some", workers=2))
    for number, path in enumerate(paths):
        if number % 3 == 0:
            assert answers[path].code == "too_hard"
        else:
            assert answers[path] == path.name


def test_calls_share_one_warm_process() -> None:
    assert call_in_process("os.getpid") == call_in_process("os.getpid")


def test_nothing_is_waited_for_where_nothing_was_started() -> None:
    worker = Worker()
    assert worker.pid is None
    with pytest.raises(ValueError, match="nothing has been started"):
        worker.fileno()
    assert refused(worker, "os._exit", 3) == "too_hard"
    assert worker.pid is None
    assert worker.call("math.sqrt", 9) == 3
    assert worker.pid is not None
    worker.close()


def test_a_process_that_died_before_it_was_asked_is_too_hard(caplog: pytest.LogCaptureFixture) -> None:
    with Worker() as worker:
        worker.call("math.sqrt", 9)
        assert worker._process is not None
        assert worker._process.stdin is not None
        worker._process.stdin.close()  # as when it ends between the look and the writing

        class Gone:
            def write(self, _: bytes) -> None:
                raise BrokenPipeError

            def close(self) -> None:
                pass

        worker._process.stdin = Gone()  # type: ignore[assignment]
        assert refused(worker, "math.sqrt", 9) == "too_hard"
    assert "ended before it was given a file" in caplog.text


@pytest.mark.parametrize("answer", [b"no pickle at all", pickle.dumps(Trap())])
def test_whoever_answers_otherwise_is_ended(answer: bytes) -> None:
    with Worker() as worker:
        worker.call("math.sqrt", 9)
        with pytest.raises(Unreadable) as refusal:
            worker._open(answer)
        assert refusal.value.code == "too_hard"
        assert worker.pid is None


@pytest.mark.parametrize("half", [b"", process.HEADER.pack(99) + b"half an ans"])
def test_an_answer_that_does_not_come_in_time_is_given_up(half: bytes) -> None:
    """Nothing at all, and one that stops half way."""
    with Worker(Bounds(seconds=30)) as worker:
        worker.start("time.sleep", 20)
        assert worker.receive() == (False, None)
        worker._reply += half
        worker.deadline = time.monotonic()
        with pytest.raises(Unreadable) as refusal:
            worker.receive()
        assert refusal.value.code == "too_hard"
        assert worker.pid is None


def test_only_plain_values_of_heeds_own_are_opened() -> None:
    plain = {"kinds": {BlockKind.PARAGRAPH}, "still": frozenset({1}), "bounds": Bounds(files=3)}
    assert process._Careful(__import__("io").BytesIO(pickle.dumps(plain))).load() == plain


def test_what_a_forked_process_inherited_is_not_ended_by_it() -> None:
    with Worker() as worker:
        worker.call("math.sqrt", 9)
        process._end(worker, os.getpid() + 1)
        assert worker.pid is not None
        process._end(worker, os.getpid())
        assert worker.pid is None


def test_how_confined_it_is_can_be_asked() -> None:
    found = process.how_confined()
    assert set(found) == {"memory", "network", "files"}
    assert found["memory"] is True
