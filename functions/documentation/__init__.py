"""HTTP routes of a session's documents."""
