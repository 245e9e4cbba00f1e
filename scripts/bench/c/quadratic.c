// A quadratic neuron by forward Euler: dv/dt = (2 - v²)/(10 ms), threshold 1, reset to 0; v starts from 0 to 1 over the slots.
//
// v + h·(2 - v²) is written v·(1 - h·v) + 2h, which is two fused multiply-adds.

#include "vectors.h"

static double *v;
static const double H = 0.01; // 0.1 ms / 10 ms

static void prepare(long slots) {
  free(v);
  v = new_array(slots);
  for (long slot = 0; slot < slots; slot++) v[slot] = (double)slot / slots;
}

static int64_t run(long slots, long steps) {
  integers total = {0};
  for (long first = 0; first < slots; first += SLOTS_IN_BLOCK) {
    doubles x[INTERLEAVE];
    integers counts[INTERLEAVE] = {0};
    EACH_VECTOR x[k] = load(v + first + k * WIDTH);
    for (long step = 0; step < steps; step++) {
      EACH_VECTOR {
        x[k] = x[k] * (1 - H * x[k]) + 2 * H;
        integers fires = x[k] > 1.0;
        counts[k] -= fires;
        x[k] = zero_where(fires, x[k]);
      }
    }
    EACH_VECTOR store(v + first + k * WIDTH, x[k]), total += counted(counts[k], first + k * WIDTH, slots);
  }
  return sum_of(total);
}
