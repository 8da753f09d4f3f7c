import jax

from wtspec import load
from wtspec.model.processes.join import join
from wtspec.program.program import Processes

jax.devices()
span = load("main.yaml").file.runtime.span("processes")
join(Processes("localhost:1", 2, 1), span)
