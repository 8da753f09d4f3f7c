"""Prints what a script and a run compile, load, learn and transfer."""
