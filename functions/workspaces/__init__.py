"""HTTP routes of the workspace dialect; none exists yet."""
