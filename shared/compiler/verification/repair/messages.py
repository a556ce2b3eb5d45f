"""What the framework says when it rejects a script, and which of our rules that can mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_QUOTED: Final = re.compile(r"['\"`]([^'\"`]{1,80})['\"`]")

_KNOWN: Final[tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = tuple(
    (re.compile(expression, re.IGNORECASE), codes)
    for expression, codes in (
        (r"unknown json schema type", ("LOD020",)),
        (r"attribute type .{0,200}not supported|unsupported override type", ("LOD029", "LOD021", "LOD026")),
        (r"missing ?connid type|missing connid type definition", ("LOD022",)),
        (r"no such built-in connid attribute|connidattribute", ("LOD023", "LOD072")),
        (r"multiple declarations", ("LOD024", "LOD025")),
        (r"attributeinfo.{0,200}already exists|duplicate.{0,40}attribute", ("LOD025",)),
        (r"guardedstring|__password__", ("LOD026",)),
        (r"returned ?by ?default", ("LOD027",)),
        (r"multiple (default endpoints|emptyfilter handlers)|empty ?filter", ("LOD030", "LOD033")),
        (r"no such object ?class", ("LOD034", "LOD073")),
        (r"attribute .{0,120}not found|unknown attribute", ("LOD035", "LOD072")),
        (r"missing implementation of body", ("LOD036",)),
        (r"is emulated", ("LOD028",)),
        (r"multiple .{0,20}manifest", ("LOD040",)),
        (r"connector object not present", ("LOD041",)),
        (r"resource not found", ("LOD042", "LOD043")),
        (r"(expected|declare) exactly one", ("LOD046",)),
        (r"unknown key|unrecognized field", ("LOD045",)),
        (r"missing method\b", ("LOD047",)),
        (
            r"multiplecompilationerrors|compilation|unexpected (token|input|character)|startup failed",
            ("LOD001", "LOD013"),
        ),
        (r"missingmethod|no signature of method", ("LOD010", "LOD011", "LOD013", "LOD014", "LOD031", "LOD032")),
        (r"missingproperty|no such property", ("LOD011", "LOD010")),
        (r"unsupportedoperation|not implemented|not supported yet", ("LOD014", "LOD031", "LOD032", "LOD036")),
        (r"nullpointer|\bnull\b", ("LOD033", "LOD034", "LOD035", "LOD028", "LOD031", "LOD047")),
        (r"illegalargument", ("LOD020", "LOD023", "LOD024", "LOD034", "LOD032")),
        (r"illegalstate", ("LOD030", "LOD028")),
        (r"configurationexception", ("LOD040", "LOD041", "LOD042")),
    )
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One message: the rules it can mean, most telling first, and the words it quotes."""

    message: str
    codes: tuple[str, ...]
    words: frozenset[str]


def complaint(message: str) -> Complaint:
    """Return what `message` complains of; without codes when it is not known."""
    found = (code for expression, codes in _KNOWN if expression.search(message) for code in codes)
    named = re.findall(r"(?:method|property|type|class|attribute|input):? ([\w.$]{1,80})", message)
    words = frozenset((*_QUOTED.findall(message), *(part for name in named for part in name.split("."))))
    return Complaint(message, tuple(dict.fromkeys(found)), words)
