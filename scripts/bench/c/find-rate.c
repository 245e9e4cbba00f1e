// The tutorial's find_rate, one task of it: dV/dt = (k - V)/(10 ms), threshold 1, reset to 0, k = 10. All neurons are alike and all are computed.

#include "vectors.h"

static double *v;
static const double DECAY = 0.99004983374916805; // exp(-0.1/10)
static const double DRIVE = 10;

static void prepare(long slots) {
  free(v);
  v = new_array(slots);
}

static int64_t run(long slots, long steps) {
  integers total = {0};
  for (long first = 0; first < slots; first += SLOTS_IN_BLOCK) {
    doubles x[INTERLEAVE];
    integers counts[INTERLEAVE] = {0};
    EACH_VECTOR x[k] = load(v + first + k * WIDTH);
    for (long step = 0; step < steps; step++) {
      EACH_VECTOR {
        x[k] = DECAY * x[k] + DRIVE * (1 - DECAY);
        integers fires = x[k] > 1.0;
        counts[k] -= fires;
        x[k] = zero_where(fires, x[k]);
      }
    }
    EACH_VECTOR store(v + first + k * WIDTH, x[k]), total += counted(counts[k], first + k * WIDTH, slots);
  }
  return sum_of(total);
}
