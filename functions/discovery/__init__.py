"""HTTP routes of discovery; none exists yet."""
