"""Tasks of the scrape state machine."""
