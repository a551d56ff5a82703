"""What recognition shows to everybody: the wall, and the boards."""

from innovate.recognition.queries.boards import Measure, areas, named_on_boards
from innovate.recognition.queries.fairness import Quarter, Report, quarters, report
from innovate.recognition.queries.kept_boards import Boards, boards
from innovate.recognition.queries.month import Month, this_month
from innovate.recognition.queries.narrowing import Narrowing, Shelf, Within, face_of
from innovate.recognition.queries.posts import Card, Cards
from innovate.recognition.queries.received import Received, received
from innovate.recognition.queries.story import Effect, Story, effects, story
from innovate.recognition.queries.wall import PAGE, Wall, get_comment, get_post, one_post, stands, wall

__all__ = [
    "PAGE",
    "Boards",
    "Card",
    "Cards",
    "Effect",
    "Measure",
    "Month",
    "Narrowing",
    "Quarter",
    "Received",
    "Report",
    "Shelf",
    "Story",
    "Wall",
    "Within",
    "areas",
    "boards",
    "effects",
    "face_of",
    "get_comment",
    "get_post",
    "named_on_boards",
    "one_post",
    "quarters",
    "received",
    "report",
    "stands",
    "story",
    "this_month",
    "wall",
]
