"""Runs specs, keeps what a run leaves behind, and takes it up again."""
