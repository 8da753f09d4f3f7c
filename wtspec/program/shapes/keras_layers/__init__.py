"""What Keras's layers do to shapes; a layer that is not here gives anything."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.program.shapes.keras_layers.convolution import CONVOLUTION
from wtspec.program.shapes.keras_layers.core import CORE
from wtspec.program.shapes.keras_layers.layer_use import LayerRule, LayerUse
from wtspec.program.shapes.keras_layers.recurrent import RECURRENT

RULES: Mapping[str, LayerRule] = {**CORE, **CONVOLUTION, **RECURRENT}

__all__ = ["RULES", "LayerUse"]
