"""A notebook without Jupyter: runs its code cells one after the other, as `nbconvert --execute` would.

    python scripts/notebook/run.py scripts/notebook/county.ipynb
    → cell-2 … cell-9, what they print; exit 1 with the cell's name when one fails
"""

import json
import sys
import traceback


def main(path: str) -> int:
    with open(path, encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    names: dict = {"__name__": "__main__"}
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        print(f"— {cell['id']}", flush=True)
        try:
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
        except Exception:
            traceback.print_exc()
            print(f"{path}: {cell['id']} failed", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
