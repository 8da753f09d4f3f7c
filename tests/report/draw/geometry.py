"""Where a drawing's boxes and labels lie, read from its SVG."""

import re
import xml.etree.ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
SLACK = 0.3  # numbers are written with a tenth of a pixel


class Level:
    """A group of boxes beside each other, with the labels between them."""

    def __init__(self, x, y):
        self.x, self.y = x, y
        self.boxes = {}
        self.labels = []


def levels(svg):
    """The size of the picture, and its levels from the outermost on."""
    root = ET.fromstring(svg)  # noqa: S314 - our own
    found = []
    _walk(root, 0, 0, None, found)
    return (float(root.get("width")), float(root.get("height"))), found


def faults(svg):
    """What lies on another thing of its level, or outside of the picture or of its box."""
    (width, height), found = levels(svg)
    said = []
    for level in found:
        boxes = list(level.boxes.items())
        said += [
            f"{one} lies on {other}"
            for at, (one, a) in enumerate(boxes)
            for other, b in boxes[at + 1 :]
            if _overlap(a, b)
        ]
        said += [
            f"label {text} lies on {name}"
            for text, label in level.labels
            for name, box in boxes
            if _overlap(label, box)
        ]
        said += [
            f"label {one} lies on label {other}"
            for at, (one, a) in enumerate(level.labels)
            for other, b in level.labels[at + 1 :]
            if _overlap(a, b)
        ]
        said += [
            f"{name} lies outside"
            for name, (x, y, w, h) in [*boxes, *level.labels]
            if x < 0 or y < 0 or x + w > width + SLACK or y + h > height + SLACK
        ]
    return said


def _walk(element, x, y, level, found):
    moved = re.fullmatch(r"translate\((\S+) (\S+)\)", element.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    kinds = element.get("class", "").split()
    if "node" in kinds:
        frame = next(one for one in element.iter(f"{SVG}rect") if "behind" not in one.get("class"))
        if level is not None:
            level.boxes[element.get("data-id")] = _rect(frame, x, y)
        level = None
    elif "label" in kinds:
        rect = element.find(f"{SVG}rect")
        level.labels.append((element.findtext(f"{SVG}text"), _rect(rect, x, y)))
        return
    elif moved and element.tag == f"{SVG}g":
        level = Level(x, y)
        found.append(level)
    for child in element:
        _walk(child, x, y, level, found)


def _rect(rect, x, y):
    return (
        x + float(rect.get("x", 0)),
        y + float(rect.get("y", 0)),
        float(rect.get("width")),
        float(rect.get("height")),
    )


def _overlap(a, b):
    return (
        a[0] + a[2] > b[0] + SLACK
        and b[0] + b[2] > a[0] + SLACK
        and a[1] + a[3] > b[1] + SLACK
        and b[1] + b[3] > a[1] + SLACK
    )
