"""Every setting that the environment can give is described, and nothing that is described is gone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

HOUSE = Path(settings.HOUSE)
PAGE = HOUSE / "docs" / "reference" / "settings.md"


def read_by_settings() -> set[str]:
    tree = ast.parse((HOUSE / "src/heed/config/settings.py").read_text(encoding="utf-8"))
    return {
        f"HEED_{call.args[0].value}"
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_setting_is_described_once() -> None:
    described = re.findall(r"^\| `(HEED_\w+)` \| \S.* \| \S.* \|$", PAGE.read_text(encoding="utf-8"), re.M)
    assert described == sorted(described)
    assert set(described) == read_by_settings()


def test_nothing_else_reads_the_environment() -> None:
    """Settings have one door; the command line and the reading process only pass them on."""
    allowed = {"config/settings.py", "config/wsgi.py", "cli/serve.py", "kit/reading/process.py"}
    allowed |= {"platform/safekeeping/drill.py"}
    readers = {
        str(file.relative_to(HOUSE / "src/heed"))
        for file in (HOUSE / "src/heed").rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)\b", file.read_text(encoding="utf-8"))
    }
    theirs = {
        "kit/reading/rules.py",
        "kit/reading/ocr.py",
        "platform/ui/build.py",
        "__init__.py",
    }  # NumPy's, the last
    assert readers <= allowed | theirs


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_COOKIE_HTTPONLY", True),
        ("CSRF_COOKIE_HTTPONLY", True),
        ("SESSION_COOKIE_SAMESITE", "Lax"),
        ("X_FRAME_OPTIONS", "DENY"),
        ("SECURE_CONTENT_TYPE_NOSNIFF", True),
        ("DEBUG", False),
    ],
)
def test_what_protects_people_is_on_by_default(name: str, value: object) -> None:
    assert getattr(settings, name) == value
