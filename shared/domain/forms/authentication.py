"""How clients call a way to authenticate, and the one word for each."""

from __future__ import annotations

from typing import Final

_KNOWN: Final = (
    "basic", "bearer", "jwtBearer", "oauth2ClientCredentials", "oauth2Password", "oauth2Jwt", "oauth2Saml", "apiKey",
    "session", "digest", "hawk", "awsSignature", "mtls", "ntlm", "openidConnect", "other",
)  # fmt: skip
_ALIASES: Final = {
    "basic": ("http basic", "basic auth", "basic authentication", "username/password", "username and password"),
    "bearer": ("token", "access token", "personal access token", "pat", "bearer token", "http bearer"),
    "jwtBearer": ("jwt", "jwt token"),
    "oauth2ClientCredentials": ("client credentials", "oauth2 client credentials grant"),
    "oauth2Password": ("resource owner password", "password grant", "resource owner password credentials"),
    "oauth2Jwt": ("jwt bearer grant", "oauth2 jwt bearer"),
    "oauth2Saml": ("saml bearer grant", "oauth2 saml bearer"),
    "apiKey": ("x-api-key", "api token", "api key header"),
    "session": ("cookie", "session cookie"),
    "awsSignature": ("aws4", "sigv4", "aws iam", "aws signature v4"),
    "mtls": ("client certificate", "mutual tls", "tls client certificate"),
    "ntlm": ("windows auth", "windows authentication"),
    "openidConnect": ("oidc", "openid"),
    "other": ("oauth", "oauth2", "custom", "unknown", ""),
}


def _letters(word: str) -> str:
    return "".join(character for character in word.lower() if character.isalnum())


_WORDS: Final = {
    **{_letters(alias): known for known, aliases in _ALIASES.items() for alias in aliases},
    **{_letters(known): known for known in _KNOWN},
}


def authentication_type(word: str) -> str:
    """Return the one word for a way to authenticate, compared by letters and digits; an unknown one stays as it is."""
    return _WORDS.get(_letters(word), word.strip())
