"""The tutorial's find_rate sweep on Brian 2's Cython target, over two processes; once for each line it reads, in wall time.

A line says how many seconds to simulate.
As in the tutorial every task builds its own group; V starts from 0 to 1 over the neurons, so that no two are alike.
"""

import json
import sys
import time
from functools import partial
from multiprocessing import Pool

from brian2 import NeuronGroup, SpikeMonitor, mean, ms, prefs, run, second, start_scope

PROCESSES = 2


def find_rate(k, seconds):
    prefs.codegen.target = "cython"
    start_scope()
    group = NeuronGroup(1000, "dV/dt = (k - V)/(10*ms) : 1", threshold="V > 1", reset="V = 0", method="exact", namespace={"k": k})
    group.V = "i*1.0/N"
    monitor = SpikeMonitor(group, record=False)
    run(seconds * second)
    return mean(monitor.count) / seconds


if __name__ == "__main__":
    with Pool(PROCESSES) as pool:
        for line in sys.stdin:
            start = time.perf_counter()
            rates = pool.map(partial(find_rate, seconds=float(line)), range(1, 21), chunksize=1)
            print(json.dumps({"seconds": time.perf_counter() - start, "rates": list(map(float, rates))}), flush=True)
