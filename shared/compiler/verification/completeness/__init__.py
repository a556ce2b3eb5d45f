"""Completeness: what the documents describe and the connector does not offer, and why."""
