"""The columns of scikit-learn's bundled data sets, known without scikit-learn."""

from __future__ import annotations

from msgspec import Struct


class Bundled(Struct, frozen=True):
    """A data set.

    Attributes:
        features: The names of the columns of `data`.
        classes: How many labels `target` holds; None where it is a measured number.
        images: The shape of one of `images`, where there are any.
    """

    features: tuple[str, ...]
    classes: int | None
    images: tuple[int, ...] | None = None


_CELL = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
    "fractal dimension",
)

BUNDLED = {
    "digits": Bundled(
        tuple(f"pixel_{row}_{column}" for row in range(8) for column in range(8)), 10, (8, 8)
    ),
    "iris": Bundled(
        ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"), 3
    ),
    "wine": Bundled(
        (
            "alcohol",
            "malic_acid",
            "ash",
            "alcalinity_of_ash",
            "magnesium",
            "total_phenols",
            "flavanoids",
            "nonflavanoid_phenols",
            "proanthocyanins",
            "color_intensity",
            "hue",
            "od280/od315_of_diluted_wines",
            "proline",
        ),
        3,
    ),
    "breast_cancer": Bundled(
        tuple(
            [f"mean {part}" for part in _CELL]
            + [f"{part} error" for part in _CELL]
            + [f"worst {part}" for part in _CELL]
        ),
        2,
    ),
    "diabetes": Bundled(("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"), None),
}
