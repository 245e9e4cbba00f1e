"""Builds a model of models.py as Brian 2's C++ standalone project. Arguments: the model's name, the directory.

The program, `main` in that directory, prints what Brian 2 itself takes for the time of its main loop (processor time) and the spikes it counted; run it there.
"""

import sys

from brian2 import Network, SpikeMonitor, device, set_device

from models import MODELS

name, directory = sys.argv[1:]
set_device("cpp_standalone", build_on_run=False)
group, duration = MODELS[name]()
monitor = SpikeMonitor(group, record=False, name="monitor")

counts = device.get_array_name(monitor.variables["count"])
device.insert_code(
    "after_network_run",
    f"""
    long spikes = 0;
    for (int i = 0; i < {len(group)}; i++) spikes += {counts}[i];
    std::cout << "{{ \\"seconds\\": " << Network::_last_run_time << ", \\"spikes\\": " << spikes << " }}" << std::endl;
    """,
)
Network(group, monitor).run(duration)
device.build(directory=directory, run=False, with_output=False)
