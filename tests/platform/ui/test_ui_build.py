from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command

from heed.platform.ui import build as made


def addresses_in(css: str) -> list[str]:
    return [each.strip("\"'") for each in re.findall(r"url\(([^)]+)\)", css)]


def test_the_style_sheet_has_our_type_and_neither_crown_nor_the_government_typeface(front_end: Path) -> None:
    css = (front_end / "heed" / "heed.css").read_text()
    assert "Atkinson Hyperlegible Next Variable" in css
    assert "GDS Transport" not in css
    assert "crest" not in css
    assert "crown" not in css


def test_every_address_in_the_style_sheet_is_relative_and_there(front_end: Path) -> None:
    css = (front_end / "heed" / "heed.css").read_text()
    found = [each for each in addresses_in(css) if not each.startswith("data:")]
    assert any(each.endswith(".woff2") for each in found)
    for each in found:
        assert not each.startswith(("/", "http"))
        assert (front_end / "heed" / each).is_file(), each


def test_hashed_names_resolve_in_every_file_that_is_served(
    front_end: Path, settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    sheet = next((tmp_path / "collected" / "heed").glob("heed.????????????.css"))
    for each in addresses_in(sheet.read_text()):
        assert each.startswith("data:") or re.search(r"\.[0-9a-f]{12}\.", each), each


def test_building_again_with_nothing_changed_does_nothing(front_end: Path) -> None:
    assert made.build(house=Path(configured.HOUSE), rendered=Path(configured.RENDERED)) is False


def test_a_change_in_a_style_sheet_is_built(
    front_end: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    styles = shutil.copytree(made.STYLES, tmp_path / "styles")
    monkeypatch.setattr(made, "STYLES", styles)
    house, rendered = Path(configured.HOUSE), tmp_path / "rendered"
    assert made.build(house=house, rendered=rendered) is True
    assert made.build(house=house, rendered=rendered) is False
    (styles / "_words.scss").write_text(".only-here { order: 7; }")
    assert made.build(house=house, rendered=rendered) is True
    assert ".only-here" in (rendered / "front-end" / "heed" / "heed.css").read_text()


def test_a_style_sheet_that_does_not_compile_is_told_and_leaves_the_last_one(
    front_end: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    styles = shutil.copytree(made.STYLES, tmp_path / "styles")
    monkeypatch.setattr(made, "STYLES", styles)
    house, rendered = Path(configured.HOUSE), tmp_path / "rendered"
    made.build(house=house, rendered=rendered)
    (styles / "_words.scss").write_text(".broken {")
    with pytest.raises(made.BuildFailed, match="_words.scss"):
        made.build(house=house, rendered=rendered)
    assert (rendered / "front-end" / "heed" / "heed.css").is_file()


def test_without_npm_the_person_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made.shutil, "which", lambda *_, **__: None)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(Path(configured.HOUSE) / name, tmp_path / name)
    with pytest.raises(made.BuildFailed, match="Install Node.js"):
        made.build(house=tmp_path, rendered=tmp_path / "rendered")


def test_the_lock_names_no_registry() -> None:
    lock = (Path(configured.HOUSE) / "package-lock.json").read_text()
    assert '"integrity"' in lock
    assert '"resolved"' not in lock
