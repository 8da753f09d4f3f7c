from wtspec import load
from wtspec.model.processes.place import find_place
from wtspec.program.program import Processes

span = load("main.yaml").file.runtime.span("processes")
find_place(Processes("10.0.0.1:1234", 2, 2), span)
