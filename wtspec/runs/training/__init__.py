"""One training of a run, from its rows and model to its end, or to where it can go on."""
