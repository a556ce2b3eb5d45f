"""HTTP routes of the sessions."""
