"""Runs a model of models.py on Brian 2's Cython target, once for each line it reads. Argument: the model's name.

Answers with the processor time of the main loop and the spikes: a whole run less a run of no time, which prepares as much.
"""

import json
import sys
import time

from brian2 import Network, SpikeMonitor, prefs, second

from models import MODELS

prefs.codegen.target = "cython"
group, duration = MODELS[sys.argv[1]]()
monitor = SpikeMonitor(group, record=False)
network = Network(group, monitor)
network.store()


def seconds_of(simulated):
    network.restore()
    start = time.process_time()
    network.run(simulated)
    return time.process_time() - start


for _ in sys.stdin:
    around = seconds_of(0 * second)
    whole = seconds_of(duration)
    print(json.dumps({"seconds": whole - around, "spikes": int(monitor.num_spikes)}), flush=True)
