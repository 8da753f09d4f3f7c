import jax

import wtspec

started = jax.devices()
wtspec.run(wtspec.load("main.yaml"))
