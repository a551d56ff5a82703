"""What recognition shows to everybody: the wall, and the boards."""

from innovate.recognition.queries.boards import Measure, Period, Place, TeamPlace, people_board, teams_board
from innovate.recognition.queries.wall import PAGE, Option, teams, wall

__all__ = [
    "PAGE",
    "Measure",
    "Option",
    "Period",
    "Place",
    "TeamPlace",
    "people_board",
    "teams",
    "teams_board",
    "wall",
]
