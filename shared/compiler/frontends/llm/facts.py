"""An answer about a passage of prose, read into a fragment: only what the passage literally bears out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from shared.compiler.frontends.llm.passages import Passage
from shared.compiler.frontends.llm.quotes import Quotable
from shared.compiler.model.authentication import Authentication, AuthenticationKind
from shared.compiler.model.fragment import Body, Endpoint, Fragment, Method
from shared.compiler.model.schema import Member, Schema, SchemaKind
from shared.compiler.model.types import JsonType
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Inference, Location, Severity

_PATH: Final = re.compile(r"/[^\s?#]{0,299}")
_KINDS: Final[Mapping[str, SchemaKind]] = {"object": "object", "array": "array", "unknown": "anything"}
_JSON: Final = "application/json"


def fragment(
    reply: Mapping[str, Any], passage: Passage, model: str, wording: str
) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    """
    Return the facts of an answer that fits its schema, each with the model, the wording and the quote behind it.

    A fact whose quote does not occur in the passage, white space aside, is left out and told of.
    """
    reader = _Reader(passage, model, wording)
    endpoints = tuple(reader.endpoints(reply["endpoints"]))
    schemas = reader.schemas(reply["attributes"])
    authentications = tuple(reader.authentications(reply["authentications"]))
    found = Fragment(trust="inference", endpoints=endpoints, schemas=schemas, authentications=authentications)
    return found, tuple(reader.findings)


class _Reader:
    def __init__(self, passage: Passage, model: str, wording: str) -> None:
        self._passage = passage
        self._inferred = (model, wording)
        self._quotable = Quotable(passage.text, passage.line)
        self.findings: list[Diagnostic] = []

    def endpoints(self, told: list[dict[str, Any]]) -> Iterator[Endpoint]:
        for each in told:
            source = self._source(each, f"{each['method']} {each['path']}")
            if source is None or not _PATH.fullmatch(each["path"]):
                continue
            named = _key(each["object"])
            one = Schema(kind="named", target=named, source=source) if named else None
            many = Schema(kind="array", element=one, source=source) if one else None
            answer = {"one": one, "many": many}.get(each["returns"])
            sends = each["method"] in ("POST", "PUT", "PATCH") and one is not None
            yield Endpoint(
                method=cast("Method", each["method"]),
                path=each["path"],
                summary=each["summary"],
                request=Body(content_type=_JSON, schema=one) if sends else None,
                answer=Body(content_type=_JSON, schema=answer) if answer else None,
                source=source,
            )

    def schemas(self, told: list[dict[str, Any]]) -> dict[str, Schema]:
        members: dict[str, dict[str, Member]] = {}
        for each in told:
            source = self._source(each, f"{each['object']}.{each['name']}")
            if source is not None and _key(each["object"]) and each["name"].strip():
                own = members.setdefault(_key(each["object"]), {})
                own.setdefault(each["name"].strip(), _member(each, source))
        return {
            name: Schema(
                kind="object", name=name, members=tuple(own.values()), source=next(iter(own.values())).schema.source
            )
            for name, own in members.items()
        }

    def authentications(self, told: list[dict[str, Any]]) -> Iterator[Authentication]:
        for each in told:
            source = self._source(each, f"authentication {each['type']}")
            if source is None:
                continue
            header = each["header"].strip() if each["type"] == "apiKey" else ""
            yield Authentication(
                kind=cast("AuthenticationKind", each["type"]),
                name=header or each["type"],
                placement="header" if header else "",
                parameter=header,
                source=(source,),
            )

    def _source(self, told: Mapping[str, Any], what: str) -> Location | None:
        """Return the place of a fact's quote, or None, after noting so, if the passage holds no such words."""
        line = self._quotable.line_of(told["quote"])
        if line is not None:
            model, wording = self._inferred
            inferred = Inference(model=model, prompt=wording, quote=told["quote"].strip())
            return Location(self._passage.document, f"line {line}", inferred)
        message = f"the model's words for {what[:120]} do not occur in the passage; the fact was left out"
        place = Location(self._passage.document, f"line {self._passage.line}")
        self.findings.append(codes.finding(codes.INFERENCE_UNFOUNDED, Severity.INFO, message, place))
        return None


def _member(told: Mapping[str, Any], source: Location) -> Member:
    kind = _KINDS.get(told["type"], "scalar")
    schema = Schema(
        kind=kind,
        json_type=cast("JsonType", told["type"]) if kind == "scalar" else "string",
        element=Schema(kind="anything", source=source) if kind == "array" else None,
        description=told["description"],
        read_only=told["readOnly"],
        source=source,
    )
    return Member(name=told["name"].strip(), schema=schema, required=told["required"])


def _key(name: str) -> str:
    """Return the schema's key for an object's name: `user group` is `UserGroup`."""
    words = re.findall(r"[A-Za-z0-9]+", name)
    return "".join(word[:1].upper() + word[1:] for word in words)
