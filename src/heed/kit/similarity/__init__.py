"""How alike texts are."""

from heed.kit.similarity.sketch import likeness, sketch_of

__all__ = ["likeness", "sketch_of"]
