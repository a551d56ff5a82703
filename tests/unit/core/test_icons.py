"""Icons and drawings stand in the page, and say only what they are asked to say."""

import pytest

from innovate.core.icons import DRAWINGS, drawing_svg, icon_svg


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in icon_svg("lightbulb")
    assert 'role="img" aria-label="Ideas"' in icon_svg("lightbulb", 18, "Ideas")


def test_a_label_cannot_leave_its_attribute():
    assert '"><script' not in icon_svg("x", 18, '"><script>')


def test_an_icon_that_lucide_does_not_have_is_an_error():
    with pytest.raises(KeyError):
        icon_svg("no-such-icon")


@pytest.mark.parametrize("name", [path.stem for path in sorted(DRAWINGS.glob("*.svg"))])
def test_a_drawing_takes_the_colours_of_the_page(name: str):
    drawing = drawing_svg(name)

    assert 'stroke="currentColor"' in drawing
    assert "#" not in drawing
    assert "style=" not in drawing
