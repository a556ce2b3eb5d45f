"""Tasks of the discovery state machine."""
