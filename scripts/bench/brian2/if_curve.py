"""The tutorial's I-F curve in Brian 2, vectorised: what `npm run bench -- curve` compares with. Argument: numpy or cython."""

import sys

from brian2 import NeuronGroup, SpikeMonitor, linspace, ms, mV, prefs, run, second

prefs.codegen.target = sys.argv[1]

tau = 10 * ms
group = NeuronGroup(
    20,
    "dv/dt = (v0 - v)/tau : volt\nv0 : volt (constant)",
    threshold="v > 10*mV",
    reset="v = 0*mV",
    method="exact",
)
group.v0 = linspace(0, 19, 20) * mV
monitor = SpikeMonitor(group, record=False)
run(1 * second)

print("v0 (mV)  n  f (Hz)")
for v0, count in zip(group.v0 / mV, monitor.count):
    print(f"{v0:7.1f} {count:4d} {count / 1.0:6.1f}")
