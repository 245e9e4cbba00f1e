// A leaky integrate-and-fire neuron, solved exactly: dv/dt = (v0 - v)/tau, threshold 10 mV, reset to 0 mV; v0 from 0 to 19 mV over the slots.
//
// A step is v = E·v + v0·(1 - E): one fused multiply-add, one comparison, one "and not" for the reset and one subtraction for the count.

#include "vectors.h"

static double *v, *drive;
static const double DECAY = 0.99004983374916805; // exp(-0.1/10)

static void prepare(long slots) {
  free(v), free(drive);
  v = new_array(slots), drive = new_array(slots);
  for (long slot = 0; slot < slots; slot++) drive[slot] = 0.019 * slot / (slots - 1) * (1 - DECAY);
}

static int64_t run(long slots, long steps) {
  integers total = {0};
  for (long first = 0; first < slots; first += SLOTS_IN_BLOCK) {
    doubles x[INTERLEAVE], b[INTERLEAVE];
    integers counts[INTERLEAVE] = {0};
    EACH_VECTOR x[k] = load(v + first + k * WIDTH), b[k] = load(drive + first + k * WIDTH);
    for (long step = 0; step < steps; step++) {
      EACH_VECTOR {
        x[k] = DECAY * x[k] + b[k];
        integers fires = x[k] > 0.010;
        counts[k] -= fires;
        x[k] = zero_where(fires, x[k]);
      }
    }
    EACH_VECTOR store(v + first + k * WIDTH, x[k]), total += counted(counts[k], first + k * WIDTH, slots);
  }
  return sum_of(total);
}
