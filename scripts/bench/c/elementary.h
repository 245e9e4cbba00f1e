// Elementary functions of vectors as a specialist writes them: no special cases, polynomials fitted (minimax) to about 3e-16, relatively.

#include "vectors.h"

/** Added, it leaves a whole number in the low bits. The sum is kept from the compiler, which would take `x + MAGIC - MAGIC` for x. */
#define MAGIC 0x1.8p52

/** x = n·ln 2 + r, a polynomial for e^r, and n into the exponent; |x| < 700. */
static inline doubles exponential(doubles x) {
  doubles shifted = x * 0x1.71547652b82fep0 + MAGIC;
  KEEP(shifted);
  doubles r = x - (shifted - MAGIC) * 0x1.62e42fefa39efp-1;
  doubles p = 2.7626357241447223e-07 * r + 2.764018079620985e-06;
  p = p * r + 2.4801504346997686e-05;
  p = p * r + 0.00019841170270440067;
  p = p * r + 0.0013888888932488599;
  p = p * r + 0.008333333385667782;
  p = p * r + 0.04166666666657314;
  p = p * r + 0.16666666666554406;
  p = p * r + 0.5000000000000006;
  p = p * r + 1.0000000000000067;
  p = p * r + 1.0;
  return (doubles)((integers)p + ((integers)shifted << 52));
}

/** x = 2^e·m with m around 1, and log m = 2·artanh((m - 1)/(m + 1)); normal positive x. */
static inline doubles logarithm(doubles x) {
  bits pattern = (bits)x - 0x3fe6a09e667f3bcdull; // of sqrt(1/2): m lies from there to sqrt(2)
  bits exponent = (bits)((integers)pattern >> 52);
  doubles e = (doubles)(exponent + 0x4338000000000000ull);
  KEEP(e);
  e -= MAGIC;
  doubles m = (doubles)((bits)x - (exponent << 52));
  doubles s = (m - 1) / (m + 1), z = s * s;
  doubles p = 0.16837803381159233 * z + 0.18121922828201514;
  p = p * z + 0.22223434896606797;
  p = p * z + 0.28571416016316087;
  p = p * z + 0.4000000006177097;
  p = p * z + 0.6666666666655285;
  p = p * z + 2.0;
  return e * 0x1.62e42fefa39efp-1 + s * p;
}

/** Of 2·pi·t, |t| <= 1/8. */
static inline void sine_cosine(doubles t, doubles *sine, doubles *cosine) {
  doubles z = t * t;
  doubles s = 3.7808689593022957 * z - 15.093804209987114;
  s = s * z + 42.058685020160894;
  s = s * z - 76.70585970427454;
  s = s * z + 81.60524927594804;
  s = s * z - 41.341702240399634;
  s = s * z + 6.283185307179586;
  doubles c = 7.810290968144191 * z - 26.42425703488269;
  c = c * z + 60.24462008593029;
  c = c * z - 85.45681709034115;
  c = c * z + 64.93939402236538;
  c = c * z - 19.73920880217842;
  *sine = s * t, *cosine = c * z + 1.0;
}
