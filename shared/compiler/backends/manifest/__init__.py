"""The manifest back end: which scripts the framework evaluates, in which phase and order."""
