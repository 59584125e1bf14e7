"""Reliability bars: each asks one hard question of Heed and answers with a figure. `make bars` runs them.

A bar is a module `bar_NN.py` with three names: `TITLE`, what must hold in one sentence; `DATABASES`, what it runs
on (`BOTH`, `SQLITE`, or `NEITHER` where no database is asked); and `run(size)`, which returns an `Outcome`. With
`ONE_SIZE = True` it counts the same at either size, so that one run answers for both.
Each runs in a process of its own with a data folder of its own, and, on PostgreSQL, with a server of its own
(`HEED_DATABASE`), so that a bar may kill, fill and spoil what it likes.
"""
