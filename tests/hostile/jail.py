"""Runs each attack in a process of its own: forked from one that has imported all of wtspec.

One request a line comes in, one answer a line goes out, both JSON. Memory and time are bounded by
the system, so that what an attack takes can't be argued with.
"""

import contextlib
import importlib
import json
import os
import pkgutil
import resource
import select
import signal
import sys
import time
import traceback
import warnings
from pathlib import Path

MOST_BYTES = 200 * 2**20
MOST_SECONDS = 20
"""Before it is killed. The promise is one second, on a machine that does nothing else."""


def serve():
    """Answers requests until there are none."""
    prepare()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()


def prepare():
    """Imports what attacks need, so that what they import themselves is told from it."""
    warnings.simplefilter("error")
    from tests.hostile import judge
    from tests.rooms import light_rooms

    for room in light_rooms():
        for found in pkgutil.walk_packages([f"wtspec/{room}"], f"wtspec.{room}."):
            if ".runtime." not in found.name:  # text that sources bring along: never imported
                importlib.import_module(found.name)
    judge.do_not_lay_out()
    for name in ("transformer", "tabular"):
        judge.judge(f"configs/{name}.yaml", [("nam", "x"), ("params.x", "{")])
        judge.judge(f"configs/{name}.yaml")


def run(request):
    """What came of a request; `fault` says how the process failed, if it did."""
    reader, writer = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _attempt(request, writer)
    os.close(writer)
    said = _read(reader, began + MOST_SECONDS)
    if said is None:
        os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    answer = json.loads(said) if said else {"fault": f"ended with status {status}"}
    return {
        **answer,
        "wall": time.monotonic() - began,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss * 1024,
    }


def _read(reader, deadline):
    """All that the other end writes; None where it takes too long."""
    parts = []
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(0, deadline - time.monotonic()))[0]:
            part = pipe.read(65536)
            if not part:
                return b"".join(parts)
            parts.append(part)
    return None


def _attempt(request, writer):
    try:
        answer = _judge(request)
    except BaseException:  # noqa: BLE001 - whatever it is, it is told
        answer = {"fault": traceback.format_exc()[-2000:]}
    os.write(writer, json.dumps(answer).encode())
    os._exit(0)


def _judge(request):
    from tests.hostile.judge import judge
    from tests.hostile.watch import watch

    os.chdir(request["folder"])
    with contextlib.suppress(ValueError):
        _limit_memory()
    seen = []
    watch(request["root"], seen.append)
    answer = judge(request["main"], request["overrides"])
    return {**answer, "seen": list(seen)}


def _limit_memory():
    """Lets the process take no more address space than keeps its memory below the limit."""
    pages = Path("/proc/self/statm").read_text("ascii").split()
    size, resident = (int(count) * resource.getpagesize() for count in pages[:2])
    most = size + MOST_BYTES - resident
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    serve()
