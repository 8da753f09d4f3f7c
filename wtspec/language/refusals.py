"""What Python has and the language has not, each with the repair."""

from __future__ import annotations

STATEMENTS = {
    "AnnAssign": ("annotations are not part of the language", "write `name = value`"),
    "Assert": ("`assert` is not part of the language", "state shapes in `inputs` and `returns`"),
    "AsyncFor": ("`async` is not part of the language", None),
    "AsyncFunctionDef": ("`async` is not part of the language", None),
    "AsyncWith": ("`async` is not part of the language", None),
    "Break": ("`break` is not part of the language", "loop over just what is needed"),
    "ClassDef": ("`class` is not part of the language", "declare a layer under `layers:`"),
    "Continue": ("`continue` is not part of the language", "put the rest under an `if`"),
    "Delete": ("`del` is not part of the language", "leave it out"),
    "FunctionDef": ("`def` is not part of the language", "declare the function under `functions:`"),
    "Global": ("`global` is not part of the language", "leave it out"),
    "Import": ("`import` is not part of the language", "Keras's functions are there by name"),
    "ImportFrom": ("`import` is not part of the language", "Keras's functions are there by name"),
    "Match": ("`match` is not part of the language", "write `if … elif … else`"),
    "Nonlocal": ("`nonlocal` is not part of the language", "leave it out"),
    "Pass": ("`pass` does nothing", "leave out the block, or write what it should do"),
    "Raise": ("`raise` is not part of the language", "state ranges and choices in `params`"),
    "Try": ("`try` is not part of the language", "test the condition with `if`"),
    "TryStar": ("`try` is not part of the language", "test the condition with `if`"),
    "TypeAlias": ("`type` is not part of the language", None),
    "While": ("`while` is not part of the language", "write `for i in range(n):`, or `scan(…)`"),
    "With": ("`with` is not part of the language", "leave it out"),
}

EXPRESSIONS = {
    "Await": ("`await` is not part of the language", None),
    "DictComp": ("only lists have comprehensions", "write `[… for … in …]`"),
    "FormattedValue": ("f-strings are not part of the language", "write plain text"),
    "GeneratorExp": ("a comprehension stands in square brackets", "write `[… for … in …]`"),
    "JoinedStr": ("f-strings are not part of the language", "write plain text"),
    "Lambda": (
        "lambda is not part of the language",
        "declare a function under `functions:` and give its name",
    ),
    "NamedExpr": ("`:=` is not part of the language", "give the name on a line of its own"),
    "Set": ("sets are not part of the language", "write a list: `[a, b]`"),
    "SetComp": ("only lists have comprehensions", "write `[… for … in …]`"),
    "Starred": ("`*` before a name is not part of the language", "write the items one by one"),
    "Yield": ("`yield` is not part of the language", "write `return`"),
    "YieldFrom": ("`yield` is not part of the language", "write `return`"),
}

OPERATORS = {
    "BitAnd": ("&", "`logical_and(a, b)` for tensors, `a and b` for static values"),
    "BitOr": ("|", "`logical_or(a, b)` for tensors, `a or b` for static values"),
    "BitXor": ("^", "`a ** b` for a power, `logical_xor(a, b)` for tensors of booleans"),
    "Invert": ("~", "`logical_not(a)` for tensors, `not a` for static values"),
    "LShift": ("<<", "`a * 2 ** b`"),
    "RShift": (">>", "`a // 2 ** b`"),
    "UAdd": ("+", "the operand alone"),
}

COMPARISONS = {
    "In": ("in", "`==` against each, joined by `or`"),
    "NotIn": ("not in", "`!=` against each, joined by `and`"),
}

VOCABULARIES = {"random", "linalg", "image"}
"""First parts of the two-part names that are called."""

OUTSIDE_VOCABULARIES = {
    "activations", "backend", "F", "jax", "jnp", "K", "keras", "layers", "math", "nn", "np",
    "numpy", "ops", "tf", "torch",
}  # fmt: skip

ATTRIBUTES = {
    "T": "transpose({})",
    "mT": "swapaxes({}, -2, -1)",
    "ndim": "ndim({})",
    "shape": "shape({})",
    "size": "size({})",
}

