from pathlib import Path

from wtspec.runs.lock import hold

with hold(Path("runs/digits/0001")):
    pass
