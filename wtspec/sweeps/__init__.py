"""Many trials of one spec, each a run of its own, on Optuna."""
