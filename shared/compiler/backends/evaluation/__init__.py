"""The model as the short JSON that measurements compare."""

from shared.compiler.backends.evaluation.lower import lower

__all__ = ["lower"]
