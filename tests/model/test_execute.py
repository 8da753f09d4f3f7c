import inspect
import traceback

import pytest

from wtspec.model import execute


def test_tracebacks_show_the_generated_line():
    module = execute("def half(x):\n    return x / 0  # line 3\n", "shown")
    with pytest.raises(ZeroDivisionError) as caught:
        module.half(1)
    assert "return x / 0  # line 3" in "".join(traceback.format_tb(caught.value.__traceback__))


def test_classes_can_be_inspected():
    module = execute("class Plain:\n    size = 3\n", "inspected")
    assert inspect.getsource(module.Plain) == "class Plain:\n    size = 3\n"


def test_the_same_source_gives_the_same_module_and_another_source_another():
    first = execute("a = 1\n", "twice")
    assert execute("a = 1\n", "twice") is first
    other = execute("a = 2\n", "twice")
    assert (first.a, other.a) == (1, 2)


def test_source_that_fails_leaves_no_module():
    for _ in range(2):
        with pytest.raises(NameError):
            execute("nothing\n", "failing")
