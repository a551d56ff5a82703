"""Light or dark: chosen with or without a script, drawn by the server, so that nothing flashes."""

import re

import pytest

from tests import factories


def colours(page):
    """The colours of the browser's own bars, by when they count."""
    return dict(re.findall(r'<meta name="theme-color"[^>]* media="([^"]+)" content="([^"]+)"', page.text))


@pytest.mark.parametrize(("theme", "colour"), [("light", "#faf8f4"), ("dark", "#171512")])
def test_a_theme_that_is_chosen_holds_on_the_next_page_and_for_the_browsers_bars(app, as_user, theme, colour):
    visitor = as_user(factories.person())
    answer = visitor.post("/me/theme", data={"theme": theme})
    assert answer.location == "/me"
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    page = visitor.get("/me")
    assert f'data-theme="{theme}"' in page.text
    assert colours(page)["all"] == colour
    assert re.search(rf'<input[^>]* checked[^>]* value="{theme}"', page.text)


def test_as_the_device_says_is_no_theme_of_our_own(app, as_user):
    visitor = as_user(factories.person())
    visitor.post("/me/theme", data={"theme": "dark"})
    visitor.post("/me/theme", data={"theme": "system"})
    page = visitor.get("/me")
    assert "data-theme=" not in page.text.split("<body")[0]
    assert set(colours(page)) == {"(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"}


@pytest.mark.parametrize("theme", ["", "pink", "dark; path=/x"])
def test_no_other_theme_is_kept(app, as_user, theme):
    visitor = as_user(factories.person())
    assert visitor.post("/me/theme", data={"theme": theme}).status_code == 422
    assert visitor.get_cookie("theme") is None


def test_a_device_finds_the_icons_to_install(app, stranger):
    factories.person()
    page = stranger.get("/sign-in").text
    for link in re.findall(r'<link rel="(?:icon|apple-touch-icon|manifest)" href="([^"]+)"', page):
        assert stranger.get(link, buffered=True).status_code == 200
    assert 'rel="apple-touch-icon"' in page
