"""Whole specs that are valid by how they are made: all become source and a picture."""

from unittest.mock import patch

from scripts.fuzz.chance import Chance
from scripts.fuzz.folder import folder, validate
from scripts.fuzz.oracle import FindingError
from tests.grammar.layout import MIXED, write
from tests.grammar.specs import spec
from tests.graph.reading import check_sound
from tests.resolve.inspect_source import check_source
from wtspec.codegen import generate_all, module
from wtspec.codegen.layers import weight_statements
from wtspec.graph import model_graph


def whole(data: bytes) -> str:
    """Makes a spec as the bytes say, in some layout."""
    chance = Chance(data)
    path = folder() / "whole.yaml"
    path.write_text(write(spec(chance), MIXED, chance), encoding="utf-8")
    checked, said = validate(path)
    if checked is None:
        raise FindingError(f"a valid spec has errors: {said}")
    plain = [patch.object(one, "format_source", str) for one in (module, weight_statements)]
    with plain[0], plain[1]:
        source = generate_all(checked.program, checked.spec.document.source, "0.0")
        check_sound(model_graph(checked.program))
    check_source(source)
    return said + source
