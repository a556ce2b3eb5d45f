"""The names of an event's parts on the wire; Python's clients may also send them as Python spells them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

EVENT: Final = (
    "actions", "author", "avgLogprobs", "branch", "citationMetadata", "content", "customMetadata", "errorCode",
    "errorMessage", "finishReason", "groundingMetadata", "id", "inputTranscription", "interrupted", "invocationId",
    "isolationScope", "longRunningToolIds", "modelVersion", "nodeInfo", "output", "outputTranscription", "partial",
    "requestedInput", "timestamp", "turnComplete", "usageMetadata",
)  # fmt: skip
ACTIONS: Final = (
    "agentState", "artifactDelta", "compaction", "endOfAgent", "escalate", "requestedAuthConfigs",
    "requestedToolConfirmations", "rewindBeforeInvocationId", "route", "skipSummarization", "stateDelta",
    "transferToAgent",
)  # fmt: skip
PART: Final = (
    "codeExecutionResult", "executableCode", "fileData", "functionCall", "functionResponse", "inlineData", "mimeType",
    "text", "thought", "thoughtSignature", "videoMetadata",
)  # fmt: skip

_CAPITAL: Final = re.compile(r"(?=[A-Z])")


def named(fields: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields, those of `names` as the wire spells them, all others as they came."""
    return {_WIRE.get(name, name) if _WIRE.get(name) in names else name: value for name, value in fields.items()}


_WIRE: Final = {_CAPITAL.sub("_", name).lower(): name for name in (*EVENT, *ACTIONS, *PART)}
