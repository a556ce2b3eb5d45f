"""The commands that build a connector and test its connection: arguments of programs, never lines of a shell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shared.compiler.backends.environment.targets import REPOSITORY, Coordinates
from shared.compiler.model.authentication import Authentication
from shared.compiler.writing.scripts import Connector
from shared.kernel.hashing import Json


def commands(
    connector: Connector, chosen: Authentication | None, template: Coordinates, application: str, places: Sequence[str]
) -> dict[str, Json]:
    """
    Return the commands by what they are for: `install`, `build`, `test`.

    `chosen` is how the connector authenticates. `${NAME}` stands for the value of a property, by the name that
    `variable` gives it; whoever runs the command puts it in.
    """
    jar = f"{template.artifact}-{template.version}.jar"
    return {
        "install": [_fetch(template), _copy(template)],
        "build": [_build(application, jar, places)],
        "test": [list[Json](command) for command in _tests(connector, chosen)],
    }


def _fetch(template: Coordinates) -> Json:
    options = [f"-Dartifact={_artifact(template)}", f"-DremoteRepositories={REPOSITORY}", "-Dtransitive=false"]
    return ["mvn", "dependency:get", *options]


def _copy(template: Coordinates) -> Json:
    return ["mvn", "dependency:copy", f"-Dartifact={_artifact(template)}", "-DoutputDirectory=."]


def _artifact(template: Coordinates) -> str:
    return f"{template.group}:{template.artifact}:{template.version}"


def _build(application: str, jar: str, places: Sequence[str]) -> Json:
    # What begins with a dash would be an option.
    sources = [f"./{place}" if place.startswith("-") else place for place in sorted(places)]
    return ["connectorsmith", "generate", *sources, "--app", application, "--template-jar", jar, "--out", "out"]


def _tests(connector: Connector, chosen: Authentication | None) -> Iterator[list[str]]:
    """Yield the request by which the framework tests a connection, where it can be sent without a token's request."""
    path = next((it.value for it in connector.properties if it.name == "restTestEndpoint"), "")
    credentials = () if chosen is None else _credentials(chosen)
    if path and credentials is not None:
        address = f"{_of('baseAddress')}/{path}"
        yield ["curl", "--fail", "--silent", "--show-error", *credentials, address]


def _credentials(chosen: Authentication) -> tuple[str, ...] | None:
    match chosen.kind, chosen.placement:
        case "basic", _:
            return ("--user", f"{_of('restUsername')}:{_of('restPassword')}")
        case "bearer", _:
            header = chosen.parameter or "Authorization"
            prefix = chosen.prefix or ("Bearer" if header.lower() == "authorization" else "")
            return ("--header", f"{header}: {f'{prefix} '.lstrip()}{_of('restTokenValue')}")
        case "apiKey", "query":
            return ("--get", "--data-urlencode", f"{chosen.parameter}={_of('restApiKey')}")
        case "apiKey", "cookie":
            return ("--cookie", f"{chosen.parameter}={_of('restApiKey')}")
        case "apiKey", _:
            return ("--header", f"{chosen.parameter}: {f'{chosen.prefix} '.lstrip()}{_of('restApiKey')}")
        case _:
            return None


def _of(name: str) -> str:
    return f"${{{variable(name)}}}"


def variable(name: str) -> str:
    """Return the name that stands for a property in the commands: `restTokenValue` is `REST_TOKEN_VALUE`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()
