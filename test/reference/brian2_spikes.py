"""Runs models of our documents in Brian 2 and reports their spikes: the outside judge of the semantics.

Reads a JSON list of {"model": <the document's model>, "parameters": {name: number in SI}} from stdin and writes a JSON list with, for
each case, {"groups": {name: {"steps": [...], "elements": [...]}}} (spikes in order of time, then element), or {"unsupported": why}
where Brian 2 has no such integrator for the equations.
"""

import json
import sys

import brian2
from brian2 import Network, NeuronGroup, Quantity, SpikeMonitor
from brian2.core.namespace import DEFAULT_UNITS
from brian2.stateupdaters.base import UnsupportedEquationsException
from brian2.units.fundamentalunits import DIMENSIONLESS

brian2.prefs.codegen.target = "numpy"
brian2.BrianLogger.log_level_error()


def quantity(value, names=()):
    """The value of a quantity as a document writes it: a number, or an expression in units and other parameters."""
    if isinstance(value, (int, float)):
        return value
    return eval(value, {"__builtins__": {}}, {**DEFAULT_UNITS, **dict(names)})


def run(case):
    model = case["model"]
    names = {}
    for name, value in model.get("parameters", {}).items():
        names[name] = quantity(value, names)
        if name in case["parameters"]:
            dimensions = getattr(names[name], "dim", DIMENSIONLESS)
            names[name] = Quantity(case["parameters"][name], dim=dimensions)
    dt = quantity(model.get("dt", "0.1*ms"))
    groups, monitors = {}, {}
    for name, entry in model["groups"].items():
        refractory = entry.get("refractory", False)
        group = NeuronGroup(
            int(entry.get("size", 1)),
            entry["equations"],
            method=entry["method"],
            threshold=entry.get("threshold"),
            reset=entry.get("reset"),
            refractory=refractory,
            dt=dt,
            namespace=names,
            name=name,
        )
        for variable, start in entry.get("initial", {}).items():
            setattr(group, variable, start)
        groups[name] = group
        if entry.get("threshold") is not None:
            monitors[name] = SpikeMonitor(group)
    network = Network(list(groups.values()), list(monitors.values()))
    network.run(quantity(model["duration"]))
    return {"groups": {name: spikes_of(monitor, float(dt)) for name, monitor in monitors.items()}}


def spikes_of(monitor, dt):
    steps = [int(round(t / dt)) for t in monitor.t_[:].tolist()]
    order = sorted(range(len(steps)), key=lambda spike: (steps[spike], int(monitor.i[spike])))
    return {"steps": [steps[spike] for spike in order], "elements": [int(monitor.i[spike]) for spike in order]}


def main():
    results = []
    for case in json.load(sys.stdin):
        try:
            results.append(run(case))
        except UnsupportedEquationsException as error:
            results.append({"unsupported": str(error).splitlines()[0]})
    json.dump(results, sys.stdout)


main()
