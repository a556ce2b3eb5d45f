"""The report back end: what was generated and what was left out, for programs."""
