"""Makes the machine busy."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_BURN = """
import os
parent = os.getppid()
while os.getppid() == parent:
    sum(range(100_000))
"""


@contextmanager
def burning(count: int) -> Iterator[None]:
    """Within it so many processes do nothing, as fast as they can; none outlives this one."""
    burners = [
        subprocess.Popen([sys.executable, "-c", _BURN], env=os.environ)  # noqa: S603 - our own text
        for _ in range(count)
    ]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()
