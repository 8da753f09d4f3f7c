"""What a sweep tries: records of `sweep`."""
