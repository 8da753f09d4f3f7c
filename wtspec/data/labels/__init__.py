"""The names of the classes that targets count, and what their rows weigh."""
