"""How gunicorn serves Innovate; the environment has the last word."""

import ctypes
import os
import platform

if platform.libc_ver()[0] == "glibc":  # inherited by every worker; musl and others have no such habits
    ctypes.CDLL(None).mallopt(-8, 2)  # M_ARENA_MAX: or each thread keeps what one of them once needed

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its problems here are small, and its threads would only collide

wsgi_app = "wsgi:app"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
preload_app = True  # loaded once, and shared by the workers for as long as nobody writes to it
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 - a heartbeat must not wait for a disk
timeout = 60
graceful_timeout = 30  # SIGTERM lets requests finish
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
