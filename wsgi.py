"""The application as a server loads it."""

import gc

gc.disable()  # nothing that is loaded now is ever garbage, and looking for it takes a sixth of the start

from config import from_environment  # noqa: E402 - loaded without looking for garbage
from innovate.app import create_app  # noqa: E402 - loaded without looking for garbage

app = create_app(from_environment())
gc.freeze()  # whatever stands now stays: it is never looked at again, and processes made from this one share it
gc.enable()
