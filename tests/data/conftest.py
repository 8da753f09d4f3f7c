import pytest

from wtspec.errors import SpecError


@pytest.fixture
def fault():
    """Calls a function and gives the one diagnostic that it raises."""

    def call(function, *arguments, **named):
        with pytest.raises(SpecError) as raised:
            function(*arguments, **named)
        (diagnostic,) = raised.value.diagnostics
        return diagnostic

    return call
