"""Loggers: who else is told of a training's numbers while it goes on."""
