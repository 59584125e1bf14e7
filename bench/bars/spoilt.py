"""Sound documents spoilt in many ways, and hostile ones: what a careless or a malicious person might send."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from tests.kit.reading.hostile import a_pdf, a_stream, a_word_file, a_workbook, hostile_files, zipped

Spoil = Callable[[bytes, random.Random], bytes]

PAGE = b"<html><body><h1>Review</h1><p>Recommendation 1: The Board should act.</p></body></html>"
TEXT = "Review\n\nRecommendation 1: The Board should hold core groups “on time” – always.\n".encode()


def sound() -> dict[str, bytes]:
    """One of each kind that Heed takes."""
    return {
        "pdf": a_pdf(a_stream(b"0 0 m", b"/Type /XObject")),
        "docx": a_word_file(),
        "xlsx": a_workbook(),
        "html": PAGE,
        "txt": TEXT,
    }


def _flip(data: bytes, luck: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(luck.choice((1, 3, 20, 80))):
        spoilt[luck.randrange(len(spoilt))] = luck.randrange(256)
    return bytes(spoilt)


def _cut(data: bytes, luck: random.Random) -> bytes:
    return data[: luck.randrange(1, len(data))]


def _stutter(data: bytes, luck: random.Random) -> bytes:
    at = luck.randrange(len(data))
    return data[:at] + data[max(0, at - 200) : at] * luck.randrange(1, 50) + data[at:]


def _lose(data: bytes, luck: random.Random) -> bytes:
    at = luck.randrange(len(data))
    return data[:at] + data[at + luck.randrange(1, 200) :]


def _swap(data: bytes, luck: random.Random) -> bytes:
    at = luck.randrange(1, len(data))
    return data[at:] + data[:at]


def _join(data: bytes, luck: random.Random) -> bytes:
    return data + luck.choice(list(sound().values()))


def _pad(data: bytes, luck: random.Random) -> bytes:
    return bytes(luck.randrange(1, 3_000)) + data + bytes(luck.randrange(1, 3_000))


WAYS: dict[str, Spoil] = {
    "flipped": _flip,
    "cut": _cut,
    "stuttering": _stutter,
    "with a hole": _lose,
    "turned": _swap,
    "joined": _join,
    "padded": _pad,
}


def _wrong_place(data: bytes, luck: random.Random) -> bytes:
    return data.replace(b"startxref\n", b"startxref\n%d" % luck.randrange(10**9))


def _other(number: int) -> Spoil:
    """Whole files made by chance."""

    def make(_: bytes, luck: random.Random) -> bytes:
        match number:
            case 0:
                return luck.randbytes(luck.randrange(1, 5_000))
            case 1:
                return TEXT.decode().encode(luck.choice(("utf-16", "utf-32", "utf-16-le"))) + luck.randbytes(
                    3
                )
            case 2:
                return b"\xff\xfe" + luck.randbytes(501)
            case 3:
                return b"<html>" + b"<div>" * luck.randrange(1_000, 60_000)
            case 4:
                return b"<p " + b"a=1 " * luck.randrange(1_000, 60_000)
            case 5:
                return b"\xe2\x80" * luck.randrange(1, 9_000)
            case 6:
                return zipped({"[Content_Types].xml": luck.randbytes(300), "word/document.xml": b"<"})
            case 7:
                return a_word_file(body=b"<w:tbl>" * luck.randrange(1, 3_000))
        return b" " * luck.randrange(1, 9_000)

    return make


def _hostile(_: bytes, luck: random.Random) -> bytes:
    return luck.choice(_HOSTILE)


_HOSTILE = [data for name, data in hostile_files() if len(data) < 2_000_000]


def families() -> dict[str, tuple[str, Spoil]]:
    """At least 40 ways to spoil a file: name to the kind it begins from and what is done."""
    found = {f"{kind} {way}": (kind, spoil) for kind in sound() for way, spoil in WAYS.items()}
    found |= {f"chance {number}": ("txt", _other(number)) for number in range(9)}
    found["pdf pointing nowhere"] = ("pdf", _wrong_place)
    found["hostile"] = ("txt", _hostile)
    return found


def each_spoilt(how_many: int, *, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """So many spoilt files: family, a name's ending, bytes; every family in turn."""
    luck, known, whole = random.Random(seed), list(families().items()), sound()
    for number in range(how_many):
        family, (kind, spoil) = known[number % len(known)]
        yield family, kind, spoil(whole[kind], luck)


NAMES: tuple[bytes, ...] = (
    b"../../../etc/passwd", b"..\\..\\windows\\win.ini", b"CON", b"a" * 4_000 + b".pdf", b"", b".", b"..",
    "\u202efdp.exe".encode(), b"a\x00b.pdf", b"\xff\xfe\xfa.docx", b"%2e%2e%2f.pdf", b"a;b=c.pdf", b"<script>.html",
    "résumé “x”.docx".encode(), b"a\tb\x0bc.txt", b"C:\\a\\b.pdf", b"nul.pdf", b"-rf.pdf", b"|id.txt",
)  # fmt: skip
"""Names that have led programs astray."""
