"""HTTP routes of agent sessions, in both dialects."""
