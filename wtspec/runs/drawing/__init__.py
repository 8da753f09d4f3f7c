"""What is drawn of a spec: its program, and what building its model tells beyond."""
