"""The application as a server loads it."""

from config import from_environment
from innovate.app import create_app

app = create_app(from_environment())
