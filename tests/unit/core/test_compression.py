"""Pages are compressed as the browser takes them, and only where it pays."""

import gzip

import brotli
import pytest
from flask import Flask, Response

from innovate.core.compression import compress

PAGE = "<p>An idea that is long enough.</p>" * 100
app = Flask(__name__)


def answer(body: str, takes: str, mimetype: str = "text/html") -> Response:
    with app.test_request_context(headers={"Accept-Encoding": takes}):
        response = Response(body, mimetype=mimetype)
        compress(response)
    return response


def test_brotli_is_preferred():
    response = answer(PAGE, "gzip, deflate, br")

    assert response.headers["Content-Encoding"] == "br"
    assert brotli.decompress(response.get_data()).decode() == PAGE
    assert response.content_length == len(response.get_data())


def test_gzip_serves_the_rest():
    assert gzip.decompress(answer(PAGE, "gzip").get_data()).decode() == PAGE


@pytest.mark.parametrize(
    ("body", "takes", "mimetype"),
    [
        (PAGE, "identity", "text/html"),
        (PAGE, "br;q=0", "text/html"),
        ("short", "br", "text/html"),
        (PAGE, "br", "image/png"),
    ],
)
def test_it_is_left_alone_where_it_would_not_pay(body: str, takes: str, mimetype: str):
    response = answer(body, takes, mimetype)

    assert "Content-Encoding" not in response.headers
    assert response.get_data(as_text=True) == body


def test_caches_are_told_that_it_depends_on_what_the_browser_takes():
    assert "Accept-Encoding" in answer(PAGE, "identity").vary


def test_what_is_compressed_already_is_not_compressed_again():
    with app.test_request_context(headers={"Accept-Encoding": "br"}):
        response = Response(PAGE, headers={"Content-Encoding": "gzip"})
        compress(response)
    assert response.get_data(as_text=True) == PAGE
