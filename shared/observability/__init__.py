"""The one logger."""
