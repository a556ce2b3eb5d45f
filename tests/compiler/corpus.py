"""Everything the front ends read, in small invented documents: what one application publishes, by a name for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from shared.compiler.pipeline import Document
from tests.compiler.sql.scripts import SCRIPTS
from tests.compiler.traps import cases
from tests.unit.reading.samples import docx, pdf

_EXAMPLE: Final = Path(__file__).parents[2] / "events" / "example" / "openapi.yaml"
_PRINTED: Final = ("Users", "GET /users", "Response", '[{"id": 1, "login": "ada"}]')


def _alone(name: str, data: bytes) -> tuple[Document, ...]:
    return (Document(name=name, data=data),)


CORPUS: Final[Mapping[str, tuple[Document, ...]]] = MappingProxyType(
    {name: cases.documents(name) for name in cases.NAMES}
    | {f"sql_{product}": _alone("schema.sql", script.encode()) for product, script in SCRIPTS.items()}
    | {
        "example": _alone("openapi.yaml", _EXAMPLE.read_bytes()),
        "printed": _alone("reference.pdf", pdf("\n".join(_PRINTED), packed=True)),
        "word": _alone("reference.docx", docx()),
    }
)
