"""Relational databases: data definitions in SQL (ISO/IEC 9075), and tables described in JSON."""

from shared.compiler.frontends.sql.document import read, read_script

__all__ = ["read", "read_script"]
