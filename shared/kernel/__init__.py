"""Vocabulary every layer may use: identifiers, errors, diagnostics, hashes. Standard library only."""
