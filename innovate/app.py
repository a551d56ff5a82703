"""Puts the packages together; the only module that knows them all."""

from collections.abc import MutableMapping
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from flask import Flask
from flask.templating import Environment as JinjaEnvironment
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Config, Environment, from_environment
from innovate import cli, reactions
from innovate.accounts import login, passwords
from innovate.core import assets, bodies, csrf, geometry, icons, journal, logs, pieces, web, wording
from innovate.core.db import db, engine_options, normal_url, prepare

PAGES = (
    "accounts", "home", "ideas", "voting", "discussion", "review", "experiments",
    "rewards", "recognition", "notifications", "search", "admin", "operation",
)  # fmt: skip
MODELS = (
    "accounts",
    "areas",
    "ideas",
    "voting",
    "discussion",
    "review",
    "experiments",
    "rewards",
    "recognition",
    "notifications",
)


def create_app(config: Config | None = None) -> Flask:
    """The application for these settings, or for the environment's."""
    config = config or from_environment()
    logs.set_up(as_json=config.environment is Environment.PRODUCTION)
    app = web.App(__name__, static_folder=str(ROOT / "static"), template_folder=str(ROOT / "templates"))
    app.config.from_mapping(
        SETTINGS=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=normal_url(config.database_url),
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(config.database_url),
        SESSION_COOKIE_NAME="__Host-session" if config.is_https else "session",
        SESSION_COOKIE_SECURE=config.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=7),
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=12_000_000,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=200,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
        TESTING=config.environment == "testing",
    )
    app.request_class = bodies.Bounded
    if config.trusted_proxies:
        hops = config.trusted_proxies
        proxied = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # as Flask tells one to wrap it
    _database(app)
    _templates(app, config)
    passwords.use_cost(memory_kib=config.argon2_memory_kib, time=config.argon2_time)
    journal.wire(reactions.REACTIONS)
    csrf.set_up(app)
    web.set_up(app)
    login.set_up(app)
    pages = (*PAGES, "styleguide") if config.is_development else PAGES
    for name in pages:
        app.register_blueprint(import_module(f"innovate.{name}.routes").bp)
    web.check_access(app)
    cli.set_up(app)
    return app


def _database(app: Flask) -> None:
    for name in MODELS:
        import_module(f"innovate.{name}.models")
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def _templates(app: Flask, config: Config) -> None:
    wording.use_timezone(config.timezone)
    wording.use_currency(config.currency)
    app.jinja_environment = _Templates
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "extensions": ["jinja2.ext.do"]}
    app.jinja_env.filters.update(wording.FILTERS)
    app.jinja_env.globals.update(
        asset=assets.asset,
        piece=pieces.piece,
        icon_svg=icons.icon_svg,
        drawing_svg=icons.drawing_svg,
        promise_left=geometry.share_left,
        share_of=geometry.share,
        interval_scale=geometry.interval_scale,
        spark_points=geometry.spark_points,
        site=SimpleNamespace(name=config.site_name, logo_url=None),
        in_development=config.is_development,
        keeps_mail=config.keeps_mail,
    )


class _Templates(JinjaEnvironment):
    """All templates share one set of globals, so that no import between them compares two of them name by name."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals
