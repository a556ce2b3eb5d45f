"""What a function asks of AWS: every call of a port, as the rights that the same call needs in the cloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from shared.bootstrap.engines import Engines
from shared.ports.items import Action, Check, Delete, Key, Put, Update

_ACTIONS: Final = {Put: "PutItem", Update: "UpdateItem", Delete: "DeleteItem", Check: "ConditionCheckItem"}
# To be told that an object is missing needs the right to list the bucket; to remove one version, both rights of
# removal: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html.
_OBJECTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "blobs": {
        # Bytes that are there already are looked at, to see whether they were kept lately.
        "put": ("s3:PutObject blobs/*", "s3:GetObject blobs/*", "s3:ListBucket"),
        "get": ("s3:GetObject blobs/*", "s3:ListBucket"),
        "list": ("s3:ListBucketVersions blobs/*",),
        "remove": ("s3:DeleteObject blobs/*", "s3:DeleteObjectVersion blobs/*"),
        "link": ("s3:GetObject blobs/*",),
        "delete_space": ("s3:ListBucketVersions blobs/*", "s3:DeleteObject blobs/*", "s3:DeleteObjectVersion blobs/*"),
    },
    "uploads": {
        "put": ("s3:PutObject uploads/*",),
        "get": ("s3:GetObject uploads/*", "s3:ListBucket"),
        "exists": ("s3:GetObject uploads/*", "s3:ListBucket"),
        "is_newest": ("s3:GetObject uploads/*", "s3:ListBucket"),
        "link": ("s3:PutObject uploads/*",),
        "delete": ("s3:ListBucketVersions uploads/*", "s3:DeleteObject uploads/*", "s3:DeleteObjectVersion uploads/*"),
    },
}
_EXECUTIONS: Final = {"start": "StartExecution", "outcome": "DescribeExecution"}


@dataclass(kw_only=True)
class Watched:
    """
    Engines that note in `needs` what each of their calls needs, and do it on `within`.

    `interfere` is called once, before the first call that writes.
    """

    within: Engines
    interfere: Callable[[], None] = lambda: None
    needs: set[str] = field(default_factory=set)
    written: bool = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any of the engines' properties
        engine = getattr(self.within, name)
        return _Port(self, name, engine) if name in {"items", "pipelines", *_OBJECTS} else engine

    def note(self, port: str, method: str, arguments: tuple[Any, ...]) -> None:
        """Note what a call needs."""
        if method in {"put", "transact"} and not self.written:
            self.written = True
            self.interfere()
        self.needs.update(_needs(port, method, arguments))


class _Port:
    def __init__(self, watched: Watched, name: str, engine: object) -> None:
        self._watched, self._name, self._engine = watched, name, engine

    def __getattr__(self, method: str) -> Callable[..., Any]:
        call = getattr(self._engine, method)

        def noted(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - any method
            self._watched.note(self._name, method, arguments)
            return call(*arguments, **named)

        return noted


def _needs(port: str, method: str, arguments: tuple[Any, ...]) -> Iterable[str]:
    if port in _OBJECTS:
        return _OBJECTS[port][method]
    if port == "pipelines":
        return [f"states:{_EXECUTIONS[method]} {arguments[0].title()}"]
    return _of_items(method, arguments[0])


def _of_items(method: str, first: Any) -> Iterator[str]:  # noqa: ANN401 - a key, a partition or actions
    match method, first:
        case "get", Key():
            yield f"dynamodb:GetItem {_kind(first.partition)}"
        case "get_many", _:
            yield from (f"dynamodb:BatchGetItem {_kind(key.partition)}" for key in first)
        case "query", str():
            yield f"dynamodb:Query {_kind(first)}"
        case _:
            yield from map(_of_action, first)


def _of_action(action: Action) -> str:
    return f"dynamodb:{_ACTIONS[type(action)]} {_kind(action.key.partition)}"


def _kind(partition: str) -> str:
    kind, separator, _ = partition.partition("#")
    return f"{kind}#*" if separator else kind
