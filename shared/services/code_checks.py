"""Whether code files can be used: scripts as the framework would load them, other files as what their names say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shared.compiler.reading.documents import Document, load
from shared.compiler.verification.load.check import check_script
from shared.compiler.writing.script_paths import Names, script_of, stem_of
from shared.kernel.diagnostics import Severity

_DATA: Final = (".json", ".yaml", ".yml")
_NOBODY: Final = Names({}, {})


def problems(path: str, text: str) -> Iterator[tuple[str, str]]:
    """
    Yield what is wrong with a file, a code and a sentence each.

    A script that the connector's wizard would name so must pass the load check by itself, since what others declare may
    still be missing; a file in JSON or YAML must be readable. Of other files nothing is known.
    """
    if not text.strip():
        return
    script = script_of(path, text, _NOBODY)
    if script is not None:
        found = check_script(text, script.phase, stem_of(path))
    elif path.endswith(_DATA):
        found = load(Document(name=path, data=text.encode("utf-8", "surrogatepass"))).findings
    else:
        return
    yield from ((each.code, f"{each.at.pointer}: {each.message}") for each in found if each.severity is Severity.ERROR)
