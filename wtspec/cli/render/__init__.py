"""Plans, runs and their progress as people read them in a terminal."""
