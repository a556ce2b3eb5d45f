"""Exports of a connector in development mode: what the running system says about itself."""

from shared.compiler.frontends.conndev.document import read

__all__ = ["read"]
