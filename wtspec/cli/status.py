"""The exit statuses of all verbs."""

DONE, FAULTY, MISUSED, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 130
SIGNALED = 128
"""Where a signal ended a command, its number stands above this one, as in shells."""
