"""The limited process may read this repository too, where a test brings a function of its own."""

from pathlib import Path

from heed.kit.reading import process

process.READABLE_TOO[:] = [str(Path(__file__).resolve().parents[3])]
