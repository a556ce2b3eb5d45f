"""The command line and the embedded host."""
