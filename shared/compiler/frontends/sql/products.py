"""Which database product a script was written for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

Product = Literal["postgres", "mysql", "sqlite", "tsql", "oracle"]
_SAMPLE: Final = 1024 * 1024
_MARKS: Final[Mapping[Product, tuple[str, ...]]] = {
    "postgres": (
        r"\b(?:small|big)?serial\b", r"\bjsonb\b", r"\btimestamptz\b", r"\w::\w|'::\w", r"\bcharacter varying\b",
        r"\bowner to\b", r"\bsearch_path\b", r"\bbytea\b", r"\busing btree\b", r"\bnextval\s*\(", r"\w\[\]",
        r"\bcreate (?:extension|domain)\b", r"\bas enum\b", r"\bwith(?:out)? time zone\b", r"\balter table only\b",
        r"\bgen_random_uuid\b", r"\$\$",
    ),
    "mysql": (
        r"`\w", r"\bauto_increment\b", r"\bengine\s*=", r"\bint(?:eger)?(?:\(\d+\))? unsigned\b", r"\btinyint\(1\)",
        r"\b(?:default )?char(?:acter )?set\b", r"\benum\s*\('", r"\bunique key\b", r"\blong(?:text|blob)\b",
        r"\bcomment\s+'", r"\bon update current_timestamp\b", r"/\*!\d",
    ),
    "tsql": (
        r"\[dbo\]|\bdbo\.", r"(?m)^\s*go\s*$", r"\bidentity\s*\(\s*\d", r"\bnvarchar\b", r"\buniqueidentifier\b",
        r"\bdatetime2\b", r"\bdatetimeoffset\b", r"\bclustered\b", r"\bsp_addextendedproperty\b", r"\[\w+\]\s+\[\w+\]",
        r"\bn?varchar\s*\(max\)", r"\b(?:newid|getdate|sysutcdatetime)\s*\(", r"\bwith (?:no)?check add\b",
    ),
    "oracle": (
        r"\bn?varchar2\b", r"\bnumber\s*(?:\(|\b(?=\s*(?:,|not|default|primary|generated)))", r"\bn?clob\b",
        r"\bsys(?:date|timestamp)\b", r"\benable\b", r"\.nextval\b", r"\btablespace\b", r"\bfrom dual\b",
        r"\bbyte\)|\bchar\)", r"(?m)^/\s*$",
    ),
    "sqlite": (
        r"\bautoincrement\b", r"\bpragma\b", r"\bwithout rowid\b", r"\bsqlite_\w+", r"\binteger primary key\b",
        r"\bstrict\s*;", r"\bcollate nocase\b",
        r"\b(?:new|old)\.rowid\b", r"\b(?:date|datetime|strftime)\s*\(\s*'(?:now|%)",
    ),
}  # fmt: skip


def product(script: str) -> Product:
    """Return the product whose peculiarities `script` shows most of; PostgreSQL, nearest to the standard, for none."""
    sample = script[:_SAMPLE].lower()
    marks = {name: sum(re.search(mark, sample) is not None for mark in found) for name, found in _MARKS.items()}
    return max(marks, key=lambda name: marks[name])
