import jax
import numpy as np

from wtspec.train import compiler


def test_xla_has_the_options_that_it_is_given():
    lowered = jax.jit(lambda x: x + 1).lower(1.0)
    assert lowered.compile(compiler_options=compiler._CPU_OPTIONS)(1.0) == 2


def test_options_that_xla_does_not_have_are_done_without(monkeypatch, train, linear, regression):
    monkeypatch.setattr(compiler, "_CPU_OPTIONS", {"xla_cpu_of_another_year": True})
    made = linear()
    before = np.asarray(made.weights[0].value)
    train(made, regression(), epochs=1)
    assert not np.array_equal(before, made.weights[0].value)
