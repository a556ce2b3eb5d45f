"""Which engines this process uses: the cloud's, unless a host has put others in their place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from shared.ports.blobs import Blobs, Uploads
from shared.ports.items import Items
from shared.ports.pipelines import Pipelines
from shared.ports.web import Web

if TYPE_CHECKING:
    # What lies outside is described by many modules, which only those load who go there.
    from shared.bootstrap.outside import Outside


class Engines(Protocol):
    """The adapters everything is built on."""

    @property
    def authentication(self) -> str:
        """How callers prove who they are: `none`, `keys` or `jwt`."""
        ...

    @property
    def body_limit(self) -> int:
        """How many bytes a request may carry."""
        ...

    @property
    def openapi(self) -> bool:
        """Whether the description of the interfaces is served."""
        ...

    @property
    def items(self) -> Items:
        """The item store."""
        ...

    @property
    def blobs(self) -> Blobs:
        """The blob store."""
        ...

    @property
    def uploads(self) -> Uploads:
        """The uploads."""
        ...

    @property
    def pipelines(self) -> Pipelines:
        """The state machines."""
        ...

    @property
    def web(self) -> Web:
        """The public web."""
        ...

    @property
    def outside(self) -> Outside:
        """What else there is beyond the web itself: search engines, browsers, models."""
        ...


_HOSTED: list[Engines] = []
_BUILT_ON_THEM: list[Callable[[], None]] = []


def engines() -> Engines:
    """Return the engines of this process; the cloud's are built on first use."""
    if not _HOSTED:
        from shared.bootstrap.aws import AwsEngines
        from shared.bootstrap.settings import settings

        _HOSTED.append(AwsEngines(settings()))
    return _HOSTED[0]


def host(hosted: Engines | None) -> None:
    """Use these engines from now on, or the environment's again; what was built on others is forgotten."""
    _HOSTED[:] = [] if hosted is None else [hosted]
    for forget in _BUILT_ON_THEM:
        forget()


def when_hosted(forget: Callable[[], None]) -> None:
    """Call `forget` whenever the engines change."""
    _BUILT_ON_THEM.append(forget)
