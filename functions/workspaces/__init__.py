"""HTTP routes of the workspace dialect: sessions that are forked, saved, compared, restored and shared."""
