"""Merging values."""
