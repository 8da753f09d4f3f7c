from pathlib import Path

import numpy as np

from wtspec.data.readers.read_source import read_source
from wtspec.sources.request import SourceRequest

FOLDER = Path(__file__).parents[2] / "configs" / "data"


def test_shipped_penguins_have_text_numbers_and_missing_values():
    arrays = read_source(SourceRequest("csv", paths=("penguins.csv",)), FOLDER).arrays
    species, counts = np.unique(arrays["species"].astype(str), return_counts=True)
    assert (species.tolist(), counts.tolist()) == (
        ["Adelie", "Chinstrap", "Gentoo"],
        [152, 68, 124],
    )
    assert int(np.isnan(arrays["body_mass_g"]).sum()) == 2
    assert int((arrays["sex"] == "").sum()) == 11
    assert arrays["year"].dtype == np.int64
