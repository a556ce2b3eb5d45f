"""The configuration properties this connector needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from shared.compiler.backends.groovy.plan.authentication import Access, Channel
from shared.compiler.backends.groovy.plan.native import NativeClass
from shared.compiler.backends.groovy.plan.paths import endpoint
from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.operation import Operation
from shared.compiler.writing.scripts import ConfigurationProperty

_OAUTH2: Final = (
    ("ClientId", "Identifier of the client registered for this connector.", False),
    ("ClientSecret", "Secret of that client.", True),
)
_OAUTH2_PASSWORD: Final = (
    ("Username", "Name of the account to act as.", False),
    ("Password", "Password of that account.", True),
)
_OAUTH2_ASSERTION: Final = (
    ("PrivateKey", "Key that signs the assertion.", True),
    ("Issuer", "Issuer of the assertion.", False),
    ("KeyId", "Identifier of the key.", False),
    ("Algorithm", "Algorithm of the signature.", False),
    ("Subject", "Account the assertion is about.", False),
)


def configuration(
    model: ConnectorModel, classes: tuple[NativeClass, ...], access: Access, channels: tuple[Channel, ...]
) -> tuple[ConfigurationProperty, ...]:
    """Return the properties an administrator sets: addresses first, then the connection test, then credentials."""
    addresses = (_address(model, it) for it in channels)
    named = _credentials(access.chosen) if access.chosen else ()
    credentials = (replace(it, name=f"{channel}{it.name}") for channel in channels for it in named)
    test = _test(model, classes) if "rest" in channels else ()
    return (*addresses, *test, *credentials)


def _address(model: ConnectorModel, channel: Channel) -> ConfigurationProperty:
    documented = model.application.base_urls
    known = "; documented: " + ", ".join(it.uri.rstrip("/") for it in documented) if documented else ""
    own = " Replace the variable part with your own." if any(it.dynamic for it in documented) else ""
    name, what = ("baseAddress", "interface") if channel == "rest" else ("scimBaseUrl", "SCIM service")
    first = next((it.uri.rstrip("/") for it in documented if not it.dynamic), "")
    return ConfigurationProperty(name=name, meaning=f"Address of the {what}, no final slash{known}.{own}", value=first)


def _test(model: ConnectorModel, classes: tuple[NativeClass, ...]) -> Iterator[ConfigurationProperty]:
    listings = (it.listing for it in classes if it.listing is not None)
    candidates: list[Operation] = [*model.connectivity, *listings]
    for operation in candidates:
        place = endpoint(operation)
        if operation.method == "GET" and not place.unfilled:
            meaning = f"Path asked to test the connection: `{place.path}`."
            yield ConfigurationProperty(name="restTestEndpoint", meaning=meaning, value=place.path)
            return


def _credentials(chosen: Authentication) -> tuple[ConfigurationProperty, ...]:
    """Return the properties of a way to authenticate, their names without the channel."""
    match chosen.kind:
        case "basic":
            return (
                ConfigurationProperty(name="Username", meaning="Name of the account to connect with."),
                ConfigurationProperty(name="Password", meaning="Password of that account.", secret=True),
            )
        case "bearer":
            return (ConfigurationProperty(name="TokenValue", meaning="The access token.", secret=True),)
        case "apiKey":
            return tuple(_api_key(chosen))
        case "jwtBearer":
            return (
                ConfigurationProperty(name="JwtSecret", meaning="Key that signs the token.", secret=True),
                ConfigurationProperty(name="JwtAlgorithm", meaning="Algorithm of the signature."),
                ConfigurationProperty(name="JwtPayload", meaning="Claims of the token, as JSON."),
            )
        case "awsSignature":
            return tuple(_aws())
        case _:
            return tuple(_oauth2(chosen))


def _api_key(chosen: Authentication) -> Iterator[ConfigurationProperty]:
    yield ConfigurationProperty(name="ApiKey", meaning="The key.", secret=True)
    if chosen.placement != "cookie" and not chosen.prefix:
        placement = chosen.placement or "header"
        yield ConfigurationProperty(name="ApiKeyName", meaning=f"`{chosen.parameter}`.", value=chosen.parameter)
        yield ConfigurationProperty(name="ApiKeyLocation", meaning=f"`{placement}`.", value=placement)


def _aws() -> Iterator[ConfigurationProperty]:
    yield ConfigurationProperty(name="AwsAccessKey", meaning="Access key of the account to connect with.")
    yield ConfigurationProperty(name="AwsSecretKey", meaning="Secret of that access key.", secret=True)
    yield ConfigurationProperty(name="AwsRegion", meaning="Region the requests are signed for.")
    yield ConfigurationProperty(name="AwsService", meaning="Service the requests are signed for.")


def _oauth2(chosen: Authentication) -> Iterator[ConfigurationProperty]:
    known = f"; documented: {chosen.token_url}" if chosen.token_url else ""
    yield ConfigurationProperty(
        name="OAuth2TokenUrl", meaning=f"Address that gives tokens{known}.", value=chosen.token_url
    )
    assertion = _OAUTH2_ASSERTION if chosen.kind in {"oauth2Jwt", "oauth2Saml"} else ()
    password = _OAUTH2_PASSWORD if chosen.kind == "oauth2Password" else ()
    for suffix, meaning, secret in (*_OAUTH2, *password, *assertion):
        yield ConfigurationProperty(name=f"OAuth2{suffix}", meaning=meaning, secret=secret)
    if chosen.scopes:
        meaning = f"Scopes to ask for; documented: {' '.join(chosen.scopes)}."
        yield ConfigurationProperty(name="OAuth2Scope", meaning=meaning, value=" ".join(chosen.scopes))
