"""Which column is which field, all of them at once."""

from collections.abc import Mapping

FAR = float("inf")


def assign(weights: Mapping[tuple[str, int], float]) -> dict[str, int]:
    """One column per field and one field per column with the greatest sum of weights (Hungarian method).

    A field may stay without column and a column without field.
    """
    fields = list(dict.fromkeys(name for name, _ in weights))
    columns = list(dict.fromkeys(index for _, index in weights))
    nobody = len(columns)
    costs = [[-weights.get((name, index), 0.0) for index in columns] + [0.0] * len(fields) for name in fields]
    owners = _cheapest(costs, nobody + len(fields))
    return {
        fields[owner]: columns[column]
        for column, owner in enumerate(owners[:nobody])
        if owner >= 0 and (fields[owner], columns[column]) in weights
    }


def _cheapest(costs: list[list[float]], width: int) -> list[int]:
    """Column -> row (-1 = none) with the least sum, every row served; one shortest path for each row."""
    rows, columns = [0.0] * len(costs), [0.0] * (width + 1)
    owners = [-1] * (width + 1)
    for row in range(len(costs)):
        at = width
        owners[at] = row
        least, came, seen = [FAR] * width, [-1] * width, [False] * (width + 1)
        while owners[at] >= 0:
            seen[at] = True
            owner = owners[at]
            for column in range(width):
                cost = costs[owner][column] - rows[owner] - columns[column]
                if not seen[column] and cost < least[column]:
                    least[column], came[column] = cost, at
            step, at_next = min((least[column], column) for column in range(width) if not seen[column])
            for column in range(width + 1):
                if seen[column]:
                    rows[owners[column]] += step
                    columns[column] -= step
                elif column < width:
                    least[column] -= step
            at = at_next
        while at != width:
            owners[at] = owners[came[at]]
            at = came[at]
    return owners[:width]
