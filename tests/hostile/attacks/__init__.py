"""The attacks, a module for each thing that is attacked."""

from tests.hostile.attacks import bombs, cases, data, formulas, loggers, names, paths, text

MODULES = {
    "bombs": bombs,
    "cases": cases,
    "data": data,
    "formulas": formulas,
    "loggers": loggers,
    "names": names,
    "paths": paths,
    "text": text,
}


def every_attack():
    """All attacks by the name of what they attack and their own, each of its own name."""
    found = {}
    for kind, module in MODULES.items():
        for attack in module.attacks():
            name = f"{kind}: {attack.name}"
            assert name not in found, name
            found[name] = attack
    return found
