"""CPU time and memory by the operating system's accounting, for a process and all that it started."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def megabytes(parent: int) -> float:
    """The memory that the largest of a process's children holds, what it shares with others included."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    pages = (int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children)
    return max(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def seconds(*roots: int) -> float:
    """User and system time used so far by these processes, their living descendants, and those that ended."""
    children: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
        process = int(entry.name)
        children.setdefault(int(fields[1]), []).append(process)
        used[process] = sum(int(field) for field in fields[11:15]) / _TICKS  # its own, and its ended children's
    total, waiting = 0.0, list(roots)
    while waiting:
        process = waiting.pop()
        total += used.get(process, 0.0)
        waiting += children.get(process, [])
    return total
