"""The exit statuses of all verbs."""

DONE, FAULTY, MISUSED, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 130
