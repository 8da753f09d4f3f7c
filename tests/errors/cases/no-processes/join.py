from wtspec import load
from wtspec.model.processes.place import find_place
from wtspec.program.program import Processes

find_place(Processes(), load("main.yaml").file.runtime.span("processes"))
