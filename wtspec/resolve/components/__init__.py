"""Classes that the file names, with their arguments, and what is said of unknown ones."""
