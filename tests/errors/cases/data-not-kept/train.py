import numpy as np

import wtspec

rows = {"x": np.ones((8, 4)), "label": np.zeros(8, int)}
wtspec.run(wtspec.load("main.yaml"), data=rows)
