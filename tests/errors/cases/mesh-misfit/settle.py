from wtspec import load
from wtspec.model.mesh.settle import settle_mesh

mesh = (("data", None), ("model", 2))
settle_mesh(mesh, 7, load("main.yaml").file.runtime.span("mesh"))
