"""Functions and classes that generated modules bring along.

They need Keras, so nothing imports them: `wtspec.codegen.brought` reads them as text. A statement
whose first line ends in `# where: NAME` is brought only where NAME is asked for, and one that ends
in `# unless: NAME` only where it is not.
"""
