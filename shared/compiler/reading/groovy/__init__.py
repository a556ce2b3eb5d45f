"""Groovy scripts as the framework reads them: text in, a tree with places out."""
