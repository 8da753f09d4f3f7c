"""Functions and classes that generated modules bring along.

They need Keras, so nothing imports them: `wtspec.codegen.brought` reads them as text, and says what
the comments `# where: …` and `# given` mean.
"""