METHODS = {
    "add": "{} + {}",
    "add_": "{} + {}",
    "assign": "assign({}, {})",
    "assign_add": "assign({0}, {0} + {1})",
    "assign_sub": "assign({0}, {0} - {1})",
    "bool": 'cast({}, "bool")',
    "clone": "{}",
    "contiguous": "{}",
    "detach": "stop_gradient({})",
    "dim": "ndim({})",
    "div": "{} / {}",
    "double": 'cast({}, "float64")',
    "flatten": "reshape({}, (-1,))",
    "float": 'cast({}, "float32")',
    "half": 'cast({}, "float16")',
    "int": 'cast({}, "int32")',
    "item": "{}",
    "long": 'cast({}, "int64")',
    "masked_fill": "where(mask, value, {})",
    "matmul": "{} @ {}",
    "mm": "{} @ {}",
    "mul": "{} * {}",
    "numpy": "{}",
    "permute": "transpose({}, ({}))",
    "pow": "{} ** {}",
    "reshape": "reshape({}, ({}))",
    "shape": "shape({})",
    "size": "shape({})",
    "sub": "{} - {}",
    "t": "transpose({})",
    "to": "cast({}, {})",
    "tolist": "{}",
    "unsqueeze": "expand_dims({}, {})",
    "view": "reshape({}, ({}))",
    "astype": "cast({}, {})",
    "type": "cast({}, {})",
}
"""Methods of values elsewhere, and what says the same here: of the value and the arguments."""

SHAPED = {"permute": "transpose", "reshape": "reshape", "view": "reshape"}
"""Methods that take a tuple item by item, and the functions that take it whole."""

USELESS = {"cpu", "cuda", "eval", "requires_grad_", "train"}
"""Methods elsewhere for which there is no need here."""

CONSTANTS = {"newaxis": "none", "nan": "0 * inf", "e": "exp(1)", "Inf": "inf", "infty": "inf"}
"""Constants elsewhere that have another name here."""

DTYPES = {
    "bfloat16", "bool_", "float16", "float32", "float64", "int8", "int16", "int32", "int64",
    "uint8",
}  # fmt: skip

FOREIGN_KEYWORDS = {
    "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "except",
    "finally", "from", "global", "import", "lambda", "nonlocal", "pass", "raise", "try", "while",
    "with", "yield",
}  # fmt: skip

SYNTAX_MESSAGES: tuple[tuple[str, str, str | None], ...] = (
    (
        r"'==' or ':=' instead|cannot contain assignment",
        "`=` gives a name to a value, and can't stand inside an expression",
        "a comparison is written `==`",
    ),
    (
        r"forgot a comma",
        "a comma or an operator is missing",
        "put `,`, `*` or another operator between the two",
    ),
    (r"expected ':'", "a `:` is missing", "`if`, `elif`, `else` and `for` lines end with `:`"),
    (
        r"expected 'else' after 'if'",
        "`if` without `else` inside an expression",
        "write `a if condition else b`",
    ),
    (
        r"expected an indented block",
        "the block of the line above is missing or not indented",
        "indent the lines of the block by two or four spaces",
    ),
    (
        r"unexpected indent",
        "this line is indented, and no block begins before it",
        "start it where the line above starts, or put round brackets round a long expression",
    ),
    (
        r"unindent does not match",
        "this line's indentation fits no line above",
        "start it where an earlier line of its block starts",
    ),
    (r"inconsistent use of tabs", "tabs and spaces are mixed", "indent with spaces"),
    (r"too many levels of indentation", "blocks nest too deep", "use a function"),
    (
        r"positional argument follows",
        "an argument by position follows one by name",
        "put the arguments by position first",
    ),
    (r"invalid \w+ literal", "this is no number", "a `_` stands between two digits: `1_000`"),
    (r"leading zeros", "a number begins with 0", "leave out the zero"),
    (
        r"cannot assign|cannot delete|illegal target|illegal expression",
        "only a name can be given a value",
        "write `name = value`",
    ),
    (
        r"Generator expression must be parenthesized",
        "a comprehension stands in square brackets",
        "write `[… for … in …]`",
    ),
    (r"did you forget parentheses around the comprehension", "a tuple needs round brackets", None),
    (r"Missing parentheses in call", "this is written as a call", "put its argument in brackets"),
    (r"was never closed|unmatched|does not match", "brackets do not match", None),
    (r"integer string conversion", "an integer of too many digits", "write it as a float"),
    (r"unicode|\\N|\\x|\\u|escape", "the string holds a broken escape", "double the backslash"),
)
