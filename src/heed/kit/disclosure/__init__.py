"""What should not leave: names of people in a text that is to be read elsewhere. An aid to a person, never proof."""

from heed.kit.disclosure.naming import Named, Names, load_names

__all__ = ["Named", "Names", "load_names"]
