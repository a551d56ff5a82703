"""What is printed and kept: the figures beside what quality asks of them."""

import os
import platform
import time
from dataclasses import dataclass

from benchmarks import places
from benchmarks.measuring import Report
from innovate.core.clock import today


@dataclass(frozen=True, slots=True)
class Target:
    """What quality.md asks of a page on SQLite; PostgreSQL may cost 1.6 times as much CPU."""

    page: str
    ratio: float
    statements: int


TARGETS = (
    Target("list", 3, 3),
    Target("idea", 4, 6),
    Target("search", 15, 3),
    Target("vote", 5, 6),
    Target("home", 5, 8),
    Target("board", 6, 8),
    Target("wall", 4, 5),
)
POSTGRESQL_MAY = 1.6
STORM_TARGET = 300  # votes a second
START_TARGET, MEMORY_TARGET = 1.3, 90  # seconds of CPU, megabytes


def page(reports: list[Report], *, people: int, ideas: int, votes: int) -> str:
    """All figures as a page of Markdown."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    lines = [
        "# The last figures",
        "",
        f"{today():%Y-%m-%d}, {time.strftime('%H:%M')} UTC; {machine}.",
        f"{ideas:,} ideas, {votes:,} votes, {people:,} people.",
        f"gunicorn, {places.PROCESSES} processes of {places.THREADS} threads; the load comes from the same machine.",
        "CPU is the server's and the database's, user and system, per request; × is its ratio to an empty Flask view",
        "served by the same server in the same run. Made by `make bench`.",
    ]
    for report in reports:
        lines += ["", f"## {report.kind}", "", *_summary(report), "", *_details(report), "", *_storms(report)]
        start = f"{report.start:.2f} s of CPU to load it{_mark(report.start <= START_TARGET)}"
        memory = f"{report.memory:.0f} MB for the larger process{_mark(report.memory <= MEMORY_TARGET)}"
        lines += ["", f"The application: {start} (target {START_TARGET}), {memory} (target {MEMORY_TARGET})."]
    return "\n".join(lines) + "\n"


def _summary(report: Report) -> list[str]:
    lines = [
        "| page, at 8 connections | CPU ms | × hello | target × | statements | target |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    hello = report.hello[8].cpu_ms
    for target in TARGETS:
        figure = next(one for one in report.figures if one.page == target.page and one.connections == 8)
        ratio, allowed = figure.cpu_ms / hello, target.ratio * (1 if report.kind == "sqlite" else POSTGRESQL_MAY)
        count = report.statements[target.page]
        lines.append(
            f"| {target.page} | {figure.cpu_ms:.2f} | {ratio:.1f}{_mark(ratio <= allowed)} | {allowed:.1f} |"
            f" {count}{_mark(count <= target.statements)} | {target.statements} |"
        )
    return [*lines, f"| hello | {hello:.2f} | 1.0 | | | |"]


def _mark(is_kept: bool) -> str:
    return "" if is_kept else " (missed)"


def _details(report: Report) -> list[str]:
    lines = [
        "| page | connections | CPU ms | × hello | requests/s | p50 ms | p95 ms | p99 ms | failed |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for one in [*report.hello.values(), *report.figures]:
        ratio = one.cpu_ms / report.hello[one.connections].cpu_ms
        lines.append(
            f"| {one.page} | {one.connections} | {one.cpu_ms:.2f} | {ratio:.1f} | {one.per_second:.0f} |"
            f" {one.p50:.1f} | {one.p95:.1f} | {one.p99:.1f} | {one.failed} |"
        )
    return lines


def _storms(report: Report) -> list[str]:
    lines = [
        "| votes at once, 60 connections | votes/s | target | p99 ms | failed | lost or doubled |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for one in report.storms:
        fast = f"{one.per_second:.0f}{_mark(one.per_second >= STORM_TARGET)}"
        lines.append(f"| {one.name} | {fast} | {STORM_TARGET} | {one.p99:.0f} | {one.failed} | {one.lost} |")
    return lines
