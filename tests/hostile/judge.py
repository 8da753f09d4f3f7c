"""Does to a file what `validate` does, and looks at whatever it would say or print."""

import ast
import time
import unicodedata
from pathlib import Path

from tests.resolve.inspect_source import check_source, without_wrappers
from wtspec.codegen import generate, generate_all, generate_script, module, script
from wtspec.errors import SpecError, render
from wtspec.stages import check, load

RENDERERS = [value for name, value in sorted(vars(render).items()) if name.startswith("render_")]
ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
NODES = (
    ast.Module, ast.Import, ast.ImportFrom, ast.alias, ast.ClassDef, ast.FunctionDef, ast.arguments,
    ast.arg, ast.Return, ast.Assign, ast.AugAssign, ast.For, ast.If, ast.Expr, ast.Pass, ast.Raise,
    ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.IfExp, ast.Dict, ast.ListComp, ast.DictComp,
    ast.GeneratorExp, ast.comprehension, ast.Compare, ast.Call, ast.keyword, ast.JoinedStr,
    ast.FormattedValue, ast.Constant, ast.Attribute, ast.Subscript, ast.Starred, ast.Name, ast.List,
    ast.Tuple, ast.Slice, ast.Lambda, ast.expr_context, ast.boolop, ast.operator, ast.unaryop,
    ast.cmpop,
)  # fmt: skip
"""What generated source is made of: nothing that catches, deletes, awaits or reaches outside."""
DUNDERS = {"__call__", "__init__", "__name__"}


def do_not_lay_out():
    """Source stays as it was printed: to lay it out is ruff's work, in a process of its own."""
    for printer in (module, script):
        printer.format_source = lambda text: text


def judge(main, overrides=()):
    """The codes of a file's errors, and what is wrong with how they are told.

    Returns:
        `codes` of the errors, sorted, each once; `unplaced`: the codes of those without a place;
        `longest`: the most characters that a format says them in; `seconds`: of CPU, until then.
    """
    checked = None
    try:
        checked = check(load(Path(main), overrides))
        faults = checked.warnings
    except SpecError as error:
        faults = error.diagnostics
    told = [renderer(faults) for renderer in RENDERERS]
    seconds = time.process_time()
    for text in told:
        check_visible(text)
    if checked:
        inspect(checked)
    errors = [fault for fault in faults if fault.severity == "error"]
    return {
        "codes": sorted({fault.code for fault in errors}),
        "unplaced": sorted({fault.code for fault in errors if fault.span is None}),
        "longest": max(map(len, told)),
        "seconds": seconds,
    }


def inspect(checked):
    """Fails where the source of a valid file holds what no source of ours may."""
    program, main = checked.program, checked.spec.document.source
    for source in (generate(program, main, "0"), generate_all(program, main, "0")):
        check_source(source)
        check_nodes(source)
    if program.model and program.data and program.training:
        check_source(generate_script(program, main, "0"), imports=False)


def check_nodes(source):
    """Only syntax that the generator is known to print, and no names of Python's machinery."""
    for node in ast.walk(without_wrappers(ast.parse(source))[0]):
        assert isinstance(node, NODES), ast.dump(node)[:200]
        for field in ("id", "attr", "name", "arg"):
            name = getattr(node, field, None) or ""
            assert not name.startswith("__") or name in DUNDERS, name


def check_visible(text):
    """Nothing that a terminal or a CI log acts on, or that no one sees."""
    for line in text.split("\n"):
        odd = {letter for letter in line if unicodedata.category(letter) in ACTING}
        assert not odd, f"{odd!r} in {line[:200]!r}"
        assert not line.lstrip().startswith("::") or line.lstrip().startswith("::: "), line[:200]
