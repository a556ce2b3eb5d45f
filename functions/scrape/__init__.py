"""HTTP routes of the scrape stage."""
