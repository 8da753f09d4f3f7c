"""What is worth knowing of the installed Keras, gathered for `wtspec/catalog/`."""
