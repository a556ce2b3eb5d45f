"""Addresses of the web: in one spelling each, ranked as documentation, and in the order they are worth fetching."""
