// The Hodgkin-Huxley neuron with the rates of Traub and Miles (Brian 2's example of that name) by exponential Euler, I from 0 to 0.7 nA.
//
// Voltages are in mV, times in ms, conductances in mS/cm² and currents in uA/cm², as on paper: ten exponentials and eight divisions a step.
// The rates' removable singularities are left in, no trajectory meets one. A neuron is refractory while it is above threshold, so a spike
// is being above it now and not a step ago.

#include "elementary.h"

#define DT 0.1
static const double EL = -65, EK = -90, ENA = 50, VT = -63, GL = 0.05, G_NA = 100, G_KD = 30, THRESHOLD = -40;
static double *voltage, *gate_m, *gate_n, *gate_h, *current;

static void prepare(long slots) {
  free(voltage), free(gate_m), free(gate_n), free(gate_h), free(current);
  voltage = new_array(slots), gate_m = new_array(slots), gate_n = new_array(slots), gate_h = new_array(slots);
  current = new_array(slots);
  for (long slot = 0; slot < slots; slot++) voltage[slot] = EL, current[slot] = 3.5 * slot / slots;
}

/** dx/dt = a·(1 - x) - b·x for one step with a and b held. */
static inline doubles relax(doubles x, doubles a, doubles b) {
  doubles rate = a + b, limit = a / rate;
  return limit + (x - limit) * exponential(-DT * rate);
}

static int64_t run(long slots, long steps) {
  integers total = {0};
  for (long first = 0; first < slots; first += SLOTS_IN_BLOCK) {
    doubles v[INTERLEAVE], m[INTERLEAVE], n[INTERLEAVE], h[INTERLEAVE], drive[INTERLEAVE];
    integers counts[INTERLEAVE] = {0}, above[INTERLEAVE] = {0};
    EACH_VECTOR {
      long at = first + k * WIDTH;
      v[k] = load(voltage + at), m[k] = load(gate_m + at), n[k] = load(gate_n + at), h[k] = load(gate_h + at);
      drive[k] = load(current + at) + GL * EL;
    }
    for (long step = 0; step < steps; step++) {
      EACH_VECTOR {
        doubles u = v[k] - VT;
        doubles am = 0.32 * (13 - u) / (exponential((13 - u) / 4) - 1), bm = 0.28 * (u - 40) / (exponential((u - 40) / 5) - 1);
        doubles an = 0.032 * (15 - u) / (exponential((15 - u) / 5) - 1), bn = 0.5 * exponential((10 - u) / 40);
        doubles ah = 0.128 * exponential((17 - u) / 18), bh = 4 / (1 + exponential((40 - u) / 5));
        doubles sodium = G_NA * (m[k] * m[k] * m[k]) * h[k], potassium = G_KD * (n[k] * n[k]) * (n[k] * n[k]);
        doubles conductance = GL + sodium + potassium;
        doubles limit = (drive[k] + sodium * ENA + potassium * EK) / conductance;
        v[k] = limit + (v[k] - limit) * exponential(-DT * conductance);
        m[k] = relax(m[k], am, bm), n[k] = relax(n[k], an, bn), h[k] = relax(h[k], ah, bh);
        integers now_above = v[k] > THRESHOLD;
        counts[k] -= now_above & ~above[k];
        above[k] = now_above;
      }
    }
    EACH_VECTOR {
      long at = first + k * WIDTH;
      store(voltage + at, v[k]), store(gate_m + at, m[k]), store(gate_n + at, n[k]), store(gate_h + at, h[k]);
      total += counted(counts[k], at, slots);
    }
  }
  return sum_of(total);
}
