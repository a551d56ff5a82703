"""Settings, read from the environment once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent


class Environment(StrEnum):
    """What this installation is for; development shows the styleguide and the mail outbox."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"
    TESTING = "testing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One installation's settings; docs/operating.md describes each variable."""

    environment: Environment
    secret_key: str
    database_url: str
    instance_path: Path
    site_name: str = "Innovate"
    base_url: str = "http://127.0.0.1:8000"
    timezone: str = "UTC"
    currency: str = "EUR"
    point_cents: int | None = None  # what a point is worth to finance
    mail_url: str | None = None
    mail_from: str = "innovate@localhost"
    demo: bool = False
    argon2_memory_kib: int = 19 * 1024
    argon2_time: int = 2
    trusted_proxies: int = 0
    photos_path: Path | None = None

    @property
    def photos(self) -> Path:
        """The folder that holds the photos of diaries; part of every backup."""
        return self.photos_path or self.instance_path / "photos"

    @property
    def is_development(self) -> bool:
        return self.environment is Environment.DEVELOPMENT

    @property
    def keeps_mail(self) -> bool:
        """Whether mail waits where nobody can read it, because no mail server was named."""
        return self.mail_url is None and not self.is_development

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def from_environment(environ: Mapping[str, str] = os.environ) -> Config:
    """The settings that the environment describes, with safe defaults under `instance/`."""
    instance = Path(environ.get("INNOVATE_INSTANCE", ROOT / "instance")).resolve()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)  # the database and the secret are its owner's alone
    environment = Environment(environ.get("INNOVATE_ENV", "production"))
    port = environ.get("PORT", "8000")
    return Config(
        environment=environment,
        secret_key=environ.get("SECRET_KEY") or _kept_secret(instance / "secret_key"),
        database_url=environ.get("DATABASE_URL") or f"sqlite:///{instance / 'innovate.sqlite3'}",
        instance_path=instance,
        site_name=environ.get("SITE_NAME", "Innovate"),
        base_url=environ.get("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        timezone=environ.get("TIMEZONE", "UTC"),
        currency=environ.get("CURRENCY", "EUR"),
        point_cents=int(environ["POINT_CENTS"]) if environ.get("POINT_CENTS") else None,
        mail_url=environ.get("MAIL_URL") or None,
        mail_from=environ.get("MAIL_FROM", "innovate@localhost"),
        demo=environ.get("INNOVATE_DEMO", "") == "1",
        trusted_proxies=int(environ.get("TRUSTED_PROXIES", "0")),
        photos_path=Path(environ["PHOTOS_PATH"]).resolve() if environ.get("PHOTOS_PATH") else None,
    )


def _kept_secret(path: Path) -> str:
    """The secret in that file; made once, readable by its owner alone."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        secret = secrets.token_hex(32)
        file.write(secret)
    return secret
