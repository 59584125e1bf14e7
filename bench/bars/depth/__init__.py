"""How deep the tests reach: what they cover, what they render, and which small faults they notice.

`mutants` makes small faults in functions; `covering` is a pytest plugin that notes which test ran which line and
which template; `killing` is one that tries a mutant in a forked process with the tests that run its line.
"""
