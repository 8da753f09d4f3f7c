"""The generator: specs changed part by part become source that holds nothing of them as code."""

from functools import cache
from unittest.mock import patch

from scripts.fuzz.chance import Chance
from scripts.fuzz.folder import ROOT, folder, validate
from scripts.fuzz.seeds import read_plain
from tests.resolve.inspect_source import check_source
from tests.resolve.mutate import mutate, read_specs, write
from wtspec.codegen import generate_all, generate_script, module, script

CASES = ROOT / "tests" / "errors" / "cases"


@cache
def specs() -> list[object]:
    """What is changed: the configs, and the files of errors, which are small and varied."""
    return [*read_specs(), *filter(None, map(read_plain, sorted(CASES.glob("*.yaml"))))]


def generate(data: bytes) -> str:
    """Changes a spec as the bytes say; what is valid then is printed, and looked through."""
    path = folder() / "changed.yaml"
    path.write_text(write(mutate(specs(), Chance(data))), encoding="utf-8")
    checked, said = validate(path)
    if checked is None:
        return said
    program, main = checked.program, checked.spec.document.source
    with patch.object(module, "format_source", str), patch.object(script, "format_source", str):
        source = generate_all(program, main, "0.0")
        check_source(source)
        if program.model and program.data and program.training:
            check_source(generate_script(program, main, "0.0"), imports=False)
    return said + source
