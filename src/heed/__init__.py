"""Heed: from a safeguarding review to proof that practice changed."""

import os

__version__ = "0.1.0"

# Before anything brings NumPy in: its threads wait for one another busily, so that on a machine with other work two
# of them take forty times as long as one. Heed has several processes instead.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
