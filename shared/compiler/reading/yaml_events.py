"""YAML 1.2 to plain values over libyaml's events: iterative, bounded, and faster than PyYAML's own loaders."""

from __future__ import annotations

from typing import Any, Final

from yaml import events
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # compiled, missing in the stubs
from yaml.error import MarkedYAMLError, YAMLError

from shared.compiler.reading import codes
from shared.compiler.reading.unreadable import MAX_DEPTH, Unreadable
from shared.compiler.reading.yaml_scalars import FIRST_CHARACTERS, resolve
from shared.kernel.diagnostics import Diagnostic, Location, Severity

MAX_NODES: Final = 8_000_000
"""Nodes after every alias was counted as often as it is used: a small file must not stand for a huge value."""
MAX_DUPLICATES: Final = 20
_NO_KEY: Final = object()


def load(text: bytes, name: str) -> tuple[object, tuple[Diagnostic, ...]]:
    """
    Return the first YAML document in `text`, and findings about duplicate keys and further documents.

    Keys are always text. Aliased containers are shared, not copied. Dates, `yes` and `on` stay text (YAML 1.2, core
    schema, section 10.3).

    Raises:
        Unreadable: the text is no YAML, or beyond a limit.
    """
    builder = _Builder(name)
    try:
        return builder.read(CParser(text))
    except MarkedYAMLError as error:
        place = _line(error.problem_mark or error.context_mark)
        message = f"it is broken YAML at {place}: {error.problem or error.context}"
        raise Unreadable(message, place) from None
    except (YAMLError, UnicodeDecodeError) as error:
        message = f"it is broken YAML: {str(error).splitlines()[0]}"
        raise Unreadable(message) from None


def _line(mark: Any) -> str:  # noqa: ANN401 - libyaml's mark has no public type
    return f"line {mark.line + 1}" if mark else "line 1"


class _Frame:
    """A container being filled; `size` counts its nodes, aliases expanded."""

    __slots__ = ("anchor", "key", "mapping", "merges", "sequence", "size")

    def __init__(self, mapping: dict[str, Any] | None, sequence: list[Any], anchor: str | None) -> None:
        self.mapping = mapping
        self.sequence = sequence
        self.anchor = anchor
        self.key: Any = _NO_KEY
        self.merges: list[Any] | None = None
        self.size = 1


class _Builder:
    """One run over the events of one document."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root = _Frame(None, [], None)
        self.frame = self.root
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.nodes = 0
        self.findings: list[Diagnostic] = []
        self.event: Any = None

    def read(self, parser: Any) -> tuple[object, tuple[Diagnostic, ...]]:  # noqa: ANN401 - untyped extension type
        handlers = {
            events.ScalarEvent: self._scalar,
            events.MappingStartEvent: self._start_mapping,
            events.SequenceStartEvent: self._start_sequence,
            events.MappingEndEvent: self._end,
            events.SequenceEndEvent: self._end,
            events.AliasEvent: self._alias,
        }
        next_event = parser.get_event
        while type(event := next_event()) is not events.DocumentEndEvent:
            if event is None:
                break
            self.event = event
            if handler := handlers.get(type(event)):
                handler(event)
        self._look_further(next_event() if event is not None else None)
        return (self.root.sequence[0] if self.root.sequence else None), tuple(self.findings)

    def _look_further(self, event: object) -> None:
        if isinstance(event, events.DocumentStartEvent):
            at = Location(self.name, _line(event.start_mark))
            message = "the file holds several YAML documents and only the first was read"
            self.findings.append(codes.finding(codes.DOC_MORE_THAN_ONE, Severity.WARNING, message, at))

    def _scalar(self, event: Any) -> None:  # noqa: ANN401
        text = event.value
        frame = self.frame
        if frame.key is _NO_KEY and frame.mapping is not None:
            # `<<` only merges when it stands there unquoted (YAML merge key, 2005).
            frame.key = _MERGE if text == "<<" and event.implicit[0] else text
            if event.anchor:
                self.anchors[event.anchor] = (text, 1)
            return
        value = resolve(text) if event.implicit[0] and text[:1] in FIRST_CHARACTERS else text
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        self._add(value, 1)

    def _start_mapping(self, event: Any) -> None:  # noqa: ANN401
        self._push(_Frame({}, [], event.anchor))

    def _start_sequence(self, event: Any) -> None:  # noqa: ANN401
        self._push(_Frame(None, [], event.anchor))

    def _push(self, frame: _Frame) -> None:
        if self.frame.mapping is not None and self.frame.key is _NO_KEY:
            self._fail("a mapping or list is used as a key")
        if len(self.stack) >= MAX_DEPTH:
            self._fail(f"it is nested deeper than {MAX_DEPTH} levels")
        self.stack.append(self.frame)
        self.frame = frame

    def _end(self, _event: object) -> None:
        done = self.frame
        self.frame = self.stack.pop()
        if done.merges is not None:
            self._merge(done, done.merges)
        value: Any = done.sequence if done.mapping is None else done.mapping
        if done.anchor:
            self.anchors[done.anchor] = (value, done.size)
        self._add(value, done.size)

    def _alias(self, event: Any) -> None:  # noqa: ANN401
        if event.anchor not in self.anchors:
            self._fail(f"the alias {event.anchor!r} stands for nothing, or for something it is part of")
        value, size = self.anchors[event.anchor]
        if self.frame.mapping is not None and self.frame.key is _NO_KEY:
            self.frame.key = str(value)
            return
        self.nodes += size
        self._add(value, size)

    def _add(self, value: object, size: int) -> None:
        frame = self.frame
        frame.size += size
        self.nodes += 1
        if frame.size > MAX_NODES or self.nodes > MAX_NODES:
            self._fail(f"its aliases stand for more than {MAX_NODES} values")
        if frame.mapping is None:
            frame.sequence.append(value)
            return
        key, frame.key = frame.key, _NO_KEY
        if key is _MERGE:
            frame.merges = [*(frame.merges or ()), *(value if isinstance(value, list) else (value,))]
            return
        if key in frame.mapping:
            self._duplicate(key)
        frame.mapping[key] = value

    def _duplicate(self, key: str) -> None:
        if len(self.findings) < MAX_DUPLICATES:
            message = f"the key {key[:80]!r} is given twice; the last value counts"
            at = Location(self.name, _line(self.event.start_mark))
            self.findings.append(codes.finding(codes.DOC_DUPLICATE_KEY, Severity.WARNING, message, at))

    def _merge(self, done: _Frame, merges: list[Any]) -> None:
        merged: dict[str, Any] = {}
        for other in reversed(merges):
            if not isinstance(other, dict):
                self._fail("a merge key (<<) names something that is no mapping")
            self.nodes += len(other)
            merged.update(other)
        own = done.mapping or {}
        done.mapping = {**merged, **own}

    def _fail(self, message: str) -> None:
        place = _line(self.event.start_mark)
        raise Unreadable(f"{message} ({place})", place)  # noqa: EM102, TRY003


_MERGE: Final = object()
