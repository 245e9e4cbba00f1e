"""The tutorial's I-F curve, vectorised, on Brian 2's Cython target: from the equations to the table, once for each line it reads."""

import json
import sys
import time

from brian2 import NeuronGroup, SpikeMonitor, linspace, ms, mV, prefs, run, second, start_scope

prefs.codegen.target = "cython"
tau = 10 * ms
EQUATIONS = "dv/dt = (v0 - v)/tau : volt\nv0 : volt (constant)"


def table():
    start_scope()
    group = NeuronGroup(20, EQUATIONS, threshold="v > 10*mV", reset="v = 0*mV", method="exact")
    group.v0 = linspace(0, 19, 20) * mV
    monitor = SpikeMonitor(group, record=False)
    run(1 * second)
    return [f"{v0},{count},{count / 1.0}" for v0, count in zip(group.v0 / mV, monitor.count)]


for _ in sys.stdin:
    start = time.process_time()
    rows = table()
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "counts": [int(row.split(",")[1]) for row in rows]}), flush=True)
