from wtspec import load
from wtspec.model.processes.place import find_place
from wtspec.program.program import Processes

span = load("main.yaml").file.runtime.span("processes")
find_place(Processes("node-0", 2, 1), span)
