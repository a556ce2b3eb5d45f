"""
Pages as a headless Chromium writes them, driven by the library `playwright`, which is there only where installed.

The browser itself reaches nobody: it has no network of its own, and every request it makes is answered here, by the
`Web` that everything else goes through, with the same checks of every address and redirect.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

from shared.kernel.errors import ApplicationError, Invalid, TooLarge, Unavailable
from shared.ports.web import Web, WebPage

# A proxy that nobody listens on, and no names: whatever is not answered here goes nowhere.
_SEALED: Final = (
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy",
)
_FETCHED: Final = frozenset({"document", "script", "xhr", "fetch", "stylesheet"})
_REQUESTS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Chromium:
    """`Renderer` that starts a browser for every page and ends it; without an `executable` the library's own."""

    web: Web
    executable: str = ""
    seconds: float = 30.0
    sandbox: bool = True

    def render(self, url: str, *, limit: int) -> WebPage:
        """Return the page once its scripts have run and nothing more is asked for; raises as the port says."""
        seat = _Seat(self.web, limit)
        with self._browser() as browser:
            context = browser.new_context(service_workers="block", accept_downloads=False, java_script_enabled=True)
            # The library ties attributes to what it calls; a function takes them.
            context.route("**/*", lambda route: seat.answer(route))  # noqa: PLW0108
            page = context.new_page()
            page.set_default_timeout(self.seconds * 1000)
            try:
                page.goto(url, wait_until="networkidle", timeout=self.seconds * 1000)
                text: str = page.content()
            except import_module("playwright.sync_api").Error as error:
                raise seat.failure or _failure(url, error) from None
        body = text.encode("utf-8", "replace")
        if len(body) > limit:
            message = f"{url} has more than {limit} bytes once its scripts have run."
            raise TooLarge(message)
        return WebPage(url=seat.final or url, media_type="text/html; charset=utf-8", body=body)

    @contextmanager
    def _browser(self) -> Iterator[Any]:
        try:
            library = import_module("playwright.sync_api")
        except ImportError:
            message = "no browser is there: install the extra `browser`"
            raise Invalid(message, code="renderer_not_installed") from None
        with library.sync_playwright() as driver:
            try:
                browser = driver.chromium.launch(
                    executable_path=self.executable or None, args=list(_SEALED), chromium_sandbox=self.sandbox
                )
            except library.Error:
                message = "the browser does not start"
                raise Unavailable(message) from None
            try:
                yield browser
            finally:
                browser.close()


@dataclass(slots=True)
class _Seat:
    """Answers the browser's requests while one page is rendered; `final` is where the page itself came from."""

    web: Web
    limit: int
    final: str = ""
    failure: ApplicationError | None = None
    requests: int = 0
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.limit

    def answer(self, route: Any) -> None:  # noqa: ANN401 - a type of a library that may be absent
        """Answer one request, or let it fail: a picture, a form, too many, or an address that is refused."""
        request = route.request
        self.requests += 1
        if request.method != "GET" or request.resource_type not in _FETCHED or self.requests > _REQUESTS:
            route.abort()
            return
        try:
            page = self.web.fetch(request.url, limit=max(1, self.left))
        except ApplicationError as error:
            if request.is_navigation_request():
                self.failure = error
            route.abort()
            return
        self.left -= len(page.body)
        if request.is_navigation_request() and not self.final:
            self.final = page.url
        headers = {"content-type": page.media_type or "application/octet-stream", "access-control-allow-origin": "*"}
        route.fulfill(status=200, headers=headers, body=page.body)


def _failure(url: str, error: Exception) -> ApplicationError:
    if type(error).__name__ == "TimeoutError":
        return Unavailable(f"{url} was still being written when its time was over.")
    return Invalid(f"{url} could not be rendered.", code="page_not_readable")
