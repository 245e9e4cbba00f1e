"""The loops of `npm run bench -- kernels` in Brian 2, each as its users write it. NAME → (group, duration); the same models as loop-rows.mjs."""

from brian2 import *

DECAY = dict(threshold="v > 10*mV", reset="v = 0*mV")


def lif():
    group = NeuronGroup(10_000, "dv/dt = (v0 - v)/(10*ms) : volt\nv0 : volt (constant)", method="exact", **DECAY)
    group.v0 = "i*19*mV/(N - 1)"
    return group, 1 * second


def find_rate():
    namespace = {"k": 10}
    equations = "dV/dt = (k - V)/(10*ms) : 1"
    return NeuronGroup(1000, equations, threshold="V > 1", reset="V = 0", method="exact", namespace=namespace), 30 * second


def quadratic():
    group = NeuronGroup(100_000, "dv/dt = (2 - v**2)/(10*ms) : 1", threshold="v > 1", reset="v = 0", method="euler")
    group.v = "i*1.0/N"
    return group, 0.5 * second


def hodgkin_huxley():
    area = 20000 * umetre**2
    namespace = dict(
        Cm=1 * ufarad * cm**-2 * area,
        gl=5e-5 * siemens * cm**-2 * area,
        El=-65 * mV,
        EK=-90 * mV,
        ENa=50 * mV,
        g_na=100 * msiemens * cm**-2 * area,
        g_kd=30 * msiemens * cm**-2 * area,
        VT=-63 * mV,
    )
    equations = """
    dv/dt = (gl*(El-v) - g_na*(m*m*m)*h*(v-ENa) - g_kd*(n*n*n*n)*(v-EK) + I)/Cm : volt
    dm/dt = 0.32*(mV**-1)*4*mV/exprel((13.*mV-v+VT)/(4*mV))/ms*(1-m) - 0.28*(mV**-1)*5*mV/exprel((v-VT-40.*mV)/(5*mV))/ms*m : 1
    dn/dt = 0.032*(mV**-1)*5*mV/exprel((15.*mV-v+VT)/(5*mV))/ms*(1.-n) - .5*exp((10.*mV-v+VT)/(40.*mV))/ms*n : 1
    dh/dt = 0.128*exp((17.*mV-v+VT)/(18.*mV))/ms*(1.-h) - 4./(1+exp((40.*mV-v+VT)/(5.*mV)))/ms*h : 1
    I : amp (constant)
    """
    above = "v > -40*mV"
    group = NeuronGroup(10_000, equations, threshold=above, refractory=above, method="exponential_euler", namespace=namespace)
    group.v = "El"
    group.I = "0.7*nA*i/N"
    return group, 0.1 * second


def noisy_lif():
    equations = "dv/dt = (9*mV - v)/(10*ms) + 2*mV*sqrt(2/(10*ms))*xi : volt"
    return NeuronGroup(10_000, equations, method="euler", **DECAY), 1 * second


MODELS = {
    "lif": lif,
    "find-rate": find_rate,
    "quadratic": quadratic,
    "hodgkin-huxley": hodgkin_huxley,
    "noisy-lif": noisy_lif,
}
