"""What a request may carry: a form of either kind has a bounded number of parts."""

from io import BytesIO
from typing import IO, Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser


class Parser(FormDataParser):
    """Werkzeug's parser, which counts the parts of multipart forms; this one counts those of plain forms too."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Any:
        if mimetype == "application/x-www-form-urlencoded" and self.max_form_parts is not None:
            body = stream.read()
            if body.count(b"&") >= self.max_form_parts:
                raise RequestEntityTooLarge
            stream = BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)


class Bounded(Request):
    """A request whose forms are bounded, however they are sent."""

    form_data_parser_class = Parser
