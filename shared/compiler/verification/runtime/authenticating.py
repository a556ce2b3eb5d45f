"""Credentials: the framework's own ways to authenticate, and those of scripts, which take their place."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Final, Literal

from shared.compiler.verification.evaluation.interpreter import Interpreter
from shared.compiler.verification.evaluation.values import NotSimulated
from shared.compiler.verification.framework.authentication import TokenCustomizer
from shared.compiler.verification.framework.connector import LoadedConnector
from shared.compiler.verification.runtime.contexts import Authorization
from shared.compiler.verification.runtime.requests import Specification
from shared.compiler.verification.target.credentials import SECRET

Apply = Callable[[Specification, Mapping[str, str]], None]
Half = Literal["rest", "scim"]


def authenticated(
    interpreter: Interpreter,
    connector: LoadedConnector,
    request: Specification,
    configuration: Mapping[str, str],
    half: Half = "rest",
) -> None:
    """
    Put the credentials of the first way that applies into `request`, which one half of the framework makes.

    The framework's own ways apply where they are configured; a script replaces the one of its kind, comes after all
    others, and applies always. `configuration` has the REST half's properties, and those of the SCIM half are their
    twins.
    """
    sides = connector.operations.authentication
    customizers = (sides.rest if half == "rest" else sides.scim).customizers
    for kind, (needed, apply) in _BUILT_IN.items():
        replaced = kind in customizers and customizers[kind].implementation is not None
        if not replaced and needed in configuration:
            apply(request, configuration)
            return
    twins = {f"{half}{name.removeprefix('rest')}": value for name, value in configuration.items()}
    for customizer in customizers.values():
        if isinstance(customizer, TokenCustomizer):
            message = f"the customizer {customizer.name}"
            raise NotSimulated(message)
        if customizer.implementation is not None:
            interpreter.invoke(customizer.implementation, (), Authorization(request, twins))
            return


def _basic(request: Specification, configuration: Mapping[str, str]) -> None:
    pair = f"{configuration['restUsername']}:{configuration.get('restPassword', '')}"
    request.headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"


def _bearer(request: Specification, configuration: Mapping[str, str]) -> None:
    request.headers["Authorization"] = f"Bearer {configuration['restTokenValue']}"


def _key(request: Specification, configuration: Mapping[str, str]) -> None:
    name, value = configuration.get("restApiKeyName", ""), configuration["restApiKey"]
    if configuration.get("restApiKeyLocation") == "query":
        request.query.append((name, value))
    elif name:
        request.headers[name] = value


def _token(request: Specification, _configuration: Mapping[str, str]) -> None:
    """Send the token that the token endpoint would have given."""
    request.headers["Authorization"] = f"Bearer {SECRET}"


def _signature(request: Specification, _configuration: Mapping[str, str]) -> None:
    request.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=simulated"


_BUILT_IN: Final[dict[str, tuple[str, Apply]]] = {
    "basic": ("restUsername", _basic),
    "bearer": ("restTokenValue", _bearer),
    "jwtBearer": ("restJwtSecret", _token),
    "apiKey": ("restApiKey", _key),
    "oauth2ClientCredentials": ("restOAuth2ClientId", _token),
    "awsSignature": ("restAwsAccessKey", _signature),
}
