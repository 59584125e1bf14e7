"""Chronologies as pages show them."""
