"""What the environment says about language models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

PROVIDERS: Final = ("none", "bedrock", "openai")
MANNERS: Final = ("tools", "schema")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A secret: itself, or the ARN under which it lies in Secrets Manager or in the Parameter Store."""

    value: str = field(default="", repr=False)
    arn: str = ""

    def __bool__(self) -> bool:
        return bool(self.value or self.arn)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """
    Which model to ask, where, and how much.

    `url` and `ca_file` are for endpoints of one's own; `seconds` is how long one answer may take, `retries` how often
    a question is sent again. `calls` and `tokens` are what one job may spend, `concurrency` what it asks at once.
    """

    provider: str = "none"
    name: str = ""
    key: Secret = Secret()
    url: str = ""
    ca_file: str = ""
    manner: str = "tools"
    seconds: int = 120
    retries: int = 3
    calls: int = 100
    tokens: int = 500_000
    concurrency: int = 4


_NUMBERS: Final = {
    "LANGUAGE_MODEL_SECONDS": ("seconds", 600),
    "LANGUAGE_MODEL_RETRIES": ("retries", 10),
    "LANGUAGE_MODEL_CALLS": ("calls", 10_000),
    "LANGUAGE_MODEL_TOKENS": ("tokens", 100_000_000),
    "LANGUAGE_MODEL_CONCURRENCY": ("concurrency", 32),
}


def read_model(environment: Mapping[str, str], wrong: list[str]) -> ModelSettings:
    """Return the settings that `environment` holds, and add what is wrong with them to `wrong`."""
    provider = environment.get("LANGUAGE_MODEL_PROVIDER") or "none"
    manner = environment.get("LANGUAGE_MODEL_MANNER") or "tools"
    name = environment.get("LANGUAGE_MODEL_ID", "")
    if provider not in PROVIDERS:
        wrong.append(f"LANGUAGE_MODEL_PROVIDER is one of {', '.join(PROVIDERS)}")
    elif provider != "none" and not name:
        wrong.append("LANGUAGE_MODEL_ID is missing")
    if manner not in MANNERS:
        wrong.append(f"LANGUAGE_MODEL_MANNER is one of {', '.join(MANNERS)}")
    return ModelSettings(
        provider=provider,
        name=name,
        key=secret(environment, "LANGUAGE_MODEL"),
        url=environment.get("LANGUAGE_MODEL_URL", ""),
        ca_file=environment.get("LANGUAGE_MODEL_CA_FILE", ""),
        manner=manner,
        **numbers(environment, _NUMBERS, wrong),
    )


def secret(environment: Mapping[str, str], name: str) -> Secret:
    """Return the secret in the variable `{name}_KEY`, or the one whose ARN is in `{name}_SECRET_ARN`."""
    return Secret(value=environment.get(f"{name}_KEY", ""), arn=environment.get(f"{name}_SECRET_ARN", ""))


def numbers(environment: Mapping[str, str], known: Mapping[str, tuple[str, int]], wrong: list[str]) -> dict[str, int]:
    """Return the numbers of the variables `known` (each with its field and the most it may be) that are there."""
    found: dict[str, int] = {}
    for variable, (name, most) in known.items():
        text = environment.get(variable, "")
        if text and not (text.isdecimal() and 0 < int(text) <= most):
            wrong.append(f"{variable} is a number from 1 to {most}")
        elif text:
            found[name] = int(text)
    return found
