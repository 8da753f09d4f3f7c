"""Serves Keras the rows of one process of several."""

# pyright: basic, reportOptionalMemberAccess=false, reportReturnType=false

import jax
import keras
import numpy as np

from wtspec.data.keras_batches import Batches


class OwnBatches(Batches):
    """Of each batch the rows that the devices of this process take."""

    def __getitem__(self, index: int) -> tuple:
        distribution = keras.distribution.distribution()
        mesh = distribution.device_mesh
        parts = mesh.shape[mesh.axis_names.index(distribution.batch_dim_name)]
        process, count = jax.process_index(), jax.process_count()
        first, end = process * parts // count, -(-(process + 1) * parts // count)

        def own(rows: np.ndarray) -> np.ndarray:
            size = len(rows) // parts
            return rows[first * size : end * size]

        return keras.tree.map_structure(own, super().__getitem__(index))
