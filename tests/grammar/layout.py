"""One tree in many layouts: block or flow, texts plain, quoted or in blocks."""

import yaml

BLOCK, FLOW, MIXED = "block", "flow", "mixed"
STYLES = [None, None, '"', "'", "|", ">"]


class _Dumper(yaml.SafeDumper):
    """Writes no anchors, and each text and collection in a style of its own."""

    chance = None
    layout = BLOCK

    def ignore_aliases(self, _data):
        return True

    def flow(self):
        return {BLOCK: False, FLOW: True}.get(self.layout) or (
            self.layout == MIXED and self.chance.randrange(3) == 2
        )


def _text(dumper, text):
    style = "|" if "\n" in text else None
    if dumper.layout == MIXED:
        style = dumper.chance.choice(STYLES)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _mapping(dumper, tree):
    return dumper.represent_mapping("tag:yaml.org,2002:map", tree.items(), dumper.flow())


def _list(dumper, items):
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, dumper.flow())


_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _list)


def write(tree, layout=BLOCK, chance=None):
    """The YAML of a tree.

    Args:
        layout: `BLOCK`, `FLOW`, or `MIXED`, where `chance` chooses at each node.
    """
    dumper = type("Dumper", (_Dumper,), {"layout": layout, "chance": chance})
    options = {"sort_keys": False, "allow_unicode": True, "width": 10**6}
    return yaml.dump(tree, Dumper=dumper, **options)
