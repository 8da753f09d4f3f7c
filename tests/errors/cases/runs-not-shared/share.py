from pathlib import Path

from wtspec.runs.training.together import check_shared
from wtspec.stages import check_file

check_shared(Path("runs/main/0001"), check_file(Path("main.yaml")))
