"""One package per source format; each reads one document into a fragment of the model."""
