"""Follows the axis of the rows through the data's formulas, and finds where rows would mix."""

from wtspec.rows.of_data import (
    Known,
    check_data_rows,
    check_read_rows,
    static_value,
    write_out_learning,
)

__all__ = ["Known", "check_data_rows", "check_read_rows", "static_value", "write_out_learning"]
