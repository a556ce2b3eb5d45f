"""Stand-ins for what lies outside: clock, identifiers, the web."""
