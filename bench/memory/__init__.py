"""How well, and how fast, Heed says that something was recommended before."""
