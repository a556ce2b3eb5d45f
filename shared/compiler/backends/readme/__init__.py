"""The readme back end: what an administrator has to set, and what to know, in Markdown."""
