"""The conformance run: a connector's scripts at work against an application simulated from its documents."""
