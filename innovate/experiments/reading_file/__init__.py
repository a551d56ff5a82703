"""A read-out of a file: what anybody can check from the command line, without a database."""

from innovate.experiments.reading_file.loading import BadFile, load
from innovate.experiments.reading_file.parsing import DESIGNS, parse
from innovate.experiments.reading_file.printing import as_json, as_text
from innovate.experiments.reading_file.reading import FileReading, check_margin, read_file

__all__ = ["DESIGNS", "BadFile", "FileReading", "as_json", "as_text", "check_margin", "load", "parse", "read_file"]
