"""
Models behind any endpoint that speaks OpenAI's chat completions, by the library `openai`.

https://platform.openai.com/docs/api-reference/chat. The library is there only where somebody installed it.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import import_module
from json import dumps
from typing import Any, Literal

from shared.adapters.model_text import cut_off, object_of, unreadable
from shared.kernel.errors import ApplicationError, Invalid, Unavailable
from shared.kernel.prompts import Correction, Prompt
from shared.ports.language_model import REACH_SECONDS, Reply

Manner = Literal["tools", "schema"]
"""How the model is made to answer with an object: by the use of a tool, or by a response format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatModel:
    """`LanguageModel` over one client of the library, which is built when it is first needed."""

    name: str
    client: Callable[[], Any] = field(repr=False)
    manner: Manner = "tools"

    @property
    def model(self) -> str:
        """The model's name after its provider's."""
        return f"openai/{self.name}"

    def reach(self) -> None:
        """Ask for the list of models; raises as the port says."""
        client = self.client().with_options(timeout=float(REACH_SECONDS), max_retries=0)
        found = _heard(client.models.list)
        if not isinstance(getattr(found, "data", None), list):
            raise unreadable()

    def complete(self, prompt: Prompt, corrections: Sequence[Correction] = ()) -> Reply:
        """Return the model's answer; raises as the port says."""
        ask = partial(
            self.client().chat.completions.create,
            model=self.name,
            messages=_messages(prompt, corrections),
            max_tokens=prompt.tokens,
            temperature=0,
            **_form(prompt, self.manner),
        )
        answer = _heard(ask)
        value = object_of(_text(answer))
        return Reply(
            value=value,
            tokens_in=answer.usage.prompt_tokens if answer.usage else 0,
            tokens_out=answer.usage.completion_tokens if answer.usage else 0,
        )


def client_of(key: Callable[[], str], url: str, ca_file: str, timeout: float, retries: int) -> Callable[[], Any]:
    """
    Return what builds the client once; without a `url` it speaks to OpenAI, without a `ca_file` it trusts the usual.

    The library retries what may pass, with exponential backoff and jitter, and keeps to `Retry-After`.
    """

    @cache
    def build() -> Any:  # noqa: ANN401 - a type of a library that may be absent
        try:
            library = import_module("openai")
        except ImportError:
            message = "The library `openai` is not installed; install the extra `models`."
            raise Invalid(message, code="model_not_installed") from None
        http = library.DefaultHttpxClient(verify=_trust(ca_file), trust_env=False)
        return library.OpenAI(
            api_key=key() or "none", base_url=url or None, timeout=timeout, max_retries=retries, http_client=http
        )

    return build


def _heard(ask: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Return what the library makes of an answer; it lets through what its parser raises for one that is no JSON."""
    try:
        return ask()
    except import_module("openai").OpenAIError as error:
        raise _failure(error) from None
    except (ValueError, AttributeError):
        raise unreadable() from None


def _trust(ca_file: str) -> ssl.SSLContext | bool:
    """Return whose certificates are believed: those of the authorities in the file, or the usual ones."""
    if not ca_file:
        return True
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError:
        message = "The file with the authorities of the language model's endpoint cannot be read."
        raise Invalid(message, code="model_not_installed") from None


def _messages(prompt: Prompt, corrections: Sequence[Correction]) -> list[dict[str, Any]]:
    messages = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
    for correction in corrections:
        messages.append({"role": "assistant", "content": dumps(dict(correction.reply), ensure_ascii=False)})
        messages.append({"role": "user", "content": "This does not fit: " + "; ".join(correction.problems)})
    return messages


def _form(prompt: Prompt, manner: Manner) -> dict[str, Any]:
    if manner == "schema":
        named = {"name": prompt.name, "schema": dict(prompt.schema), "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": named}}
    function = {"name": prompt.name, "description": "Report what was found.", "parameters": dict(prompt.schema)}
    choice = {"type": "function", "function": {"name": prompt.name}}
    return {"tools": [{"type": "function", "function": function}], "tool_choice": choice}


def _text(answer: Any) -> str:  # noqa: ANN401
    """Return what the model said; the library checks nothing of the answer's form."""
    try:
        choice = answer.choices[0]
        calls = choice.message.tool_calls
        text = calls[0].function.arguments if calls else choice.message.content
    except (AttributeError, IndexError, TypeError):
        raise unreadable() from None
    if choice.finish_reason == "length":
        raise cut_off()
    if not isinstance(text, str):
        raise unreadable()
    return text


def _failure(error: Exception) -> ApplicationError:
    """Return what an error of the library means; its text may quote the question or the key, so it is not told."""
    status = getattr(error, "status_code", None)
    kind = type(error).__name__
    if status is None:
        # A connection that failed, or an answer that is none of the interface's.
        if kind in ("APIConnectionError", "APITimeoutError"):
            return Unavailable(f"The language model could not be reached ({kind}).")
        return unreadable()
    if status in (408, 409, 425, 429) or status >= 500:  # noqa: PLR2004 - errors of the server
        return Unavailable(f"The language model asks to come back later (status {status}).")
    return Invalid(f"The language model refuses the question (status {status}).", code="model_refused")
