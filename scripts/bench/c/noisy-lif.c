// A leaky integrate-and-fire neuron with white noise by Euler-Maruyama: dv/dt = (mu - v)/tau + sigma·sqrt(2/tau)·xi; mu 9 mV, sigma 2 mV,
// threshold 10 mV, reset to 0 mV.
//
// Every lane has its own xoroshiro128+ (Blackman and Vigna 2018), a weaker and much cheaper generator than Philox, whose numbers can only be
// had one after the other. Two of its outputs make two normals by Box and Muller: one for each of two steps. The angle is drawn within
// an eighth of a turn to either side, and three other bits mirror it into the whole circle.

#include "elementary.h"

static double *v;
static const double H = 0.01; // 0.1 ms / 10 ms

static void prepare(long slots) {
  free(v);
  v = new_array(slots);
}

typedef struct {
  bits a, b;
} generator;

/** SplitMix64 (Steele, Lea and Flood 2014): well-mixed seeds from a counter. */
static uint64_t mixed(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

static generator seeded(uint64_t slot) {
  generator made;
  for (int lane = 0; lane < WIDTH; lane++) {
    made.a[lane] = mixed((2 * (slot + lane) + 1) * 0x9e3779b97f4a7c15ull);
    made.b[lane] = mixed((2 * (slot + lane) + 2) * 0x9e3779b97f4a7c15ull);
  }
  return made;
}

static inline bits rotated(bits x, int by) { return (x << by) | (x >> (64 - by)); }

static inline bits draw(generator *state) {
  bits a = state->a, b = state->b, result = a + b;
  b ^= a;
  state->a = rotated(a, 24) ^ b ^ (b << 16);
  state->b = rotated(b, 37);
  return result;
}

/** The upper 52 bits as a number from `from` on, below `from` + 1: 1 and 2 have room for them. */
static inline doubles fraction(bits x) { return (doubles)((x >> 12) | 0x3ff0000000000000ull); }

static inline void normals(generator *state, doubles *one, doubles *other) {
  bits first = draw(state), second = draw(state);
  doubles radius_squared = -2 * logarithm(2 - fraction(first)), radius, sine, cosine;
  for (int lane = 0; lane < WIDTH; lane++) radius[lane] = sqrt(radius_squared[lane]);
  sine_cosine((fraction(second) - 1.5) * 0.25, &sine, &cosine);
  integers swaps = (integers)(second << 56) >> 63;
  doubles x = choose(swaps, sine, cosine), y = choose(swaps, cosine, sine);
  const bits sign = (bits){0} + 0x8000000000000000ull;
  *one = radius * (doubles)((bits)x ^ ((second << 57) & sign));
  *other = radius * (doubles)((bits)y ^ ((second << 58) & sign));
}

static inline doubles step_of(doubles x, doubles normal, integers *count) {
  x = (1 - H) * x + (0.009 * H + 0.0002828427124746190 * normal); // sigma·sqrt(2·h)
  integers fires = x > 0.010;
  *count -= fires;
  return zero_where(fires, x);
}

static int64_t run(long slots, long steps) {
  integers total = {0};
  for (long first = 0; first < slots; first += SLOTS_IN_BLOCK) {
    doubles x[INTERLEAVE];
    generator state[INTERLEAVE];
    integers counts[INTERLEAVE] = {0};
    EACH_VECTOR x[k] = load(v + first + k * WIDTH), state[k] = seeded(first + k * WIDTH);
    for (long step = 0; step < steps; step += 2) {
      EACH_VECTOR {
        doubles one, other;
        normals(&state[k], &one, &other);
        x[k] = step_of(step_of(x[k], one, &counts[k]), other, &counts[k]);
      }
    }
    EACH_VECTOR store(v + first + k * WIDTH, x[k]), total += counted(counts[k], first + k * WIDTH, slots);
  }
  return sum_of(total);
}
