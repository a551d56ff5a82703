"""Pages are compressed as the browser takes them, and only where it pays."""

import gzip

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


def test_a_page_is_the_same_when_it_is_unpacked():
    response = answer(PAGE, "gzip, deflate, br")

    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.get_data()).decode() == PAGE
    assert response.content_length == len(response.get_data())


@pytest.mark.parametrize(
    ("body", "takes", "mimetype"),
    [
        (PAGE, "identity", "text/html"),
        (PAGE, "gzip;q=0", "text/html"),
        ("short", "gzip", "text/html"),
        (PAGE, "gzip", "image/png"),
    ],
)
def test_it_is_left_alone_where_it_would_not_pay(body: str, takes: str, mimetype: str):
    response = answer(body, takes, mimetype)

    assert "Content-Encoding" not in response.headers
    assert response.get_data(as_text=True) == body


def test_what_is_compressed_already_is_not_compressed_again():
    with app.test_request_context(headers={"Accept-Encoding": "gzip"}):
        response = Response(PAGE, headers={"Content-Encoding": "br"})
        compress(response)
    assert response.get_data(as_text=True) == PAGE
