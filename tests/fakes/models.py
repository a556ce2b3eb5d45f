"""
A server on loopback that speaks two providers' wire formats, and says what its script says.

OpenAI's chat completions (https://platform.openai.com/docs/api-reference/chat) and Bedrock's Converse
(https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html).
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Literal
from urllib.parse import unquote

Provider = Literal["openai", "bedrock"]
TOKENS: Final = (120, 30)


@dataclass(frozen=True, kw_only=True)
class Say:
    """
    One answer of a model: the object it reports, or `text` in its place.

    `status` other than 200 is an error of the server's; `cut` says that the answer ended at its limit of tokens; `raw`
    is sent as it is; `seconds` pass before anything is sent.
    """

    value: Any = None
    text: str | None = None
    status: int = 200
    cut: bool = False
    raw: bytes | None = None
    seconds: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)


Script = Callable[[dict[str, Any]], Say]


@dataclass
class ModelServer:
    """A running server; `asked` holds the body of each request, `paths` and `headers` what came with it."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    most_at_once: int = 0
    at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def speaking(script: Script | list[Say], tls: ssl.SSLContext | None = None) -> Iterator[ModelServer]:
    """Answer requests until the block ends: by a function of the request's body, or one answer after the other."""
    server = ModelServer()
    waiting = iter([] if callable(script) else script)
    answer: Script = script if callable(script) else lambda _body: next(waiting)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with server.lock:
                server.asked.append(body)
                server.paths.append(unquote(self.path))
                server.headers.append(dict(self.headers))
                server.at_once += 1
                server.most_at_once = max(server.most_at_once, server.at_once)
            say = answer(body)
            time.sleep(say.seconds)
            with server.lock:
                server.at_once -= 1
            self._send(say, "bedrock" if self.path.endswith("/converse") else "openai")

        def do_GET(self) -> None:
            with server.lock:
                server.paths.append(unquote(self.path))
            say = answer({})
            time.sleep(say.seconds)
            provider: Provider = "bedrock" if self.path == "/foundation-models" else "openai"
            self._send(say, provider, _listing(provider) if say.status == 200 else None)

        def _send(self, say: Say, provider: Provider, body: dict[str, Any] | None = None) -> None:
            sent = say.raw if say.raw is not None else json.dumps(body or _body(say, provider)).encode()
            try:
                self.send_response(say.status)
                for name, value in {**say.headers, **_error_headers(say, provider)}.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Connection", "close")  # clients live longer than servers do here
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)
            except OSError:
                self.close_connection = True  # the client has given up

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        if tls is not None:
            listening.socket = tls.wrap_socket(listening.socket, server_side=True)
        server.url = f"{'https' if tls else 'http'}://127.0.0.1:{listening.server_address[1]}"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join(timeout=5)


def question_of(body: Mapping[str, Any]) -> str:
    """Return what the user says first in a request of either format."""
    first = next(message for message in body["messages"] if message["role"] == "user")["content"]
    return first if isinstance(first, str) else str(first[0]["text"])


_ERRORS: Final = {429: "ThrottlingException", 403: "AccessDeniedException", 400: "ValidationException",
                  503: "ServiceUnavailableException"}  # fmt: skip


def _error_headers(say: Say, provider: Provider) -> dict[str, str]:
    if say.status == 200 or provider == "openai":
        return {}
    return {"x-amzn-ErrorType": _ERRORS.get(say.status, "InternalServerException")}


def _body(say: Say, provider: Provider) -> dict[str, Any]:
    if say.status != 200:
        told = {"message": "said by the script"}
        return told if provider == "bedrock" else {"error": {**told, "type": "x", "code": "x", "param": None}}
    return _converse(say) if provider == "bedrock" else _completion(say)


def _listing(provider: Provider) -> dict[str, Any]:
    if provider == "bedrock":
        return {"modelSummaries": [{"modelArn": "arn:aws:bedrock:eu-west-1::foundation-model/m", "modelId": "m"}]}
    return {"object": "list", "data": [{"id": "m", "object": "model", "created": 1_750_000_000, "owned_by": "x"}]}


def _completion(say: Say) -> dict[str, Any]:
    calls = [{"id": "call_1", "type": "function", "function": {"name": "report", "arguments": json.dumps(say.value)}}]
    message: dict[str, Any] = {"role": "assistant", "content": say.text, "refusal": None}
    if say.text is None:
        message["tool_calls"] = calls
    reason = "length" if say.cut else "stop" if say.text is not None else "tool_calls"
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_750_000_000,
        "model": "test",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": reason}],
        "usage": {"prompt_tokens": TOKENS[0], "completion_tokens": TOKENS[1], "total_tokens": sum(TOKENS)},
    }


def _converse(say: Say) -> dict[str, Any]:
    use = {"toolUse": {"toolUseId": "tooluse_1", "name": "report", "input": say.value}}
    content: list[dict[str, Any]] = [use] if say.text is None else [{"text": say.text}]
    reason = "max_tokens" if say.cut else "end_turn" if say.text is not None else "tool_use"
    return {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": reason,
        "usage": {"inputTokens": TOKENS[0], "outputTokens": TOKENS[1], "totalTokens": sum(TOKENS)},
        "metrics": {"latencyMs": 5},
    }
