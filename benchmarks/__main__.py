"""`make bench`: measure, print a table, keep the last figures in benchmarks/last.md.

`coverage` simulates instead, and `readout` measures how long a read-out takes.
"""

import argparse
import sys

from benchmarks import measuring, places, printing, reading
from benchmarks.coverage import running
from config import ROOT

LAST = ROOT / "benchmarks" / "last.md"


def main() -> None:
    """Measure both databases, or the one that was asked for."""
    options = _options()
    loads = {1: 60, 8: 160, 32: 160} if options.quick else {1: 200, 8: 480, 32: 480}
    ideas = options.ideas or (2_000 if options.quick else 10_000)
    votes = options.votes or 20 * ideas
    reports = []
    for kind in options.databases:
        with (
            places.folder() as where,
            places.place(kind, where, people=options.people, ideas=ideas, votes=votes) as made,
        ):
            reports.append(measuring.measure(made, where, loads, 600 if options.quick else 2_400))
    text = printing.page(reports, people=options.people, ideas=ideas, votes=votes)
    print(text)
    if not options.dry:
        LAST.write_text(text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="2,000 ideas and fewer requests: under two minutes")
    parser.add_argument("--people", type=int, default=500, help="how many people; 500 if not said")
    parser.add_argument("--ideas", type=int, help="how many ideas; 10,000 if not said")
    parser.add_argument("--votes", type=int, help="how many votes; 20 for each idea if not said")
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--dry", action="store_true", help="leave benchmarks/last.md as it is")
    return parser.parse_args()


if __name__ == "__main__":
    if sys.argv[1:2] == ["coverage"]:
        running.run(sys.argv[2:])
    elif sys.argv[1:2] == ["readout"]:
        reading.run()
    else:
        main()
