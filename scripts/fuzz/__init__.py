"""Coverage-guided fuzzing of what reads, checks and prints specs."""
