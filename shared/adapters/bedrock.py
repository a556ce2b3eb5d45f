"""
Models behind Amazon Bedrock's Converse API, made to answer by the use of one tool.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from shared.adapters.model_text import REPLY_LIMIT, cut_off, unreadable
from shared.kernel.errors import ApplicationError, Invalid, TooLarge, Unavailable
from shared.kernel.hashing import canonical
from shared.kernel.prompts import Correction, Prompt
from shared.ports.clock import Patience
from shared.ports.language_model import Reply

_PASSING: Final = frozenset(
    {
        "ThrottlingException",
        "ServiceUnavailableException",
        "ModelTimeoutException",
        "ModelNotReadyException",
        "InternalServerException",
        "TooManyRequestsException",
    }
)

_UNREADABLE: Final = (ResponseParserError, AttributeError, TypeError)
"""What the library's parser raises for an answer that is not the interface's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BedrockModel:
    """`LanguageModel` over a client of `bedrock-runtime` and one of `bedrock`, each built when it is first needed."""

    name: str
    client: Callable[[], Any] = field(repr=False)
    catalogue: Callable[[], Any] = field(repr=False)
    patience: Patience

    @property
    def model(self) -> str:
        """The model's name after its provider's."""
        return f"bedrock/{self.name}"

    def reach(self) -> None:
        """
        Ask for the list of models; raises as the port says.

        https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html
        """
        try:
            found = self.catalogue().list_foundation_models()
        except _UNREADABLE:
            raise unreadable() from None
        except (ClientError, BotoCoreError) as error:
            raise _failure(error) from None
        if "modelSummaries" not in found:
            raise unreadable()

    def complete(self, prompt: Prompt, corrections: Sequence[Correction] = ()) -> Reply:
        """Return the model's answer; raises as the port says."""
        answer = self._answer(_request(self.name, prompt, corrections))
        usage = answer.get("usage", {})
        return Reply(
            value=_value(answer),
            tokens_in=int(usage.get("inputTokens", 0)),
            tokens_out=int(usage.get("outputTokens", 0)),
        )

    def _answer(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        attempt = 0
        while True:
            attempt += 1
            try:
                answer: Mapping[str, Any] = self.client().converse(**request)
            except _UNREADABLE:
                raise unreadable() from None
            except (ClientError, BotoCoreError) as error:
                failure = _failure(error)
                if not isinstance(failure, Unavailable) or not self.patience.wait(attempt):
                    raise failure from None
            else:
                return answer


def _request(name: str, prompt: Prompt, corrections: Sequence[Correction]) -> dict[str, Any]:
    tool = {"name": prompt.name, "description": "Report what was found.", "inputSchema": {"json": dict(prompt.schema)}}
    messages: list[dict[str, Any]] = [{"role": "user", "content": [{"text": prompt.user}]}]
    for number, correction in enumerate(corrections):
        use = {"toolUseId": f"answer-{number}", "name": prompt.name, "input": dict(correction.reply)}
        text = {"text": "This does not fit: " + "; ".join(correction.problems)}
        result = {"toolUseId": use["toolUseId"], "content": [text], "status": "error"}
        messages.append({"role": "assistant", "content": [{"toolUse": use}]})
        messages.append({"role": "user", "content": [{"toolResult": result}]})
    return {
        "modelId": name,
        "system": [{"text": prompt.system}],
        "messages": messages,
        "inferenceConfig": {"maxTokens": prompt.tokens, "temperature": 0.0},
        "toolConfig": {"tools": [{"toolSpec": tool}], "toolChoice": {"tool": {"name": prompt.name}}},
    }


def _value(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    if answer.get("stopReason") in ("max_tokens", "model_context_window_exceeded"):
        raise cut_off()
    content = answer.get("output", {}).get("message", {}).get("content", [])
    found = next((block["toolUse"].get("input") for block in content if "toolUse" in block), None)
    if not isinstance(found, dict):
        raise unreadable()
    try:
        size = len(canonical(found))
    except (TypeError, ValueError, RecursionError):
        raise unreadable() from None
    if size > REPLY_LIMIT:
        message = f"The model's answer has more than {REPLY_LIMIT} bytes."
        raise TooLarge(message, code="model_reply_too_large")
    return found


def _failure(error: ClientError | BotoCoreError) -> ApplicationError:
    """Return what an error of the library means; its text may quote the question, so it is not told."""
    if not isinstance(error, ClientError):
        return Unavailable(f"The language model could not be reached ({type(error).__name__}).")
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in _PASSING or status >= 500:  # noqa: PLR2004 - errors of the server
        return Unavailable(f"The language model asks to come back later ({code}).")
    return Invalid(f"The language model refuses the question ({code}).", code="model_refused")
