"""Visitors: people of the large set who sign in for real, through the page."""

import http.cookiejar
import re
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from innovate.core.db import normal_url
from innovate.demo import company

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a session: what their browser would send."""

    person_id: int
    cookie: str
    token: str

    def reads(self, path: str) -> dict[str, Any]:
        """A request for that page."""
        return {"method": "GET", "path": path, "headers": {"Cookie": self.cookie, "Accept-Encoding": "gzip"}}

    def votes(self, idea_id: int, *, back: bool = False) -> dict[str, Any]:
        """A vote as the script sends it."""
        path = f"/ideas/{idea_id}/{'take-vote-back' if back else 'vote'}"
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token, "HX-Request": "true"}
        return {"method": "POST", "path": path, "headers": headers, "body": ""}


def let_in(url: str, how_many: int) -> list[tuple[int, str]]:
    """Let so many made-up employees sign in with the demo's password; their ids and addresses.

    Areas take up nothing by votes meanwhile, or the ideas that are voted for would leave the open stage one by one.
    """
    engine = sa.create_engine(normal_url(url))
    with engine.begin() as connection:
        known = connection.scalar(sa.text("SELECT password_hash FROM people WHERE password_hash IS NOT NULL LIMIT 1"))
        rows = connection.execute(
            sa.text("SELECT id, email FROM people WHERE password_hash IS NULL AND roles = 1 ORDER BY id LIMIT :n"),
            {"n": how_many},
        ).all()
        connection.execute(sa.text("UPDATE areas SET vote_threshold = NULL"))
        for row in rows:
            connection.execute(
                sa.text("UPDATE people SET password_hash = :hash WHERE id = :id"), {"hash": known, "id": row.id}
            )
    engine.dispose()
    return [(row.id, row.email) for row in rows]


def sign_in(port: int, person_id: int, email: str) -> Visitor:
    """Sign in through the form; the cookie and a token of the session that it began."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    base = f"http://127.0.0.1:{port}"
    with opener.open(f"{base}/sign-in") as page:
        token = _token(page.read().decode())
    fields = {"csrf_token": token, "email": email, "password": company.PASSWORD}
    with opener.open(f"{base}/sign-in", urllib.parse.urlencode(fields).encode()) as page:
        if page.url.endswith("/sign-in"):
            raise SystemExit(f"Signing in as {email} did not work.")
    with opener.open(f"{base}/") as page:
        token = _token(page.read().decode())
    return Visitor(person_id, "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar), token)


def _token(html: str) -> str:
    found = _TOKEN.search(html)
    if found is None:
        raise SystemExit("The page has no CSRF token.")
    return found.group(1)
