"""`shared.adapters.web`, against servers on loopback and a resolver that says what the test needs."""

from __future__ import annotations

import datetime as dt
import gzip
import ssl
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.adapters.web import PublicWeb
from shared.kernel.errors import Invalid, TooLarge, Unavailable
from shared.ports.web import Validators, WebPage
from tests.fakes.web import served

LOOPBACK = "127.0.0.1"
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello"


def to_loopback(host: str, port: int) -> Sequence[str]:
    del host, port
    return (LOOPBACK,)


def web(port: int, *, total: float = 10.0) -> PublicWeb:
    return PublicWeb(resolver=to_loopback, allow=frozenset({(LOOPBACK, port)}), total=total)


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""])
    return head.encode() + body


class TestAddresses:
    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://127.0.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0x7f.0x0.0x0.0x1/",
            "http://017700000001/",
            "http://0177.0.0.1/",
            "http://0/",
            "http://0.0.0.0/",
            "http://localhost/",
            "http://169.254.169.254/latest/meta-data/",
            "http://2852039166/",
            "http://0xa9fea9fe/",
            "http://0251.0376.0251.0376/",
            "http://169.254.170.2/v2/credentials",
            "http://10.0.0.1/",
            "http://10.1/",
            "http://172.16.0.1/",
            "http://192.168.0.1/",
            "http://192.168.1/",
            "http://100.64.0.1/",
            "http://100.100.100.200/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[2001:0:7f00:1::]/",
            "http://[fd00:ec2::254]/",
            "http://[fe80::1]/",
            "http://[fec0::1]/",
            "http://[ff02::1]/",
            "https://127.0.0.1:8443/",
        ],
    )
    def test_no_spelling_of_a_private_address_is_dialled(self, url: str) -> None:
        with pytest.raises(
            Invalid, match=r"is not fetched: it (does not lead to the public web|is no web address)"
        ) as refusal:
            PublicWeb().fetch(url, limit=100)

        assert refusal.value.code == "address_refused"

    @pytest.mark.parametrize(
        ("url", "why"),
        [
            ("file:///etc/passwd", "only http and https"),
            ("ftp://example.org/", "only http and https"),
            ("gopher://example.org/", "only http and https"),
            ("//example.org/", "only http and https"),
            ("example.org", "only http and https"),
            ("", "only http and https"),
            ("http:///path", "only http and https"),
            ("http://name:word@example.org/", "must not carry a name or password"),
            ("http://127.0.0.1@example.org/", "must not carry a name or password"),
            ("http://example.org\r\n/", "it is no web address"),
            ("http://exa mple.org/", "it is no web address|public web"),
            ("http://[::1/", "it is no web address"),
            ("http://example.org:99999999/", "there is no such port|it is no web address"),
            ("http://example.org:0/", "there is no such port"),
            ("http://example.org/" + "a" * 5000, "longer than 4096 characters"),
        ],
    )
    def test_what_is_no_plain_web_address_is_refused(self, url: str, why: str) -> None:
        with pytest.raises(Invalid, match=why) as refusal:
            PublicWeb(resolver=to_loopback).fetch(url, limit=100)

        assert refusal.value.code == "address_refused"

    def test_one_private_address_among_public_ones_refuses_the_name(self) -> None:
        found = PublicWeb(resolver=lambda _host, _port: ("93.184.216.34", "10.0.0.1"))

        with pytest.raises(Invalid, match="does not lead to the public web"):
            found.fetch("http://docs.example.org/", limit=100)

    @pytest.mark.parametrize("port", [22, 25, 110, 445, 1023])
    def test_ports_of_other_services_are_refused(self, port: int) -> None:
        found = PublicWeb(resolver=lambda _host, _port: ("93.184.216.34",))

        with pytest.raises(Invalid, match=f"port {port} belongs to another service"):
            found.fetch(f"http://docs.example.org:{port}/", limit=100)

    def test_a_refusal_tells_neither_password_nor_query(self) -> None:
        with pytest.raises(Invalid, match="must not carry") as refusal:
            PublicWeb().fetch("http://me:hunter2@example.org/a?key=s3cret", limit=100)

        assert str(refusal.value) == "http://example.org/a is not fetched: it must not carry a name or password."

    def test_the_name_is_looked_up_once_and_the_checked_address_dialled(self) -> None:
        looked_up: list[str] = []

        with served(PLAIN) as (port, requests):

            def rebinding(host: str, _port: int) -> Sequence[str]:
                looked_up.append(host)
                return (LOOPBACK,) if len(looked_up) == 1 else ("10.0.0.1",)

            found = PublicWeb(resolver=rebinding, allow=frozenset({(LOOPBACK, port)}))
            page = found.fetch(f"http://docs.example.org:{port}/a?b=c#d", limit=100)

        assert page.body == b"hello"
        assert looked_up == ["docs.example.org"]
        assert requests[0].startswith(b"GET /a?b=c HTTP/1.1\r\nHost: docs.example.org:%d\r\n" % port)

    def test_an_unknown_name_is_unavailable(self) -> None:
        def unknown(_host: str, _port: int) -> Sequence[str]:
            raise OSError(-2, "Name or service not known")

        with pytest.raises(Unavailable, match=r"http://docs\.example\.org/ could not be reached"):
            PublicWeb(resolver=unknown).fetch("http://docs.example.org/", limit=100)

    def test_proxies_of_the_environment_are_ignored(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

        with served(PLAIN) as (port, _):
            page = web(port).fetch(f"http://docs.example.org:{port}/", limit=100)

        assert page.body == b"hello"


class TestRedirects:
    def test_are_followed_and_the_last_address_is_told(self) -> None:
        moved = answer(b"", "Location: /b", status="302 Found")

        with served(moved, PLAIN) as (port, _):
            page = web(port).fetch(f"http://docs.example.org:{port}/a", limit=100)

        assert page == WebPage(
            url=f"http://docs.example.org:{port}/b", media_type="text/html; charset=utf-8", body=b"hello"
        )

    @pytest.mark.parametrize(
        "target", ["http://127.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]/", "http://0x7f.1/"]
    )
    def test_to_a_private_address_are_refused(self, target: str) -> None:
        def literal(host: str, _port: int) -> Sequence[str]:
            return (LOOPBACK,) if host == "docs.example.org" else ("169.254.169.254",)

        with served(answer(b"", f"Location: {target}", status="302 Found")) as (port, _):
            found = PublicWeb(resolver=literal, allow=frozenset({(LOOPBACK, port)}))

            with pytest.raises(Invalid, match="does not lead to the public web"):
                found.fetch(f"http://docs.example.org:{port}/", limit=100)

    def test_to_another_scheme_are_refused(self) -> None:
        with (
            served(answer(b"", "Location: file:///etc/passwd", status="301 Moved")) as (port, _),
            pytest.raises(Invalid, match="only http and https"),
        ):
            web(port).fetch(f"http://docs.example.org:{port}/", limit=100)

    def test_are_counted(self) -> None:
        moved = answer(b"", "Location: /again", status="307 Temporary Redirect")

        with served(*[moved] * 6) as (port, requests), pytest.raises(Invalid, match="more than 5 times") as refusal:
            web(port).fetch(f"http://docs.example.org:{port}/", limit=100)

        assert (refusal.value.code, len(requests)) == ("page_not_readable", 6)


class TestBodies:
    @pytest.mark.parametrize(
        ("coding", "packed"),
        [
            ("gzip", gzip.compress(b"hello" * 100, mtime=0)),
            ("deflate", zlib.compress(b"hello" * 100)),
            ("deflate", zlib.compress(b"hello" * 100)[2:-4]),
            ("identity", b"hello" * 100),
        ],
    )
    def test_are_unpacked(self, coding: str, packed: bytes) -> None:
        with served(answer(packed, f"Content-Encoding: {coding}")) as (port, _):
            page = web(port).fetch(f"http://docs.example.org:{port}/", limit=500)

        assert page == WebPage(url=f"http://docs.example.org:{port}/", media_type="", body=b"hello" * 100)

    def test_larger_than_the_limit_are_refused_while_they_arrive(self) -> None:
        with served(answer(b"x" * 501)) as (port, _), pytest.raises(TooLarge, match="more than 500 bytes"):
            web(port).fetch(f"http://docs.example.org:{port}/", limit=500)

    def test_without_end_are_refused_at_the_limit(self) -> None:
        endless = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"5\r\nhello\r\n" * 50_000

        with served(endless) as (port, _), pytest.raises(TooLarge, match="more than 5000 bytes"):
            web(port).fetch(f"http://docs.example.org:{port}/", limit=5000)

    @pytest.mark.parametrize("coding", ["gzip", "deflate"])
    def test_that_unpack_beyond_the_limit_are_refused(self, coding: str) -> None:
        pack = gzip.compress if coding == "gzip" else zlib.compress
        bomb = pack(bytes(50_000_000))

        with (
            served(answer(bomb, f"Content-Encoding: {coding}")) as (port, _),
            pytest.raises(TooLarge, match="more than 100000 bytes"),
        ):
            web(port).fetch(f"http://docs.example.org:{port}/", limit=100_000)

    @pytest.mark.parametrize(
        ("coding", "packed"),
        [
            ("gzip", b"not gzip"),
            ("gzip", gzip.compress(b"hello", mtime=0)[:-9]),
            ("gzip", gzip.compress(b"a", mtime=0) * 2),
        ],
    )
    def test_packed_wrongly_are_not_readable(self, coding: str, packed: bytes) -> None:
        with (
            served(answer(packed, f"Content-Encoding: {coding}")) as (port, _),
            pytest.raises(Invalid, match="was packed wrongly"),
        ):
            web(port).fetch(f"http://docs.example.org:{port}/", limit=500)

    @pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip"])
    def test_in_a_coding_not_asked_for_are_not_readable(self, coding: str) -> None:
        with (
            served(answer(b"x", f"Content-Encoding: {coding}")) as (port, _),
            pytest.raises(Invalid, match="packed in a way that was not asked for"),
        ):
            web(port).fetch(f"http://docs.example.org:{port}/", limit=500)


@pytest.fixture(name="certificate", scope="module")
def _certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate of docs.example.org with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "docs.example.org")])
    day = dt.timedelta(days=1)
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 - a certificate is valid on a real day
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("docs.example.org")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + secret)
    return path


