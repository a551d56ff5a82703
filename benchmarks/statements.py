"""How many statements each page takes: counted in a process of its own, on the second visit.

It reads paths as JSON from its input and writes their counts as JSON to its output.
"""

import json
import re
import sys
from typing import Any

from sqlalchemy import event

from innovate.app import create_app
from innovate.core.db import db
from innovate.demo import company

_ORDERS = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT")


def main() -> None:
    """Visit each path twice as the demo's employee and count on the second visit."""
    wanted: list[list[str]] = json.load(sys.stdin)
    app = create_app()
    counted: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(_ORDERS):
            counted.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    browser = app.test_client()
    token = _token(browser.get("/sign-in").text)
    fields = {"csrf_token": token, "email": company.address(company.ONE_OF_EACH[0]), "password": company.PASSWORD}
    browser.post("/sign-in", data=fields)
    token = _token(browser.get("/ideas/new", follow_redirects=True).text)
    counts: dict[str, int] = {}
    for name, method, first, second in wanted:
        for path in (first, second):
            counted.clear()
            headers = {"X-CSRFToken": token, "HX-Request": "true"} if method == "POST" else {}
            answer = browser.open(path, method=method, headers=headers)
            if answer.status_code not in (200, 303):
                raise SystemExit(f"{method} {path} answered {answer.status_code}.")
        counts[name] = len(counted)
    json.dump(counts, sys.stdout)


def _token(html: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found is not None
    return found.group(1)


if __name__ == "__main__":
    main()
