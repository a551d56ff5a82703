"""Pictures of the company's rewards: drawn when it is seeded, and laid where others lie."""

import io
from collections.abc import Callable, Sequence
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFilter

from innovate.core.pictures import Picture
from innovate.demo import pictures
from innovate.rewards.item_pictures import item_pictures

_SIZE = (640, 480)
_FINE = 2  # drawn so much larger, for smooth edges
_LINEN, _DUSK, _SAGE, _ROSE, _SKY, _SAND = "#efe6d8", "#3b4652", "#d7dfd0", "#ecd9d2", "#d5e1e6", "#e8dcc4"
_OAK, _DARK_OAK, _CLAY, _CREAM, _BLUE, _RED = "#c99a62", "#9c7142", "#bd6b4a", "#fbf6ea", "#2f5d7c", "#b5483a"
_GREEN, _DARK_GREEN, _AMBER, _GREY = "#6f8f63", "#4c6b49", "#f0b34c", "#8d8a86"
Points = Sequence[tuple[float, float]]


class _Pen:
    """Draws in a field of 640 by 480, on paper that is finer."""

    def __init__(self, ground: str, floor: str, line: float = 350) -> None:
        self.paper = Image.new("RGB", (_SIZE[0] * _FINE, _SIZE[1] * _FINE), ground)
        self._pen = ImageDraw.Draw(self.paper)
        self.box(0, line, 640, 480, floor, 0)

    def box(self, left: float, top: float, right: float, bottom: float, fill: str, round_: float = 8) -> None:
        self._pen.rounded_rectangle(_fine(left, top, right, bottom), round_ * _FINE, fill=fill)

    def round(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        self._pen.ellipse(_fine(x - rx, y - ry, x + rx, y + ry), fill=fill)

    def ring(self, x: float, y: float, r: float, line: str, width: float) -> None:
        self._pen.ellipse(_fine(x - r, y - r, x + r, y + r), outline=line, width=int(width * _FINE))

    def shape(self, points: Points, fill: str) -> None:
        self._pen.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=fill)

    def stroke(self, points: Points, line: str, width: float) -> None:
        self._pen.line([(x * _FINE, y * _FINE) for x, y in points], fill=line, width=int(width * _FINE), joint="curve")

    def curve(self, x: float, y: float, r: float, span: tuple[float, float], line: str, width: float) -> None:
        self._pen.arc(_fine(x - r, y - r, x + r, y + r), *span, fill=line, width=int(width * _FINE))

    def leaf(self, x: float, y: float, long: float, wide: float, turn: float, fill: str) -> None:
        """A leaf from its stalk, in the direction `turn`, in degrees from upright."""
        angle = turn * pi / 180
        outline = []
        for step in range(25):
            part = step / 24
            side = wide * sin(pi * part) * (1 if step else 0)
            outline.append((side, -long * part))
        outline += [(-across, along) for across, along in reversed(outline)]
        self.shape(
            [(x + a * cos(angle) - b * sin(angle), y + a * sin(angle) + b * cos(angle)) for a, b in outline], fill
        )

    def shadow(self, x: float, y: float, rx: float, ry: float, dark: int = 60) -> None:
        """What something casts on the floor, soft at its edge."""
        veil = Image.new("L", self.paper.size, 0)
        ImageDraw.Draw(veil).ellipse(_fine(x - rx, y - ry, x + rx, y + ry), fill=dark)
        self._lay("#2a2016", veil.reduce(4).filter(ImageFilter.GaussianBlur(4)))

    def glow(self, x: float, y: float, r: float, tone: str, bright: int = 150) -> None:
        """Light around a lamp."""
        veil = Image.new("L", self.paper.size, 0)
        ImageDraw.Draw(veil).ellipse(_fine(x - r, y - r, x + r, y + r), fill=bright)
        self._lay(tone, veil.reduce(8).filter(ImageFilter.GaussianBlur(r / 9)))

    def _lay(self, tone: str, veil: Image.Image) -> None:
        self.paper.paste(Image.new("RGB", self.paper.size, tone), mask=veil.resize(self.paper.size))

    def done(self) -> Image.Image:
        return self.paper.resize(_SIZE, Image.Resampling.LANCZOS)


def taken(key: str) -> Picture | None:
    """The picture of that reward; None where no folder was named."""
    folder = pictures.folder()
    if folder is None:
        return None
    kept = io.BytesIO()
    _DRAWN[key]().done().save(kept, "WEBP", quality=80, method=2)
    return item_pictures(folder).put(*_SIZE, kept.getvalue())


def _fine(*numbers: float) -> tuple[float, ...]:
    return tuple(number * _FINE for number in numbers)


def _meals() -> _Pen:
    pen = _Pen(_ROSE, _OAK, 300)
    pen.shadow(320, 392, 190, 26)
    pen.round(320, 290, 176, 44, _CREAM)
    pen.shape([(146, 292), (494, 292), (440, 384), (200, 384)], _BLUE)
    pen.round(320, 384, 120, 18, _BLUE)
    pen.round(320, 288, 174, 42, "#24506e")
    pen.round(320, 290, 156, 33, "#d9822f")
    for x, y, tone in (
        (260, 286, _GREEN),
        (352, 298, _AMBER),
        (310, 280, _RED),
        (394, 286, _GREEN),
        (292, 302, _AMBER),
    ):
        pen.round(x, y, 15, 8, tone)
    for x in (250, 320, 390):
        pen.stroke([(x + 14 * sin(step / 2.4), 230 - step * 8) for step in range(17)], "#f7efe6", 7)
    return pen


