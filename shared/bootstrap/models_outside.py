"""The language model that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from shared.bootstrap.model_settings import ModelSettings, Secret
from shared.ports.language_model import REACH_SECONDS, LanguageModel

if TYPE_CHECKING:
    from shared.adapters.chat_completions import Manner


def language_model(settings: ModelSettings) -> LanguageModel | None:
    """Return the model, whose client is built when it is first asked; None if there is none."""
    if settings.provider == "bedrock":
        from shared.adapters.bedrock import BedrockModel
        from shared.adapters.patience import Backoff

        # boto3 itself does not try again, so that our waits are the only ones.
        total = sum(min(20.0, 2.0**number) for number in range(settings.retries)) + 0.001
        patience = Backoff(base=1.0, cap=20.0, total=total)
        client = _bedrock(settings, "bedrock-runtime", 5, settings.seconds)
        catalogue = _bedrock(settings, "bedrock", REACH_SECONDS, REACH_SECONDS)
        return BedrockModel(name=settings.name, client=client, catalogue=catalogue, patience=patience)
    if settings.provider == "openai":
        from shared.adapters.chat_completions import ChatModel, client_of

        manner: Manner = "schema" if settings.manner == "schema" else "tools"
        key = opened(settings.key)
        chat = client_of(key, settings.url, settings.ca_file, float(settings.seconds), settings.retries)
        return ChatModel(name=settings.name, client=chat, manner=manner)
    return None


def opened(secret: Secret) -> Callable[[], str]:
    """Return what reads the secret when it is first needed."""

    def read() -> str:
        if secret.value or not secret.arn:
            return secret.value
        from shared.adapters.secrets import read_secret

        return read_secret(secret.arn)

    return read


def _bedrock(
    settings: ModelSettings, service: Literal["bedrock", "bedrock-runtime"], connect: int, read: int
) -> Callable[[], Any]:
    """Return what builds a client of the service once; it waits so many seconds, and does not try again."""

    @cache
    def build() -> Any:  # noqa: ANN401 - the adapter knows one method of it
        import boto3
        from botocore.config import Config

        config = Config(connect_timeout=connect, read_timeout=read, retries={"total_max_attempts": 1})
        return boto3.client(
            service,
            config=config,
            endpoint_url=settings.url or None,
            verify=settings.ca_file or None,
        )

    return build
