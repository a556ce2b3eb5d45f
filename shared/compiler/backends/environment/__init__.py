"""The environment back end: what it takes to build, configure and test a connector."""
