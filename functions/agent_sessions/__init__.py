"""HTTP routes of the agent-session dialect; none exists yet."""