class TestTls:
    def fetch(self, host: str, certificate: Path) -> WebPage:
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(certificate)
        with served(PLAIN, tls=server) as (port, _):
            trusting = PublicWeb(
                resolver=to_loopback,
                allow=frozenset({(LOOPBACK, port)}),
                tls=ssl.create_default_context(cafile=certificate),
            )
            return trusting.fetch(f"https://{host}:{port}/", limit=100)

    def test_the_certificate_is_checked_against_the_name_though_the_address_is_dialled(self, certificate: Path) -> None:
        assert self.fetch("docs.example.org", certificate).body == b"hello"

    def test_the_certificate_of_another_name_is_refused(self, certificate: Path) -> None:
        with pytest.raises(Unavailable, match="could not be reached"):
            self.fetch("other.example.org", certificate)


class TestAnswers:
    @pytest.mark.parametrize("status", ["400 Bad Request", "401 Unauthorized", "404 Not Found", "410 Gone", "304 Same"])
    def test_that_are_errors_are_not_readable(self, status: str) -> None:
        with (
            served(answer(b"no", status=status)) as (port, _),
            pytest.raises(Invalid, match=f"answers with status {status[:3]}") as refusal,
        ):
            web(port).fetch(f"http://docs.example.org:{port}/", limit=500)

        assert refusal.value.code == "page_not_readable"

    def test_that_are_still_the_version_we_know_are_not_sent_again(self) -> None:
        known = Validators(etag='"v1"', last_modified="Wed, 17 Jun 2026 13:04:11 GMT")
        head = f"ETag: {known.etag}", f"Last-Modified: {known.last_modified}"
        with served(answer(b"hello", *head), answer(b"", status="304 Not Modified")) as (port, requests):
            first = web(port).fetch(f"http://docs.example.org:{port}/", limit=500)
            again = web(port).fetch(f"http://docs.example.org:{port}/", limit=500, known=first.validators)

        assert (first.validators, first.unchanged, first.body) == (known, False, b"hello")
        assert (again.unchanged, again.body) == (True, b"")
        assert b'If-None-Match: "v1"\r\n' in requests[1]
        assert b"If-Modified-Since: Wed, 17 Jun 2026 13:04:11 GMT\r\n" in requests[1]
        assert b"If-" not in requests[0]

    @pytest.mark.parametrize("status", ["429 Too Many Requests", "500 Oops", "503 Service Unavailable"])
    def test_that_ask_to_come_back_are_unavailable(self, status: str) -> None:
        with (
            served(answer(b"later", status=status)) as (port, _),
            pytest.raises(Unavailable, match=f"come back later \\(status {status[:3]}\\)"),
        ):
            web(port).fetch(f"http://docs.example.org:{port}/", limit=500)

    def test_that_are_no_http_are_not_readable(self) -> None:
        with (
            served(b"220 mail ready\r\n") as (port, _),
            pytest.raises(Invalid, match="not answer as a web server does"),
        ):
            web(port).fetch(f"http://docs.example.org:{port}/", limit=500)

    @pytest.mark.parametrize("slow", [PLAIN, b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + b"x" * 900])
    def test_that_drip_are_given_up_in_time(self, slow: bytes) -> None:
        started = time.monotonic()

        with served(slow, drip=0.02) as (port, _), pytest.raises(Unavailable, match="did not answer in time"):
            web(port, total=0.4).fetch(f"http://docs.example.org:{port}/", limit=5000)

        assert time.monotonic() - started < 2

    def test_that_never_come_are_given_up_in_time(self) -> None:
        with served(b"") as (port, _), pytest.raises((Unavailable, Invalid), match="did not answer"):
            web(port, total=0.4).fetch(f"http://docs.example.org:{port}/", limit=5000)

    def test_of_nobody_are_unavailable(self) -> None:
        with served() as (port, _):
            pass

        with pytest.raises(Unavailable, match="could not be reached"):
            web(port).fetch(f"http://docs.example.org:{port}/", limit=5000)
