import textwrap
from types import SimpleNamespace

import pytest

from wtspec.model import build_model, generated, prepare_backend
from wtspec.stages import check, load


@pytest.fixture(scope="session", autouse=True)
def _backend():
    prepare_backend("cpu", compile_cache=False)


@pytest.fixture
def compiled(tmp_path):
    """Writes a spec and compiles it, up to its module."""

    def compiled_(text, name="spec"):
        path = tmp_path / f"{name}.yaml"
        path.write_text("wtspec: 1\n" + textwrap.dedent(text))
        spec = load(path, root=tmp_path)
        program = check(spec).program
        code = generated(program, spec.document.source)
        return SimpleNamespace(program=program, module=code.module, code=code, root=tmp_path)

    return compiled_


@pytest.fixture
def built(compiled):
    """Writes a spec and builds its model."""

    def built_(text, name="spec", **given):
        found = compiled(text, name)
        found.model = build_model(found.code, **given)
        return found

    return built_
