"""`authentication { }`: what scripts change about how a client proves who it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from shared.compiler.verification.evaluation.values import Function, Invocation
from shared.compiler.verification.framework.builder import Builder, Handler, code_setting
from shared.compiler.verification.framework.loading import Loading, Place

_PLAIN: Final = ("basic", "bearer", "jwtBearer", "apiKey")
_TOKENS: Final = ("oauth2ClientCredentials", "oauth2JwtBearer", "oauth2Password", "oauth2Saml")
_TOKEN_CLOSURES: Final = (
    "buildTokenRequest", "parseTokenResponse", "validateToken", "applyToken", "onResponse", "implementation",
)  # fmt: skip


class Customizer(Builder):
    """`basic { }`, `bearer { }` and their like."""

    kind = "an authentication customizer"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {"implementation": code_setting("implementation")}

    def __init__(self, loading: Loading, name: str, place: Place) -> None:
        super().__init__(loading)
        self.name, self.place = name, place

    @property
    def implementation(self) -> Function | None:
        """The closure that completes every request, if there is one."""
        found = self.value("implementation")
        return found if isinstance(found, Function) else None


class TokenCustomizer(Customizer):
    """`oauth2ClientCredentials { }` and its like."""

    kind = "an OAuth 2 customizer"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {name: code_setting(name) for name in _TOKEN_CLOSURES}


class SignatureCustomizer(Customizer):
    """`awsSignature { }`."""

    kind = "awsSignature"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {"beforeSign": code_setting("beforeSign")}


def _customizer(name: str, kind: type[Customizer]) -> Handler:
    def opened(builder: AuthenticationSide, invocation: Invocation) -> None:
        place = builder.loading.place(invocation.at)
        found = builder.customizers.setdefault(name, kind(builder.loading, name, place))
        builder.loading.open(found, builder.loading.required_body(invocation))

    return opened


def _preference(builder: AuthenticationSide, invocation: Invocation) -> None:
    builder.loading.constant(invocation)


class AuthenticationSide(Builder):
    """`rest { }` or `scim { }` of the authentication."""

    kind = "rest or scim"
    CONSTANTS = frozenset((*_PLAIN, *_TOKENS, "awsSignature"))
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        **{name: _customizer(name, Customizer) for name in _PLAIN},
        **{name: _customizer(name, TokenCustomizer) for name in _TOKENS},
        "awsSignature": _customizer("awsSignature", SignatureCustomizer),
        "preference": _preference,
    }
    THROWING: ClassVar[Mapping[str, str]] = {"oauth2": "is no way to authenticate; name the grant"}

    def __init__(self, loading: Loading) -> None:
        super().__init__(loading)
        self.customizers: dict[str, Customizer] = {}


def _rest(builder: Authentication, invocation: Invocation) -> None:
    builder.loading.open(builder.rest, builder.loading.required_body(invocation))


def _scim(builder: Authentication, invocation: Invocation) -> None:
    builder.loading.open(builder.scim, builder.loading.required_body(invocation))


class Authentication(Builder):
    """`authentication { }`."""

    kind = "authentication"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {"rest": _rest, "scim": _scim}

    def __init__(self, loading: Loading) -> None:
        super().__init__(loading)
        self.rest, self.scim = AuthenticationSide(loading), AuthenticationSide(loading)