def _tree() -> _Pen:
    pen = _Pen(_SKY, _SKY)
    pen.round(480, 110, 46, 46, "#f6d48a")
    pen.round(140, 560, 420, 210, "#a9bf8f")
    pen.round(470, 600, 420, 250, "#8aa874")
    for x, y, size in ((190, 350, 1.0), (330, 366, 1.35), (470, 352, 0.9)):
        pen.box(x - 6 * size, y - 70 * size, x + 6 * size, y + 8, _DARK_OAK, 3)
        for step, tone in enumerate((_DARK_GREEN, "#5b7d54", _GREEN)):
            top = y - (60 + step * 46) * size
            wide = (74 - step * 17) * size
            pen.shape([(x - wide, top), (x + wide, top), (x, top - 86 * size)], tone)
    return pen


def _mug() -> _Pen:
    pen = _Pen(_LINEN, _OAK, 330)
    pen.shadow(330, 398, 150, 22)
    pen.ring(436, 286, 58, _BLUE, 20)
    pen.box(206, 196, 434, 396, _BLUE, 22)
    pen.box(206, 196, 252, 396, "#3b6f91", 22)
    pen.round(320, 198, 114, 26, _CREAM)
    pen.round(320, 199, 100, 19, "#4a3527")
    for x, y in ((286, 300), (344, 340), (390, 282), (300, 362), (372, 376)):
        pen.round(x, y, 5, 5, "#dfe8ee")
    return pen


def _plant() -> _Pen:
    pen = _Pen(_SAGE, _OAK, 360)
    pen.shadow(320, 418, 120, 20)
    for turn, long in ((-58, 150), (-30, 190), (0, 210), (28, 196), (56, 156), (-12, 150), (40, 120)):
        x, y = 320 + sin(turn * pi / 180) * long, 316 - cos(turn * pi / 180) * long
        pen.stroke([(320, 320), ((320 + x) / 2 + turn / 6, (320 + y) / 2), (x, y)], _DARK_GREEN, 5)
        pen.round(x, y, 42, 38, _GREEN if turn % 4 else _DARK_GREEN)
        pen.round(x - 8, y - 8, 20, 16, "#86a678" if turn % 4 else "#5f8059")
    pen.shape([(244, 322), (396, 322), (376, 418), (264, 418)], _CLAY)
    pen.box(234, 300, 406, 332, "#cb7a57", 8)
    return pen


def _buns() -> _Pen:
    pen = _Pen(_SKY, _LINEN, 250)
    pen.shadow(320, 372, 246, 44)
    pen.round(320, 356, 240, 62, _CREAM)
    pen.round(320, 350, 200, 46, "#eee4d2")
    for x, y in ((220, 306), (420, 306), (320, 336)):
        pen.round(x, y + 14, 92, 58, "#a8682f")
        pen.round(x, y, 92, 58, "#c98743")
        for r, tone in ((66, "#8a5124"), (50, "#d79a58"), (34, "#8a5124"), (20, "#d79a58")):
            pen.round(x, y - 4, r, r * 0.6, tone)
        for step in range(9):
            pen.round(x + 74 * cos(step * 2.4) * 0.8, y - 4 + 40 * sin(step * 2.4) * 0.9, 5, 4, "#fdfaf2")
    return pen


def _cinema() -> _Pen:
    pen = _Pen("#2d2a33", "#221f27", 380)
    pen.glow(320, 150, 230, "#8fb0c4", 120)
    pen.box(130, 50, 510, 236, "#e9eff1", 6)
    pen.shape([(130, 236), (240, 140), (330, 208), (420, 110), (510, 200), (510, 236)], "#b9cbd3")
    pen.round(430, 96, 22, 22, "#f4d79b")
    for left, top, lean, tone in ((180, 300, 18, _RED), (316, 286, -14, _AMBER)):
        pen.shape(
            [(left, top + lean), (left + 150, top - lean), (left + 166, top + 80 - lean), (left + 16, top + 80 + lean)],
            tone,
        )
        for step in range(6):
            pen.round(left + 112 + step * 2.9, top - lean * 0.5 + 8 + step * 13, 3, 3, "#2d2a33")
        pen.stroke([(left + 28, top + 28 + lean * 0.6), (left + 88, top + 22 - lean * 0.3)], "#fff4df", 6)
        pen.stroke([(left + 32, top + 48 + lean * 0.6), (left + 74, top + 44)], "#fff4df", 6)
    return pen


