"""What generated source may hold, whatever the spec said."""

import ast
import io
import itertools
import re
import tokenize

from wtspec.codegen.brought import bring
from wtspec.codegen.read_modules import LAYERS, names_in

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
BUILTINS = {
    "abs", "any", "bool", "classmethod", "complex", "dict", "float", "getattr", "hasattr", "int",
    "isinstance", "len", "list", "max", "min", "property", "range", "str", "super", "type", "zip",
    "Exception", "LookupError", "RuntimeError", "TypeError", "ValueError",
}  # fmt: skip
IMPORTS = {"import keras", "from keras import ops", "import numpy as np"}
HIDDEN = {
    "__init__", "__call__", "_apply_weight_decay", "_compute", "_construct", "_flatten_layers",
}  # fmt: skip
"""What begins with `_` and is no local of a formula."""
VOCABULARY = {
    "activations", "callbacks", "constraints", "initializers", "layers", "losses", "metrics",
    "ops", "optimizers", "random", "regularizers",
}  # fmt: skip
"""Keras's modules whose parts the catalog knows; of the others, single functions are used."""
KERAS = {
    "keras.KerasTensor", "keras.Model", "keras.Operation.compute_output_spec",
    "keras.backend.is_float_dtype",
    "keras.constraints.get", "keras.constraints.serialize", "keras.dtype_policies.get",
    "keras.initializers.get", "keras.initializers.serialize",
    "keras.regularizers.get", "keras.regularizers.serialize",
    "keras.saving.deserialize_keras_object", "keras.saving.register_keras_serializable",
    "keras.saving.serialize_keras_object", "keras.tree.flatten",
    "keras.tree.is_nested", "keras.tree.map_structure",
}  # fmt: skip
NODES = {
    ast.Module, ast.Import, ast.ImportFrom, ast.alias, ast.ClassDef, ast.FunctionDef, ast.Lambda,
    ast.arguments, ast.arg, ast.Assign, ast.If, ast.For, ast.Raise, ast.Return, ast.Expr,
    ast.Name, ast.Attribute, ast.Subscript, ast.Slice, ast.Starred, ast.Constant, ast.Tuple,
    ast.List, ast.Dict, ast.ListComp, ast.DictComp, ast.comprehension, ast.Call, ast.keyword,
    ast.IfExp, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Compare, ast.JoinedStr,
    ast.FormattedValue, ast.Load, ast.Store, ast.And, ast.Or, ast.Not, ast.USub, ast.Add,
    ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult, ast.Eq, ast.NotEq,
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is, ast.IsNot, ast.In, ast.NotIn,
    ast.Try, ast.ExceptHandler, ast.Continue,
}  # fmt: skip


def check_source(source, *, imports=True):
    """Fails where source is no Python, or holds a text of the file as code.

    Args:
        imports: Whether the source is a module of ours alone: only Keras, NumPy and wtspec's own
            arrays may be imported, every name must be made in the source or be among the builtins
            that it uses, and it may hold nothing that the generator never prints. A script has
            files of ours in it, which may do more.
    """
    tree = ast.parse(source)
    check_identifiers(tree)
    check_texts(source)
    if imports:
        tree, brought = without_wrappers(tree)
        check_nodes(tree)
        check_imports(tree)
        check_formatted(tree)
        check_hidden(tree)
        check_keras(tree)
        assert free_names(tree) <= BUILTINS | brought, free_names(tree) - BUILTINS - brought


def without_wrappers(tree):
    """The rest of a module, and the names of what it brings along word for word."""
    known = set()
    marks = ("reports", "scales", "open_sizes")
    every = names_in(LAYERS)
    for names in (every, every - {"Rematerialized"}):
        for held in itertools.product((True, False), repeat=len(marks)):
            said = set(itertools.compress(marks, held))
            text = "\n".join(bring(names, LAYERS, said).lines)
            known |= {ast.dump(node) for node in ast.parse(text).body}
    brought = [node for node in tree.body if ast.dump(node) in known]
    rest = [node for node in tree.body if node not in brought]
    return ast.Module(rest, []), {node.name for node in brought}


def check_identifiers(tree):
    for name in _names(tree, "id", "arg", "attr", "name"):
        assert NAME.fullmatch(name.replace(".", "_")), name


def check_texts(source):
    """Texts of the file that are no names stand in strings and comments alone."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        literal = (
            token.type in (tokenize.STRING, tokenize.COMMENT)
            or "FSTRING" in (tokenize.tok_name[token.type])
        )
        assert literal or "CANARY" not in token.string, token


def check_formatted(tree):
    """What a text formats is a plain name, or a plain attribute of `self`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue):
            assert isinstance(node.value, ast.Name | ast.Attribute), ast.unparse(node)


def check_nodes(tree):
    found = {type(node) for node in ast.walk(tree)}
    assert found <= NODES, found - NODES


def check_imports(tree):
    """Keras and our own alone, and only where a module begins."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert found == tree.body[: len(found)]
    for text in map(ast.unparse, found):
        assert text in IMPORTS or text.startswith("from wtspec.data.arrays import "), text


def check_hidden(tree):
    """No attribute or name of Python's inner workings; a local of a formula may be `_x`."""
    local = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for name in _names(tree, "arg", "attr", "name"):
        assert not name.startswith("_") or name in HIDDEN, name
    for name in local:
        assert not name.startswith("__"), name


def check_keras(tree):
    """Of Keras, only what builds and trains models; nothing that loads, saves or fetches."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("keras."):
            text = ast.unparse(node)
            known = text.split(".")[1] in VOCABULARY
            assert known or any(f"{one}.".startswith(f"{text}.") for one in KERAS), text


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


def _names(tree, *fields):
    for node in ast.walk(tree):
        for field in fields:
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield value
