"""The YAML back end: operation and authentication scripts as the framework's declarative documents."""
