"""Static numbers whose value is known are computed, within the language's bounds, by `validate`."""

import pytest

from wtspec.errors import SpecError
from wtspec.stages import check, load

SPEC = """
wtspec: 1
layers:
  A:
    params: {{n: {n}, m: {m}}}
    inputs: {{x: [batch, dim]}}
    call: |
      {body}
model:
  inputs: {{x: [batch, 4]}}
  sequential: [A]
"""
FAULTS = {
    "x * (n ** n ** n > 1)": "number-too-large",
    "x * n ** (2000 * n)": "number-too-large",
    "x * sqrt(m)": "invalid-argument",
    "x * m ** 0.5": "static-type",
    "x * log(m)": "invalid-argument",
    "x / (n - 9)": None,
    "x * (1 / (n - 9))": "division-by-zero",
    "x * (n // (m + 2))": "division-by-zero",
    "x * (n * 10 ** 15)": None,
    "x * (n * 10 ** 15 * 10)": "number-too-large",
    "x * int(inf)": "invalid-argument",
    "x * int(inf - inf)": "invalid-argument",
    "x + sum(stack([x * i for i in range(n * 1000)]))": "range-too-long",
    "x * len([i * j for i in range(n * 100) for j in range(n * 100)])": "too-many-statements",
    "\n".join(["k = dim", *["k = k // 3 * k + k"] * 60, "return x * k"]): "number-too-large",
    "k = n\nfor i in range(30):\n  k = k * k\nreturn x * k": "number-too-large",
    "y = x\nfor i in range(n * 50):\n  for j in range(n * 50):\n    y = y + 1\nreturn y": (
        "too-many-statements"
    ),
}


def codes(tmp_path, body, **params):
    path = tmp_path / "spec.yaml"
    given = {"n": 9, "m": -2, **params}
    path.write_text(SPEC.format(body=body.replace("\n", "\n      "), **given))
    try:
        check(load(path))
    except SpecError as error:
        return {one.code for one in error.diagnostics}
    return set()


@pytest.mark.parametrize(("body", "code"), FAULTS.items(), ids=FAULTS)
def test_what_a_static_formula_comes_to_is_bounded(tmp_path, body, code):
    assert codes(tmp_path, body) == ({code} if code else set())


def test_a_branch_that_is_not_taken_is_not_computed(tmp_path):
    assert codes(tmp_path, "x * (sqrt(m) if m > 0 else 1)") == set()
