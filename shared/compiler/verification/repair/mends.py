"""One deterministic mend for each broken rule that has one; None where only a person can tell what was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from shared.compiler.reading.groovy.tree import Call, Literal, Name, Part
from shared.compiler.verification.framework.loading import Violation
from shared.compiler.verification.repair.edits import Edit, indentation, line_after, without_statement
from shared.compiler.verification.repair.operation_mends import (
    first_in_block,
    lists,
    lists_nothing,
    no_empty_filter,
    no_filter,
    no_method,
)

_SPELLINGS: Final = {
    "createable": "creatable",
    "readonly": "",
    "multivalued": "multiValued",
    "multivalue": "multiValued",
    "multiValue": "multiValued",
    "jsontype": "jsonType",
    "openapiformat": "openApiFormat",
    "returnbydefault": "returnedByDefault",
    "returnedbydefault": "returnedByDefault",
    "singleresult": "singleResult",
    "emptyfiltersupported": "emptyFilterSupported",
    "supportedattributes": "supportedAttributes",
}
_TYPES: Final = {
    "int": "integer", "long": "integer", "int32": "integer", "int64": "integer", "bigint": "integer",
    "str": "string", "text": "string", "array": "string", "date": "string", "datetime": "string", "date-time": "string",
    "uuid": "string", "enum": "string", "bool": "boolean", "float": "number", "double": "number", "decimal": "number",
}  # fmt: skip
_FORMATS: Final = {"number": "double", "binary": "byte"}
Mend = Callable[[str, Violation], Edit | None]


def mends_of(violation: Violation, text: str) -> Iterator[Edit]:
    """Yield the changes of `text`, the violated script, that may mend `violation`, the likeliest first."""
    for mend in _MENDS.get(violation.code, ()):
        edit = mend(text, violation)
        if edit is not None:
            yield edit


def _remove(text: str, violation: Violation) -> Edit:
    return without_statement(text, violation.place.part)


def _unknown_call(text: str, violation: Violation) -> Edit | None:
    part = violation.place.part
    spelled = _SPELLINGS.get(violation.subject.lower())
    if spelled and isinstance(part, Call):
        return Edit(part.name_at, part.name_at + len(part.name), spelled)
    if spelled and isinstance(part, Name):
        return Edit(part.start, part.end, spelled)
    return _remove(text, violation) if _is_statement(text, part) else None


def _is_statement(text: str, part: Part) -> bool:
    """Return True when `part` begins and ends its lines, so that it can be taken out."""
    before = text[text.rfind("\n", 0, part.start) + 1 : part.start]
    end = text.find("\n", part.end)
    after = text[part.end : len(text) if end < 0 else end]
    return not before.strip() and not after.strip(" \t\r;")


def _flag(_text: str, violation: Violation) -> Edit | None:
    part = violation.place.part
    if isinstance(part, Name):
        return Edit(part.end, part.end, " true") if part.name in _FLAGS else None
    if not isinstance(part, Call) or part.name not in _FLAGS:
        return None
    if not part.arguments:
        return Edit(part.start, part.end, f"{part.name} true")
    given = part.arguments[0]
    if isinstance(given, Literal) and str(given.value).lower() in {"true", "false", "1", "0", "yes", "no"}:
        value = "true" if str(given.value).lower() in {"true", "1", "yes"} else "false"
        return Edit(given.start, given.end, value)
    return None


_FLAGS: Final = frozenset(
    {
        "required", "readable", "creatable", "updatable", "updateable", "returnedByDefault", "multiValued", "emulated",
        "embedded", "emptyFilterSupported", "owner", "onlyExplicitlyListed",
    }
)  # fmt: skip


def _json_type(text: str, violation: Violation) -> Edit | None:
    part = violation.place.part
    argument = part.arguments[0] if isinstance(part, Call) and part.arguments else None
    if not isinstance(argument, Literal):
        return None
    folded = violation.subject.lower()
    known = folded if folded in {"string", "integer", "number", "boolean", "binary"} else _TYPES.get(folded)
    if known is None:
        return None
    more = f"\n{indentation(text, part.start)}multiValued true" if folded == "array" else ""
    return Edit(argument.start, part.end, f"{_quoted(text, argument, known)}{text[argument.end : part.end]}{more}")


def _quoted(text: str, literal: Literal, value: str) -> str:
    quote = text[literal.start]
    return f"{quote}{value}{quote}"


def _format(text: str, violation: Violation) -> Edit | None:
    form = _FORMATS.get(violation.subject)
    return line_after(text, violation.place.part, f"openApiFormat '{form}'") if form else None


def _mapping(text: str, violation: Violation) -> Edit | None:
    part = violation.place.part
    special = part.arguments[0] if isinstance(part, Call) and part.arguments else None
    folded = violation.subject.upper().strip("_")
    if isinstance(special, Literal) and folded in {"UID", "NAME"}:
        return Edit(special.start, special.end, _quoted(text, special, folded))
    return _remove(text, violation)


def _guarded(_text: str, violation: Violation) -> Edit | None:
    part = violation.place.part
    return line_after(_text, part, "type org.identityconnectors.common.security.GuardedString")


def _argument(text: str, violation: Violation) -> Edit | None:
    """Return the removal of the one argument that names an unknown attribute; of the call, when it is the only one."""
    part = violation.place.part
    if not isinstance(part, Call):
        return None
    if part.name != "supportedAttributes":
        return _remove(text, violation)
    texts = [it for it in part.arguments if isinstance(it, Literal)]
    at = next((at for at, it in enumerate(texts) if it.value == violation.subject), None)
    if at is None:
        return None
    if len(texts) == 1:
        return _remove(text, violation)
    if at == 0:
        return Edit(texts[0].start, texts[1].start, "")
    return Edit(texts[at - 1].end, texts[at].end, "")


def _new_line(text: str, violation: Violation) -> Edit | None:
    part = violation.place.part
    if not isinstance(part, Call) or part.target is None:
        return None
    gap = text[part.target.end : part.name_at]
    margin = indentation(text, part.start)
    return Edit(part.target.end, part.name_at, f"\n{margin}") if not gap.strip() else None


def _content_type(_text: str, violation: Violation) -> Edit | None:
    part = violation.place.part
    given = part.arguments[0] if isinstance(part, Call) and part.arguments else None
    return Edit(given.start, given.end, "APPLICATION_JSON") if given else None


def _path(text: str, violation: Violation) -> Edit | None:
    part = violation.place.part
    path = next((it for it in part.arguments if isinstance(it, Literal)), None) if isinstance(part, Call) else None
    if path is None or not str(path.value).startswith("/"):
        return None
    return Edit(path.start, path.end, _quoted(text, path, str(path.value).lstrip("/")))


def _placeholder(text: str, violation: Violation) -> Edit | None:
    part = violation.place.part
    path = next((it for it in part.arguments if isinstance(it, Literal)), None) if isinstance(part, Call) else None
    written = str(path.value) if path else ""
    if path is None or written.count("{") != 1 or "fill" not in violation.message or "create" in violation.message:
        return None
    return Edit(path.start, path.end, _quoted(text, path, written.replace(violation.subject, "{id}")))


def _late_name(text: str, violation: Violation) -> Edit | None:
    part = violation.place.part
    start = text.rfind("{", 0, part.start)
    if start < 0:
        return None
    body = text[start + 1 : part.start]
    moved = f"\n{indentation(text, part.start)}{text[part.start : part.end]}{body.rstrip()}"
    return Edit(start + 1, part.end, moved)


def _typed(text: str, violation: Violation) -> Edit | None:
    part = violation.place.part
    return first_in_block(text, part, "connId { type String }") if isinstance(part, Call) else None


_MENDS: Final[dict[str, tuple[Mend, ...]]] = {
    "LOD010": (_unknown_call,),
    "LOD011": (_flag,),
    "LOD013": (_new_line,),
    "LOD014": (no_method,),
    "LOD020": (_json_type,),
    "LOD021": (_format,),
    "LOD022": (_remove,),
    "LOD023": (_mapping,),
    "LOD024": (_remove,),
    "LOD026": (_guarded,),
    "LOD027": (_remove,),
    "LOD028": (_remove,),
    "LOD029": (_typed,),
    "LOD030": (no_empty_filter,),
    "LOD031": (_remove,),
    "LOD032": (no_filter,),
    "LOD033": (lists, lists_nothing),
    "LOD035": (_argument,),
    "LOD036": (_content_type,),
    "LOD063": (_placeholder,),
    "LOD064": (_path,),
    "LOD072": (_remove,),
    "LOD074": (_late_name,),
    "LOD077": (lists,),
}
