"""Every address, asked in every way, answers with the same protecting headers; files are saved, never opened."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.bars.types import SQLITE, Outcome, Size

TITLE = "Every answer carries the same protecting headers, files come to be saved, and the deployment check is clean."
DATABASES = SQLITE
ONE_SIZE = True
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
EXPECTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store, private",
}
OF_FILES = {**EXPECTED, "Content-Security-Policy": "sandbox; default-src 'none'"}
"""A stored file is held more strictly still: whatever a browser makes of it, nothing in it runs."""
FOR_EVERYBODY = {"Cache-Control": "public, no-cache"}
"""What the public library shows is the same for everybody, and a cache asks each time whether it still stands."""
LEAST_ANSWERS, LEAST_SHOWN, LEAST_FILES = 1_000, 30, 3
"""Fewer than these, and nothing much was asked."""


def run(size: Size) -> Outcome:
    os.environ["HEED_HTTPS"] = "true"
    from bench.bars.house import house

    with house() as cast:
        from django.conf import settings

        settings.SECURE_SSL_REDIRECT = False  # the test client speaks to Heed itself, behind the proxy
        answers, shown, wrong = _headers(cast)
        files, opened = _files(cast)
    warnings = _deployment()
    figure = (
        f"{answers:,} answers of every address in 8 ways ({shown} pages shown), {len(wrong)} without the exact "
        f"headers; {files} stored files, {len(opened)} not to be saved under a made name; "
        f"deployment check: {warnings} warnings; known vulnerabilities: not asked, as no list can be had here"
    )
    for each in [*wrong, *opened][:10]:
        sys.stderr.write(f"{each}\n")
    enough = answers >= LEAST_ANSWERS and shown >= LEAST_SHOWN and files >= LEAST_FILES
    return Outcome(enough and not wrong and not opened and warnings == 0, figure)


def _headers(cast: Any) -> tuple[int, int, list[str]]:
    from django.test import Client

    from tests.cast import client_of

    answers, shown, wrong = 0, 0, []
    for who, client in (("a visitor", Client()), ("the manager", client_of(cast.manager))):
        client.raise_request_exception = False
        for path in (*_paths(), *(_linked(client) if who != "a visitor" else ())):
            for method in METHODS:
                if path.startswith("/sign-out") and method == "POST":
                    continue
                answer = client.generic(method, path, secure=True)
                answers += 1
                shown += method == "GET" and answer.status_code == 200
                wanted = OF_FILES if "attachment" in answer.get("Content-Disposition", "") else EXPECTED
                if answer.status_code == 200 and is_open(path):
                    wanted = {**wanted, **FOR_EVERYBODY}
                for name, value in wanted.items():
                    if _parts(answer.get(name)) != _parts(value):
                        wrong.append(f"{who}: {method} {path}: {name} is {answer.get(name)!r}")
                answer.close()
    return answers, shown, wrong


def is_open(path: str) -> bool:
    """Whether this is a page of the public library, which answers everybody alike."""
    from django.urls import Resolver404, resolve

    try:
        return bool(getattr(resolve(path.partition("?")[0]).func, "is_open", False))
    except Resolver404:
        return False


def _parts(value: str | None) -> set[str]:
    """A header's directives, in whatever order."""
    return {each.strip() for each in (value or "").split(";")}


def _paths() -> Iterator[str]:
    """Every address that the resolver knows, with references that nothing has."""
    from tests.house_rules.permission_table import every_address

    for pattern in every_address().values():
        yield "/" + re.sub(
            r"<int:\w+>", "1", re.sub(r"<slug:\w+>|<str:\w+>", "zzzzzzzzzzzz", pattern)
        ).lstrip("^")
    yield "/no/such/page/"


def _linked(client: Any) -> list[str]:
    """Pages of real records: whatever the lists link to."""
    found: dict[str, None] = {}
    for start in ("/", "/library/", "/reviews/", "/recommendations/", "/actions/", "/agencies/", "/people/"):
        page = client.get(start, secure=True).content.decode()
        found.update(dict.fromkeys(re.findall(r'href="(/[a-z-]+/[^"#?]*)"', page)))
    return [path for path in found if not path.startswith("/static/")][:60]


def _files(cast: Any) -> tuple[int, list[str]]:
    """Every stored file, taken by somebody who may."""
    from django.urls import reverse

    from heed.library.models import Document
    from heed.platform.files.operations import path_of
    from tests.cast import client_of

    client, wrong, taken = client_of(cast.manager), [], 0
    documents = Document.objects.visible_to(cast.manager).select_related("file")
    for document in documents:
        answer = client.get(reverse("library:file", args=[document.public_id]), secure=True)
        name = re.search(r'filename="([^"]+)"', answer.get("Content-Disposition", ""))
        taken += 1
        made = bool(name and re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9]+)+", name.group(1)))
        if not made or not answer["Content-Disposition"].startswith("attachment"):
            wrong.append(f"{document}: {answer.get('Content-Disposition')}")
        elif b"".join(answer.streaming_content) != path_of(document.file).read_bytes():
            wrong.append(f"{document}: other bytes")
    return taken, wrong


def _deployment() -> int:
    """Warnings of Django's deployment check, with the settings that a partnership has."""
    house = Path(__file__).resolve().parents[2]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HEED_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=house,
        env={
            **kept,
            "HEED_HTTPS": "true",
            "HEED_DATA": os.environ["HEED_DATA"],
            "HEED_HOSTS": "heed.example.org",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    if "no issues" in said and done.returncode == 0:
        return 0
    sys.stderr.write(said)
    return max(1, len(re.findall(r"^\S*: \(", said, re.M)))
