"""Memory that was needed for a moment, given back to the system."""

import ctypes
import platform

_c_library = ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None  # others keep nothing for later


def give_back() -> None:
    """Let go of what the C library keeps at hand; takes a millisecond."""
    if _c_library is not None:
        _c_library.malloc_trim(0)
