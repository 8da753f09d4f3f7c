import pytest

from tests.judges.found_tables import FOUND
from tests.judges.tables import compare

# Keras's own, as early stopping keeps the best weights.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

TABLES = {table.name: table for table in FOUND}


@pytest.mark.parametrize(
    "name",
    ["cells", *(pytest.param(name, marks=pytest.mark.long) for name in ("penguins", "cars"))],
)
def test_a_spec_that_init_wrote_learns_what_boosting_does(name, tmp_path):
    one = compare(TABLES[name], range(1), tmp_path)
    assert one.run >= one.boosting - 0.06


def test_every_table_can_be_read(tmp_path):
    for table in FOUND:
        columns = table.read()
        assert table.target in columns.columns
        assert len(columns) > 300
