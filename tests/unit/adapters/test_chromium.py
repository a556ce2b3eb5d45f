"""`shared.adapters.chromium` with a real browser, where there is one: it sees the world through our web only."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

import pytest

from shared.adapters.chromium import Chromium
from shared.kernel.errors import Invalid, TooLarge
from tests.fakes.site import LOOPBACK, Answer, html, running

BROWSER = next((path for name in ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
                if (path := shutil.which(name))), "")  # fmt: skip

needs_browser = pytest.mark.skipif(
    not (BROWSER and find_spec("playwright")), reason="no Chromium, or the extra `browser` is not installed"
)

SCRIPT = b"""
document.getElementById('root').innerHTML = '<h1>Users API</h1><a href="/docs/users">users</a>';
fetch('/data.json').then(r => r.json()).then(d => { document.getElementById('root').innerHTML += d.text; });
"""
PAGE = b'<!doctype html><html><body><div id="root"></div><script src="/app.js"></script></body></html>'


@needs_browser
def test_a_page_is_read_as_its_scripts_write_it() -> None:
    pages = {
        "/": Answer(body=PAGE),
        "/app.js": Answer(body=SCRIPT, media_type="text/javascript"),
        "/data.json": Answer(body=b'{"text": "GET /users lists them"}', media_type="application/json"),
    }
    with running(pages) as site:
        page = Chromium(web=site.web(), executable=BROWSER, sandbox=False).render(site.url("/"), limit=100_000)

    assert page.url == site.url("/")
    assert b"<h1>Users API</h1>" in page.body
    assert b"GET /users lists them" in page.body


@needs_browser
def test_nothing_that_a_page_asks_for_goes_around_our_checks() -> None:
    with running({"/": Answer(body=html("Secret"))}) as trap:
        target = f"http://{LOOPBACK}:{trap.port}/"
        script = (
            f"fetch('{target}').catch(() => 0); new WebSocket('ws://{LOOPBACK}:{trap.port}/');"
            f"new Image().src = '{target}'; navigator.sendBeacon('{target}');"
            f"var f = document.createElement('iframe'); f.src = '{target}'; document.body.append(f);"
            "document.body.append('done');"
        )
        pages = {"/": Answer(body=PAGE), "/app.js": Answer(body=script.encode(), media_type="text/javascript")}
        with running(pages) as site:
            page = Chromium(web=site.web(), executable=BROWSER, sandbox=False).render(site.url("/"), limit=100_000)

        assert b"done" in page.body
        assert trap.asked == []


@needs_browser
@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://169.254.169.254/latest/", "file:///etc/passwd"])
def test_a_page_that_is_refused_is_not_rendered(address: str) -> None:
    with running({}) as site, pytest.raises(Invalid):
        Chromium(web=site.web(), executable=BROWSER, sandbox=False).render(address, limit=100_000)


@needs_browser
def test_a_page_that_grows_too_large_is_refused() -> None:
    script = b"document.body.append('x'.repeat(200000));"
    pages = {"/": Answer(body=PAGE), "/app.js": Answer(body=script, media_type="text/javascript")}
    with running(pages) as site, pytest.raises(TooLarge, match="once its scripts have run"):
        Chromium(web=site.web(), executable=BROWSER, sandbox=False).render(site.url("/"), limit=100_000)


def test_a_library_that_is_absent_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "playwright.sync_api", None)

    with running({}) as site, pytest.raises(Invalid, match="install the extra `browser`"):
        Chromium(web=site.web()).render(site.url("/"), limit=100)
