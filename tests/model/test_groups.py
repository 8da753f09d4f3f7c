import pytest

from wtspec.errors import SpecError
from wtspec.model import apply_groups, weights

TEXT = """
model:
  inputs: {x: [batch, 3]}
  layers: {blocks: {layer: {Dense: 3}, repeat: 2}, norm: BatchNormalization}
  call: norm(blocks(x))
train: {epochs: 1, optimizer: adam, loss: mean_squared_error, groups: %s}
data: {source: {synthetic: {rows: 4, columns: {x: {shape: [3]}}}}, inputs: {x: x}, targets: x}
"""


def trains(found):
    return [path for path, one in weights(found.model).items() if one.trainable]


def test_the_last_group_that_matches_decides(built):
    groups = "[{match: '**', trainable: false}, {match: 'blocks/1/*', trainable: true}]"
    found = built(TEXT % groups)
    apply_groups(found.program, found.model)
    assert trains(found) == ["blocks/1/kernel", "blocks/1/bias"]
    assert len(found.model.trainable_variables) == 2


def test_a_glob_that_matches_nothing_is_an_error(built):
    found = built(TEXT % "[{match: 'block/*/kernel', trainable: false}]")
    with pytest.raises(SpecError, match=r"(?s)^error\[unmatched-glob\].*spec\.yaml:7:80\n"):
        apply_groups(found.program, found.model)
    assert len(trains(found)) == 6


def test_scales_multiply_a_weights_own_and_the_last_match_wins_key_by_key(built):
    groups = "[{match: '**', lr_scale: 0.5, weight_decay: false}, {match: 'norm/*', lr_scale: 2}]"
    found = built(TEXT % groups)
    by_path = weights(found.model)
    by_path["norm/gamma"].lr_scale = 3
    apply_groups(found.program, found.model)
    assert by_path["norm/gamma"].lr_scale == 6
    assert by_path["blocks/0/kernel"].lr_scale == 0.5
    assert by_path["norm/gamma"].weight_decay is False


def test_a_scale_for_weights_that_never_train_is_an_error(built):
    groups = "[{match: 'norm/*', trainable: false}, {match: 'norm/*', lr_scale: 2}]"
    found = built(TEXT % groups)
    with pytest.raises(SpecError, match="untrained-scale"):
        apply_groups(found.program, found.model)
