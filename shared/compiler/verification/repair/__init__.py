"""Mend scripts the framework rejected: the offending construct is replaced or removed, the rest stays byte for byte."""
