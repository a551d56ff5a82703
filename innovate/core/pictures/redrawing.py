"""A program of its own: draws the picture on its standard input anew, and smaller, as WebP on its standard output.

It runs apart from the server, with little memory, little time and no way to write a file, so that a picture made to
break what reads it breaks nothing else. What is drawn anew holds no metadata, and nothing that hid behind the picture.
Its first argument is the longest side that the answer may have, in pixels; the first eight bytes of the answer are its
width and height.
"""

import io
import resource
import struct
import sys
import warnings

from PIL import GifImagePlugin, Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

FORMATS = tuple(
    one.format
    for one in (
        GifImagePlugin.GifImageFile,
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
    )
)
MOST_PIXELS = 20_000_000
MEMORY = 768 * 1024 * 1024  # bytes
SECONDS = 10  # of the processor
NOT_A_PICTURE, TOO_LARGE, BROKEN = 3, 4, 5  # how it ends when it cannot draw


def main() -> int:
    """Draw, or end with the number that says why not."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    warnings.simplefilter("ignore")  # about the size, which is looked at here
    try:
        found = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS)
    except MemoryError:
        return TOO_LARGE
    except Image.DecompressionBombError:
        return TOO_LARGE
    except Exception:  # whatever a made-up file does to what reads it
        return NOT_A_PICTURE
    return _draw(found, int(sys.argv[1]))


def _draw(found: Image.Image, longest: int) -> int:
    if found.width * found.height > MOST_PIXELS:
        return TOO_LARGE
    try:
        found.draft("RGB", (longest, longest))
        found.load()
        if found.width * found.height > MOST_PIXELS:
            return TOO_LARGE
        turned = ImageOps.exif_transpose(found)
        plain = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
        plain.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        drawn = Image.new(plain.mode, plain.size)
        drawn.paste(plain)
        answer = io.BytesIO()
        drawn.save(answer, "WEBP", quality=82, method=4)
    except MemoryError:
        return TOO_LARGE
    except Exception:  # as above
        return BROKEN
    sys.stdout.buffer.write(struct.pack(">II", *drawn.size) + answer.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
