"""Settles which weights train, and how fast."""

# pyright: basic

import re

import numpy as np

from wtspec.codegen.runtime.paths import paths_of, weight_path
from wtspec.codegen.runtime.wrappers import ScannedLayers

GROUPS = [("pattern", {"trainable": False})]  # given


def apply_groups(model):
    """Settles how weights train; for each setting, the last match decides."""
    groups = GROUPS

    def settings_of(path):
        settings = {}
        for pattern, given in groups:
            if re.fullmatch(pattern, path):
                settings |= given
        return settings

    told = {}  # where: freezes

    for variable in model.weights:
        if variable.name.startswith("("):  # no weight, but a state  # where: scans
            continue
        settings = settings_of(weight_path(variable))  # where: not scans
        if "lr_scale" in settings:  # where: scales, not scans
            settings["lr_scale"] *= getattr(variable, "lr_scale", 1)
        found = [settings_of(path) for path in paths_of(variable)]  # where: scans
        scales = [one.pop("lr_scale", 1) for one in found]  # where: scales, scans
        if any(scale != 1 for scale in scales):  # where: scales, scans
            outer = variable.shape[: weight_path(variable).count("*")]
            scales = np.reshape(scales, [*outer, *[1] * (variable.ndim - len(outer))])
            variable.lr_scale = scales * getattr(variable, "lr_scale", 1)
        settings = found[0]  # blocks of a stack differ in `lr_scale` alone  # where: scans
        told[id(variable)] = settings.get("trainable")  # where: freezes
        for name, value in settings.items():
            setattr(variable, name, value)
    layers = model._flatten_layers(include_self=False)  # where: freezes
    for layer in layers:  # where: freezes
        if isinstance(layer, ScannedLayers):  # where: scans
            pairs = zip(layer.blocks[0].variables, layer.stacks)
            told |= {id(one): told.get(id(stack)) for one, stack in pairs}
            layers += layer.blocks[0]._flatten_layers()
        own = layer._trainable_variables + layer._non_trainable_variables
        own = [one for one in own or layer.weights if not one.name.startswith("(")]
        values = [told.get(id(one)) for one in own]
        if values and all(value is False for value in values):
            layer._trainable = False  # its statistics stand still
        elif any(values):
            layer._trainable = True
