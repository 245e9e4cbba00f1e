"""Runs models of our documents in Brian 2 and reports what happened: the outside judge of the semantics.

Reads a JSON list of {"model": <the document's model>, "parameters": {name: number in SI}, "data": [arrays]} from stdin. Writes a JSON list:
for each case {"groups": {name: {"events": {name: {"steps", "elements"}}, "traces": {variable: rows of numbers, one row an element}}}}, with
events in order of time, then element, and null for what is not finite; or {"unsupported": why} where Brian 2 refuses the model, or, where a case says
mayHaveNoSolution, is still looking for one after PATIENCE_SECONDS.
"""

import json
import math
import signal
import sys
import warnings

import brian2
from brian2 import EventMonitor, Network, NeuronGroup, Quantity, SpikeGeneratorGroup, StateMonitor, Synapses, TimedArray
from brian2 import second
from brian2.core.base import BrianObjectException
from brian2.core.namespace import DEFAULT_UNITS
from brian2.stateupdaters.base import UnsupportedEquationsException
from brian2.units.fundamentalunits import DIMENSIONLESS, get_unit

brian2.prefs.codegen.target = "numpy"
brian2.BrianLogger.log_level_error()
warnings.simplefilter("ignore")

# Of the processor: a busy machine changes nothing.
PATIENCE_SECONDS = 8


class OutOfPatience(BaseException):
    """Not an Exception: SymPy catches those."""


def give_up(_signal, _frame):
    raise OutOfPatience


# Of the objects of one order the last by name: recordings come after the code of the slot.
LAST_BY_NAME = "zz_traces"


def quantity(value, names=()):
    """The value of a quantity as a document writes it: a number, or an expression in units and other parameters."""
    if isinstance(value, (int, float)):
        return value
    return eval(value, {"__builtins__": {}}, {**DEFAULT_UNITS, **dict(names)})


class Case:
    """One model as Brian 2's objects."""

    def __init__(self, case):
        self.model = case["model"]
        self.names = self.namespace(case)
        self.dt = quantity(self.model.get("dt", "0.1*ms"))
        self.objects = []
        self.groups = {name: self.group(name, entry) for name, entry in self.model["groups"].items()}
        for name, entry in self.model.get("inputs", {}).items():
            self.spikes(name, entry["spikes"])
        self.monitors = {name: self.monitor(name, entry) for name, entry in self.model["groups"].items()}

    def namespace(self, case):
        names = {}
        for name, value in self.model.get("parameters", {}).items():
            names[name] = quantity(value, names)
            if name in case["parameters"]:
                dimensions = getattr(names[name], "dim", DIMENSIONLESS)
                names[name] = Quantity(case["parameters"][name], dim=dimensions)
        for array in case.get("data", []):
            unit = DEFAULT_UNITS[array["unit"]] if array["unit"] else 1
            values = brian2.np.array(array["values"], dtype=float).reshape(array["shape"])
            names[array["name"]] = TimedArray(values * unit, dt=array["dtSeconds"] * second)
        return names

    def group(self, name, entry):
        codes = {event: {"condition": value} if isinstance(value, str) else value for event, value in entry.get("events", {}).items()}
        group = NeuronGroup(
            int(entry.get("size", 1)),
            entry["equations"],
            method=entry["method"],
            threshold=entry.get("threshold"),
            reset=entry.get("reset"),
            refractory=entry.get("refractory", False),
            events={event: code["condition"] for event, code in codes.items()},
            dt=self.dt,
            namespace=self.names,
            name=name,
        )
        for event, code in codes.items():
            if "code" in code:
                group.run_on_event(event, code["code"], when=code.get("when", "after_resets"), order=code.get("order", 0))
        for key, code in entry.get("every", {}).items():
            period = quantity(code["dt"], self.names) if "dt" in code else self.dt
            place = {"when": code.get("when", "start"), "order": code.get("order", 0)}
            self.objects.append(group.run_regularly(code["code"], dt=period, name=f"{name}_{key}", **place))
        for variable, start in entry.get("initial", {}).items():
            setattr(group, variable, self.start(start, len(group)))
        self.objects.append(group)
        return group

    def start(self, start, size):
        if isinstance(start, list):
            values = [quantity(value) for value in start]
            return Quantity(values)
        if isinstance(start, dict):
            low, high = (quantity(value) for value in start["linspace"])
            return low if size == 1 else low + (high - low) * brian2.np.arange(size) / (size - 1)
        return start

    def spikes(self, name, entry):
        group_name, variable = entry["to"].split(".")
        group = self.groups[group_name]
        times = [float(quantity(time)) for time in entry["times"]] * second
        period = quantity(entry["period"]) if "period" in entry else 0 * second
        source = SpikeGeneratorGroup(len(group), entry["elements"], times, period=period, dt=self.dt, name=f"{name}_source")
        synapses = Synapses(source, group, on_pre=f"{variable}_post += {entry['weight']}", namespace=self.names, dt=self.dt, name=f"input_{name}")
        synapses.connect(j="i")
        synapses.pre.order = 0
        self.objects.extend([source, synapses])

    def monitor(self, name, entry):
        group = self.groups[name]
        events = {event: EventMonitor(group, event) for event in entry.get("events", {})}
        if entry.get("threshold") is not None:
            events["spike"] = EventMonitor(group, "spike")
        names = [equation.varname for equation in group.user_equations.values()]
        traces = StateMonitor(group, names, record=True, dt=self.dt, name=f"{LAST_BY_NAME}_{name}")
        self.objects.extend([*events.values(), traces])
        return events, traces, names

    def run(self):
        Network(self.objects).run(quantity(self.model["duration"]))
        return {"groups": {name: self.found(*monitors) for name, monitors in self.monitors.items()}}

    def found(self, events, traces, names):
        return {
            "events": {event: occurrences(monitor, float(self.dt)) for event, monitor in events.items()},
            "traces": {name: rows(getattr(traces, f"{name}_"), traces) for name in names},
        }


def rows(values, monitor):
    """One row an element; what all elements share is recorded once, and given to each."""
    values = brian2.np.atleast_2d(brian2.np.asarray(values, dtype=float))
    if values.shape[0] != len(monitor.record):
        values = brian2.np.repeat(values, len(monitor.record), axis=0)
    return [[number if math.isfinite(number) else None for number in row] for row in values.tolist()]


def occurrences(monitor, dt):
    steps = [int(round(t / dt)) for t in monitor.t_[:].tolist()]
    elements = [int(element) for element in monitor.i[:]]
    order = sorted(range(len(steps)), key=lambda place: (steps[place], elements[place]))
    return {"steps": [steps[place] for place in order], "elements": [elements[place] for place in order]}


def main():
    results = []
    signal.signal(signal.SIGPROF, give_up)
    for case in json.load(sys.stdin):
        signal.setitimer(signal.ITIMER_PROF, PATIENCE_SECONDS if case.get("mayHaveNoSolution") else 0)
        try:
            results.append(Case(case).run())
        except (UnsupportedEquationsException, BrianObjectException) as error:
            results.append({"unsupported": str(error.__cause__ or error)})
        except OutOfPatience:
            results.append({"unsupported": f"it takes longer than {PATIENCE_SECONDS} s"})
        signal.setitimer(signal.ITIMER_PROF, 0)
    json.dump(results, sys.stdout)


main()
