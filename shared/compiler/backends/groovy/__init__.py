"""The Groovy back end: the connector model becomes the scripts the framework evaluates."""
