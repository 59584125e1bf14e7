"""What the memory keeps: a module for each thing."""

from heed.memory.models.remembered import Remembered

__all__ = ["Remembered"]
