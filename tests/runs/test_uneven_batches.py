"""A run on a mesh says which batches its devices can't share."""

import jax
import pytest

from wtspec.model.mesh.mesh import Mesh
from wtspec.runs.training.uneven_batches import uneven_text

FOUR = Mesh(jax.sharding.AbstractMesh((4, 2), ("data", "model")))
AUTO = (("data", None), ("model", 2))


def test_batches_that_devices_can_not_share_are_told():
    (text,) = uneven_text(AUTO, 10, FOUR)
    assert text.startswith("the 4 devices along `data` can't share 10 rows of a batch evenly")


@pytest.mark.parametrize(
    ("size", "asked", "mesh"),
    [
        (12, AUTO, FOUR),
        (10, AUTO, None),
        (10, (("data", 4), ("model", 2)), FOUR),  # the lint `uneven-batch` has said it
    ],
)
def test_nothing_is_told_of_others(size, asked, mesh):
    assert uneven_text(asked, size, mesh) == ()
