"""Windows that share rows with those that they are measured against."""

import pytest

SPEC = """
wtspec: 1
model: {{inputs: {{x: [batch, 3]}}, sequential: [{{Dense: 1}}]}}
data:
  source:
    windows:
      of: {{synthetic: {{rows: 90, columns: {{y: {{}}, who: {{classes: 3}}}}}}}}
      {windows}
  inputs: {{x: "=y[:, :3]"}}
  targets: =y[:, 3]
  {split}
train: {{epochs: 1, loss: mse, optimizer: adam}}
"""
SERIES = (
    "`shuffle: false` has the parts follow each other, or `group: who` keeps each series in one "
    "part"
)


def spec(windows="length: 4", split="split: {validation: 0.2}"):
    return SPEC.format(windows=windows, split=split)


@pytest.mark.parametrize(
    ("windows", "help"),
    [
        ("length: 4", "`shuffle: false` has the parts follow each other"),
        (
            "length: 4\n      stride: 3\n      order: y",
            "`order: y` has the parts follow each other",
        ),
        (
            "length: 4\n      by: who",
            SERIES,
        ),
    ],
)
def test_windows_that_overlap_are_not_drawn_apart(warnings, windows, help):
    (found,) = warnings(spec(windows))
    assert (found.code, found.help) == ("torn-windows", help)


@pytest.mark.parametrize(
    ("windows", "split"),
    [
        ("length: 4\n      stride: 4", "split: {validation: 0.2}"),
        ("length: 4", ""),
        ("length: 4", "split: {validation: 0.2, shuffle: false}"),
        ("length: 4", "split: {validation: 0.2, order: y}"),
        ("length: 4\n      by: who", "split: {validation: 0.2, group: who}"),
    ],
)
def test_windows_that_share_no_rows_or_follow_each_other(codes, windows, split):
    assert codes(spec(windows, split)) == []
