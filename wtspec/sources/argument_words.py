"""The words that functions over columns take as arguments. Free of NumPy."""

STRATEGIES = ("mean", "median", "most_frequent")
"""What `impute` learns to fill with."""
DATE_PARTS = (
    "year", "month", "day", "weekday", "dayofyear", "hour", "minute", "second", "time",
)  # fmt: skip
"""What `date` makes of a date."""
