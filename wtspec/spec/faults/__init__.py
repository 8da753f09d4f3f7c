"""What is wrong with a file, in our own words, at its place in it."""
