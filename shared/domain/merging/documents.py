"""Documents, merged chunk by chunk where all three were cut in the same way, and as a whole otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from shared.domain.merging.deciding import Answer, Deciding
from shared.domain.merging.fields import Fields, Place, choices_of, kind_of
from shared.domain.merging.outcome import Conflict
from shared.domain.merging.paths import escaped
from shared.domain.merging.sameness import same
from shared.domain.merging.values import MISSING, Chunk, Document, Sides, Value
from shared.kernel.hashing import Json


@dataclass(frozen=True, slots=True)
class Documents:
    """Merge documents; `unit` is what counts as one."""

    deciding: Deciding
    fields: Fields
    unit: Literal["chunk", "document"] = "chunk"

    def merged(self, document_id: str, sides: Sides) -> Value:
        """Return the outcome of a document."""
        ours, theirs = sides.ours, sides.theirs
        if self.unit == "document" or not isinstance(ours, Document) or not isinstance(theirs, Document):
            return self._whole(document_id, sides)
        base = Document(ours.version) if sides.base is MISSING else sides.base
        if not isinstance(base, Document) or not base.version == ours.version == theirs.version:
            return self._whole(document_id, sides)
        return self._by_chunk(document_id, sides, base, ours, theirs)

    def _whole(self, document_id: str, sides: Sides) -> Value:
        match self.deciding.clean(sides, alike):
            case "ours":
                return sides.ours
            case "theirs":
                return sides.theirs
        conflict = _conflict(sides, document_id, f"docs:/@{escaped(document_id)}")
        return self.deciding.settled(replace(conflict, choices=choices_of(sides, "value")), Answer.value)

    def _by_chunk(self, document_id: str, sides: Sides, base: Document, ours: Document, theirs: Document) -> Document:
        place = Place(document_id, f"docs:/@{escaped(document_id)}")
        fields = self.fields.members(Sides({**base.fields}, {**ours.fields}, {**theirs.fields}), place, fixed=True)
        merge = partial(self._chunk, document_id)
        found = {name: merge(name, _sides(name, base, ours, theirs)) for name in _order(ours, theirs)}
        if alike(sides.base, ours):
            return theirs
        if alike(sides.base, theirs):
            return ours
        return Document(
            ours.version, fields, {name: chunk for name, chunk in found.items() if isinstance(chunk, Chunk)}
        )

    def _chunk(self, document_id: str, chunk_id: str, sides: Sides) -> Value:
        ours, theirs = sides.ours, sides.theirs
        if isinstance(ours, Chunk) and isinstance(theirs, Chunk):
            return self._by_field(Place(document_id, f"docs:/{escaped(chunk_id)}"), sides, ours, theirs)
        match self.deciding.clean(sides, alike):
            case "ours":
                return ours
            case "theirs":
                return theirs
        present = ours if isinstance(ours, Chunk) else theirs
        conflict = _conflict(sides, document_id, f"docs:/{escaped(chunk_id)}")
        return self.deciding.settled(conflict, lambda answer: _filled(present, answer))

    def _by_field(self, place: Place, sides: Sides, ours: Chunk, theirs: Chunk) -> Chunk:
        base = sides.base if isinstance(sides.base, Chunk) else None
        texts = Sides(MISSING if base is None else base.content, ours.content, theirs.content)
        content = self._content(place.within("content"), texts)
        before: dict[str, Json] = {} if base is None else {**base.fields}
        fields = self.fields.members(Sides(before, {**ours.fields}, {**theirs.fields}), place, fixed=True)
        return Chunk(content, fields)

    def _content(self, place: Place, sides: Sides) -> str:
        match self.deciding.clean(sides):
            case "ours":
                return str(sides.ours)
            case "theirs":
                return str(sides.theirs)
        conflict = replace(_conflict(sides, place.unit, place.path), choices=choices_of(sides, "delete"))
        return str(self.deciding.settled(conflict, Answer.content))


def alike(one: Value, other: Value) -> bool:
    """Return whether two documents or chunks are the same, the order of chunks included."""
    return same(_plain(one), _plain(other))


def _plain(value: Value) -> Value:
    match value:
        case Document():
            chunks: list[Json] = [[name, *_parts(chunk)] for name, chunk in value.chunks.items()]
            return [value.version, {**value.fields}, chunks]
        case Chunk():
            return _parts(value)
        case _:
            return value


def _parts(chunk: Chunk) -> list[Json]:
    return [chunk.content, {**chunk.fields}]


def _sides(chunk_id: str, *documents: Document) -> Sides:
    base, ours, theirs = (each.chunks.get(chunk_id, MISSING) for each in documents)
    return Sides(base, ours, theirs)


def _order(ours: Document, theirs: Document) -> list[str]:
    """Return the ids of all chunks: ours, each of the others after the one that it follows in theirs."""
    followers: dict[str, list[str]] = {}
    anchor = ""
    for chunk_id in theirs.chunks:
        if chunk_id in ours.chunks:
            anchor = chunk_id
        else:
            followers.setdefault(anchor, []).append(chunk_id)
    order = followers.get("", [])[:]
    for chunk_id in ours.chunks:
        order += [chunk_id, *followers.get(chunk_id, ())]
    return order


def _conflict(sides: Sides, document_id: str, path: str) -> Conflict:
    return Conflict(
        path=path,
        zone="docs",
        unit=document_id,
        kind=kind_of(sides),
        base=sides.base,
        ours=sides.ours,
        theirs=sides.theirs,
        choices=choices_of(sides),
    )


def _filled(present: Value, answer: Answer) -> Value:
    """Return the chunk that one side still has, with the text that was given."""
    fields = present.fields if isinstance(present, Chunk) else {}
    return Chunk(answer.content(), fields)
