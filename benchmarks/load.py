"""The load: a process of its own that sends a list of requests over so many connections that stay open.

It reads a plan as JSON from its input and writes what it saw as JSON to its output.
"""

import asyncio
import json
import sys
import time
from typing import Any


async def _connection(port: int, requests: list[dict[str, Any]]) -> list[tuple[float, int]]:
    """Send these one after the other; the seconds and the status of each."""
    seen: list[tuple[float, int]] = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        body = request.get("body", "").encode()
        head = "".join(f"{name}: {value}\r\n" for name, value in request.get("headers", {}).items())
        length = f"Content-Length: {len(body)}\r\n" if request["method"] == "POST" else ""
        text = f"{request['method']} {request['path']} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{head}{length}\r\n"
        began = time.perf_counter()
        writer.write(text.encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(answer.split(" ", 2)[1])
        fields = dict(line.lower().split(": ", 1) for line in answer.split("\r\n")[1:] if ": " in line)
        if fields.get("transfer-encoding") == "chunked":
            await _chunks(reader)
        elif status not in (204, 304):
            await reader.readexactly(int(fields["content-length"]))
        seen.append((time.perf_counter() - began, status))
        if fields.get("connection") == "close":
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    return seen


async def _chunks(reader: asyncio.StreamReader) -> None:
    while size := int((await reader.readline()).split(b";")[0], 16):
        await reader.readexactly(size + 2)
    await reader.readline()


async def _send(plan: dict[str, Any]) -> dict[str, Any]:
    lanes = [lane for lane in plan["lanes"] if lane]
    began = time.perf_counter()
    seen = await asyncio.gather(*(_connection(plan["port"], lane) for lane in lanes))
    took = time.perf_counter() - began
    return {"took": took, "seen": [one for lane in seen for one in lane]}


if __name__ == "__main__":
    json.dump(asyncio.run(_send(json.load(sys.stdin))), sys.stdout)
