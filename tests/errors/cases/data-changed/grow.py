from pathlib import Path

with Path("rows.csv").open("a") as file:
    file.write("5,10\n6,12\n")
