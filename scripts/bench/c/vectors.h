// What the hand-written kernels share: vectors of doubles as wide as the processor has them, and the frame that runs and times a kernel.
//
// A kernel is written as a specialist would write it for his own model: no schedule, no recording, no reproducibility. A block of
// INTERLEAVE vectors is loaded into registers, takes all its steps there, and is stored; several vectors at once, because the processor
// has other vectors' steps to do while it waits for a result. The best INTERLEAVE is found by trying: the benchmark builds several.

#pragma once

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#define WIDTH 8
#elif defined(__AVX2__)
#define WIDTH 4
#else
#define WIDTH 2
#endif

typedef double doubles __attribute__((vector_size(8 * WIDTH)));
typedef int64_t integers __attribute__((vector_size(8 * WIDTH)));
typedef uint64_t bits __attribute__((vector_size(8 * WIDTH)));

#define SLOTS_IN_BLOCK (WIDTH * INTERLEAVE)
/** Of the loop over the vectors of a block, which must not remain a loop. */
#define EACH_VECTOR _Pragma("GCC unroll 16") for (int k = 0; k < INTERLEAVE; k++)

/** Hides a value from the compiler, which would put what it takes for something better in its place. */
#if defined(__x86_64__)
#define KEEP(value) __asm__("" : "+v"(value))
#else
#define KEEP(value) __asm__("" : "+w"(value))
#endif

/** Zero where the mask is set: an "and not". The compiler left to itself takes a blend, which is slower, but where masks have registers of their own. */
static inline doubles zero_where(integers mask, doubles value) {
#if WIDTH < 8
  KEEP(mask);
#endif
  return (doubles)(~mask & (integers)value);
}

/** `mask` (all bits or none, a lane) chooses. */
static inline doubles choose(integers mask, doubles yes, doubles no) {
  return (doubles)((mask & (integers)yes) | (~mask & (integers)no));
}

static inline doubles load(const double *from) {
  doubles value;
  memcpy(&value, from, sizeof value);
  return value;
}

static inline void store(double *to, doubles value) { memcpy(to, &value, sizeof value); }

/** Counts of a vector that begins at slot `first`, without those of the padding. */
static inline integers counted(integers counts, long first, long slots) {
  for (int lane = 0; lane < WIDTH; lane++)
    if (first + lane >= slots) counts[lane] = 0;
  return counts;
}

static inline int64_t sum_of(integers counts) {
  int64_t sum = 0;
  for (int lane = 0; lane < WIDTH; lane++) sum += counts[lane];
  return sum;
}

/** Zeros for the slots, and for as many more as fill the last block. */
static double *new_array(long slots) {
  long padded = (slots + SLOTS_IN_BLOCK - 1) / SLOTS_IN_BLOCK * SLOTS_IN_BLOCK;
  double *array = aligned_alloc(64, (padded * sizeof(double) + 63) / 64 * 64);
  memset(array, 0, padded * sizeof(double));
  return array;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

/** Of a model: puts all slots at their start. */
static void prepare(long slots);
/** Of a model: all steps of all blocks; returns the spikes of the slots, those of the padding not counted. */
static int64_t run(long slots, long steps);

/** Arguments: slots, steps, runs. Prints the mean time of a run in seconds and the spikes of the last one. */
int main(int count, char **arguments) {
  if (count != 4) return fprintf(stderr, "usage: %s SLOTS STEPS RUNS\n", arguments[0]), 2;
  long slots = atol(arguments[1]), steps = atol(arguments[2]), runs = atol(arguments[3]);
  prepare(slots);
  run(slots, steps < 1000 ? steps : 1000);
  double seconds = 0;
  int64_t spikes = 0;
  for (long index = 0; index < runs; index++) {
    prepare(slots);
    double start = now();
    spikes = run(slots, steps);
    seconds += now() - start;
  }
  printf("{ \"seconds\": %.9f, \"spikes\": %ld, \"width\": %d }\n", seconds / runs, (long)spikes, WIDTH);
  return 0;
}
