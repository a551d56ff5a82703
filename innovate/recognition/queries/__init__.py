"""What recognition shows to everybody: the wall, and the boards."""

from innovate.recognition.queries.boards import Measure, Period, Place, TeamPlace, people_board, teams_board
from innovate.recognition.queries.month import Month, this_month
from innovate.recognition.queries.narrowing import Narrowing, Option, Shelf, Within, face_of, teams, values
from innovate.recognition.queries.posts import Card, Cards
from innovate.recognition.queries.received import Received, received
from innovate.recognition.queries.story import Effect, Story, effects, story
from innovate.recognition.queries.wall import PAGE, Wall, get_comment, get_post, one_post, stands, wall

__all__ = [
    "PAGE",
    "Card",
    "Cards",
    "Effect",
    "Measure",
    "Month",
    "Narrowing",
    "Option",
    "Period",
    "Place",
    "Received",
    "Shelf",
    "Story",
    "TeamPlace",
    "Wall",
    "Within",
    "effects",
    "face_of",
    "get_comment",
    "get_post",
    "one_post",
    "people_board",
    "received",
    "stands",
    "story",
    "teams",
    "teams_board",
    "this_month",
    "values",
    "wall",
]
