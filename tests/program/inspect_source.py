"""What generated source may hold, whatever the spec said."""

import ast
import io
import re
import tokenize

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
BUILTINS = {
    "classmethod", "dict", "float", "getattr", "int", "isinstance", "len", "max", "min",
    "property", "range", "super", "type", "ValueError",
}  # fmt: skip
IMPORTS = {"import keras", "from keras import ops", "import numpy as np"}


def check_source(source, *, imports=True):
    """Fails where source is no Python, or holds a text of the file as code.

    Args:
        imports: Whether only Keras, NumPy and wtspec's own arrays may be imported, and every name
            must be made in the source or be among the builtins that it uses.
    """
    tree = ast.parse(source)
    check_identifiers(tree)
    check_texts(source)
    if imports:
        check_imports(tree)
        assert free_names(tree) <= BUILTINS


def check_identifiers(tree):
    for node in ast.walk(tree):
        for field in ("id", "arg", "attr", "name"):
            value = getattr(node, field, None)
            assert not isinstance(value, str) or NAME.fullmatch(value.replace(".", "_"))


def check_texts(source):
    """Texts of the file that are no names stand in strings and comments alone."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        literal = (
            token.type in (tokenize.STRING, tokenize.COMMENT)
            or "FSTRING" in (tokenize.tok_name[token.type])
        )
        assert literal or "CANARY" not in token.string, token


def check_imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            text = ast.unparse(node)
            assert text in IMPORTS or text.startswith("from wtspec.data.arrays import ")


def free_names(tree):
    """Names that are read and that nothing in the source makes."""
    made, read = set(), set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                read.add(name)
            case ast.Name(id=name) | ast.arg(arg=name):
                made.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                made.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                made |= {one.asname or one.name for one in names}
            case _:
                pass
    return read - made