def _bicycle() -> _Pen:
    pen = _Pen(_DUSK, "#2f3841", 372)
    pen.glow(540, 236, 110, "#f7dfa0", 190)
    for x, y in ((70, 60), (180, 130), (300, 50), (420, 110), (120, 220), (250, 190), (590, 70), (40, 300), (480, 40)):
        pen.round(x, y, 5, 5, "#dfe6ea")
    pen.shadow(320, 392, 250, 16, 90)
    for x in (190, 450):
        pen.ring(x, 312, 80, "#14181c", 11)
        pen.ring(x, 312, 70, "#9aa4ab", 3)
        for step in range(8):
            pen.stroke([(x, 312), (x + 68 * cos(step * pi / 4), 312 + 68 * sin(step * pi / 4))], "#77828a", 1.5)
    frame = [(190, 312), (262, 196), (408, 196), (306, 312), (190, 312)]
    pen.stroke(frame, _RED, 11)
    pen.stroke([(306, 312), (250, 172)], _RED, 11)
    pen.stroke([(450, 312), (400, 160), (440, 140)], _RED, 11)
    pen.box(214, 158, 284, 174, "#3a2c22", 8)
    pen.box(424, 176, 452, 202, "#f7dfa0", 8)
    pen.round(306, 312, 20, 20, "#9aa4ab")
    return pen


def _blanket() -> _Pen:
    pen = _Pen(_SAND, _OAK, 330)
    pen.shadow(320, 400, 210, 22)
    for top, tone in ((300, "#7d8794"), (244, "#939daa"), (188, "#a9b2bd")):
        pen.box(130, top, 510, top + 92, tone, 30)
        for step, stripe in enumerate((_RED, _CREAM, _RED)):
            pen.box(196 + step * 34, top, 214 + step * 34, top + 92, stripe, 0)
        pen.box(130, top + 74, 510, top + 92, "#6d7683", 12)
    for x in range(150, 500, 18):
        pen.stroke([(x, 388), (x - 4, 412)], _CREAM, 3)
    return pen


def _workshop() -> _Pen:
    pen = _Pen(_LINEN, "#d5b98f", 320)
    pen.shadow(320, 408, 190, 22)
    for x, foot in ((230, 190), (410, 450), (300, 284), (344, 360)):
        pen.stroke([(x, 250), (foot, 408)], _DARK_OAK if x in (300, 344) else _OAK, 20)
    pen.stroke([(214, 340), (428, 340)], _DARK_OAK, 12)
    pen.round(320, 250, 150, 36, _DARK_OAK)
    pen.round(320, 238, 150, 36, _OAK)
    pen.round(320, 236, 100, 20, "#d6ab77")
    for x, y, turn in ((120, 420, 0), (170, 440, 90), (500, 430, 180), (550, 404, 40), (90, 390, 220)):
        pen.curve(x, y, 18, (turn, turn + 270), "#f0dcb8", 7)
    pen.box(500, 90, 516, 210, _DARK_OAK, 6)
    pen.box(476, 80, 548, 116, _GREY, 6)
    return pen


def _lamp() -> _Pen:
    pen = _Pen("#4a3f46", "#6b4f3a", 370)
    pen.glow(320, 200, 210, "#f6c66f", 170)
    pen.glow(320, 380, 150, "#f6c66f", 120)
    pen.shadow(320, 410, 110, 16, 110)
    pen.box(312, 220, 328, 396, "#c8a15f", 4)
    pen.round(320, 398, 70, 18, "#c8a15f")
    pen.shape([(250, 96), (390, 96), (446, 246), (194, 246)], "#f9d690")
    pen.shape([(250, 96), (290, 96), (262, 246), (194, 246)], "#f3c470")
    pen.round(320, 246, 126, 16, "#fdeec4")
    return pen


def _chair() -> _Pen:
    pen = _Pen("#dcd6c8", "#b98d5f", 370)
    pen.box(60, 40, 250, 330, _CREAM, 4)
    pen.box(72, 52, 238, 318, "#bcd3de", 2)
    pen.shape([(72, 318), (72, 270), (120, 244), (180, 252), (238, 276), (238, 318)], "#a3b98f")
    pen.box(150, 52, 160, 318, _CREAM, 0)
    pen.box(72, 180, 238, 190, _CREAM, 0)
    pen.shape([(110, 372), (300, 372), (420, 480), (150, 480)], "#cfa676")
    pen.shadow(420, 424, 150, 20)
    for x, foot in ((330, 316), (512, 526)):
        pen.stroke([(x, 370), (foot, 426)], _DARK_OAK, 12)
    pen.box(328, 130, 516, 340, "#54737b", 44)
    pen.box(344, 146, 500, 320, "#5f8089", 34)
    pen.box(310, 292, 534, 372, "#54737b", 26)
    pen.box(330, 280, 514, 332, "#6f929b", 22)
    for x in (304, 508):
        pen.box(x, 240, x + 34, 372, "#486670", 16)
    pen.box(390, 232, 470, 290, _AMBER, 14)
    return pen


_DRAWN: dict[str, Callable[[], _Pen]] = {
    "meals": _meals,
    "tree": _tree,
    "mug": _mug,
    "plant": _plant,
    "buns": _buns,
    "cinema": _cinema,
    "bicycle": _bicycle,
    "blanket": _blanket,
    "workshop": _workshop,
    "lamp": _lamp,
    "chair": _chair,
}
