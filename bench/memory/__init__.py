"""How well and how fast the memory works. As in Heed itself (`heed/__init__.py`), NumPy has one thread."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
