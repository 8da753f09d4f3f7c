from pathlib import Path

from wtspec.runs.resuming.check_spec import check_spec
from wtspec.stages import check, load

check_spec(Path("runs/main/0001"), check(load(Path("main.yaml"), [("params.width", 8)])))
