"""Brian 2's side of the language tests: reads {"groups": [...]} from stdin and prints its units, constants and verdicts as JSON.

A group is accepted where a network of it can be run for no time at all: by then names, units, types and flags have been checked.
"""

import json
import logging
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

import brian2.units.constants as physical_constants
from brian2 import Network, NeuronGroup, Quantity, ms, prefs
from brian2.core.namespace import DEFAULT_UNITS

prefs.codegen.target = "numpy"


def describe(value):
    quantity = value if isinstance(value, Quantity) else Quantity(value)
    return {"value": float(quantity), "powers": [float(power) for power in quantity.dim._dims]}


def refusal(group):
    """The name of the error that Brian 2 raises, or None."""
    try:
        neurons = NeuronGroup(1, namespace={}, **{"method": "euler", **group})
        Network(neurons).run(0 * ms, namespace={})
    except Exception as error:
        cause = error.__cause__ or error
        return f"{type(cause).__name__}: {cause}"
    return None


def main():
    groups = json.load(sys.stdin)["groups"]
    constants = [name for name in dir(physical_constants) if isinstance(getattr(physical_constants, name), Quantity) and name.count("_") >= 1]
    json.dump(
        {
            "units": {name: describe(value) for name, value in DEFAULT_UNITS.items()},
            "constants": {name: describe(getattr(physical_constants, name)) for name in constants},
            "refusals": [refusal(group) for group in groups],
        },
        sys.stdout,
    )


main()
