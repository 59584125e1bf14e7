"""A register ten years deep over forty areas, filled in a minute, and how long its pages and downloads take.

`fill` makes a few documents' records by the operations that people use, then multiplies their rows inside the
database; `ask` names the pages and measures them; `takings` takes 50,000 rows away in a process of its own.
`one` does each step on the database that the surroundings name; `bench/registers.py` runs them on both databases.
"""
