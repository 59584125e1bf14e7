"""One bar, on one database, in this process: `python -m bench.bars.one NUMBER SIZE ANSWER`."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from bench.bars.types import Size


def main(number: str, size: str, answer: str) -> None:
    logging.disable(logging.WARNING)
    outcome = import_module(f"bench.bars.bar_{int(number):02d}").run(Size(size))
    Path(answer).write_text(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main(*sys.argv[1:])
