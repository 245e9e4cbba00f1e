// The C of what draws and looks up: Philox4x32-10 and its uniforms, counts by inversion, table entries; lane by lane what numerics does.
//
// A word is kept in the lower half of 64 bits, so that a product of two is one multiplication; what the upper half holds meanwhile does not matter. The tricks that make a uniform of 64 bits, and the order of the
// counts' operations, are those of the WebAssembly kernel (emit-philox.ts, emit-count.ts).

import { BELOW_ONE, LARGEST_IN_CHUNK, PHILOX } from "@spikefarm/numerics";

const { rounds, multiplier0, multiplier1, weyl0, weyl1 } = PHILOX;

export const RANDOM_PRELUDE = `typedef struct { U first, second; } Words;
typedef struct { U even, odd; } Block;
enum { LARGEST_IN_CHUNK = ${LARGEST_IN_CHUNK} };
INLINE U wordsOf(V x) { U words; for (int k = 0; k < WIDTH; k++) words[k] = (u32)x[k]; return words; }
INLINE U spread(u64 word) { U words; for (int k = 0; k < WIDTH; k++) words[k] = word; return words; }
/** Of the lower halves. */
#if defined(__clang__) || !defined(__x86_64__)
INLINE U product(U a, U b) { return (a & 0xffffffffull) * (b & 0xffffffffull); }
#elif defined(__AVX512F__) && defined(__AVX512DQ__)
typedef int Half __attribute__((vector_size(64)));
INLINE U product(U a, U b) { return (U)__builtin_ia32_pmuludq512_mask((Half)a, (Half)b, (M)a, (unsigned char)-1); }
#elif defined(__AVX2__)
typedef int Half __attribute__((vector_size(32)));
INLINE U product(U a, U b) { return (U)__builtin_ia32_pmuludq256((Half)a, (Half)b); }
#else
typedef int Half __attribute__((vector_size(16)));
INLINE U product(U a, U b) { return (U)__builtin_ia32_pmuludq128((Half)a, (Half)b); }
#endif
INLINE Words words(V first, V second) { Words both = { wordsOf(first), wordsOf(second) }; return both; }
INLINE Block philox(Words key, Words counter, u64 pair) {
  U c0 = counter.first, c1 = spread(pair & 0xffffffffull), c2 = spread(pair >> 32), c3 = counter.second;
  U k0 = key.first, k1 = key.second;
  for (int round = 0; round < ${rounds}; round++) {
    const U p0 = product(c0, spread(${multiplier0}ull)), p1 = product(c2, spread(${multiplier1}ull));
    c0 = p1 >> 32 ^ (c1 ^ k0), c1 = p1, c2 = p0 >> 32 ^ (c3 ^ k1), c3 = p0;
    k0 += ${weyl0}ull, k1 += ${weyl1}ull;
  }
  Block block = { (c0 & spread(0xffffffffull)) | c1 << 32, (c2 & spread(0xffffffffull)) | c3 << 32 };
  return block;
}
INLINE V uniform(U bits) {
  const V high = (V)(bits >> 43 | 0x41e0000000000000ull) - 2147483648.25;
  const V low = (V)((bits >> 10 & 0x1ffffffffull) | 0x3fd0000000000001ull);
  const V sum = high + low;
  return selectOf(lessThan(splat(${BELOW_ONE}), sum), splat(${BELOW_ONE}), sum);
}
static V drawAgain(Words key, Words counter, u64 pair, int odd, u32 draw) {
  counter.second = (counter.second + draw) & 0xffffffffull;
  const Block block = philox(key, counter, pair);
  return uniform(odd ? block.odd : block.even);
}
INLINE V search(V u, M drawn, V none, V most, V mean, V trials, V odds, int isBinomial) {
  V probability = none, sum = none, k = splat(0.0), count = splat(0.0);
  for (;;) {
    const M on = lessThan(sum, u) & lessThan(k, most) & drawn;
    if (bitsOf(on) == 0) return count;
    k = k + 1.0;
    count = selectOf(on, k, count);
    probability = probability * (isBinomial ? odds * (((trials + 1.0) - k) / k) : mean / k);
    sum = selectOf(on, sum + probability, sum);
  }
}
static V poisson(u64 pair, int odd, Words key, Words counter, V u, V none, V chunks, V mean) {
  V count = splat(0.0);
  for (u32 draw = 0;;) {
    count = count + search(u, lessThan(splat(draw), chunks), none, splat(LARGEST_IN_CHUNK), mean, mean, mean, 0);
    if (bitsOf(lessThan(splat(++draw), chunks)) == 0) return count;
    u = drawAgain(key, counter, pair, odd, draw);
  }
}
static V binomial(u64 pair, int odd, Words key, Words counter, V u, V none, V chunks, V trials, V extra, V miss, V odds) {
  V count = splat(0.0);
  for (u32 draw = 0;;) {
    const M more = lessThan(splat(draw), extra);
    const V here = selectOf(more, trials + 1.0, trials);
    const V most = selectOf(lessThan(here, splat(LARGEST_IN_CHUNK)), here, splat(LARGEST_IN_CHUNK));
    count = count + search(u, lessThan(splat(draw), chunks), selectOf(more, none * miss, none), most, none, here, odds, 1);
    if (bitsOf(lessThan(splat(++draw), chunks)) == 0) return count;
    u = drawAgain(key, counter, pair, odd, draw);
  }
}
INLINE V lookup(const double *table, u32 last, V index) {
  V found;
  for (int k = 0; k < WIDTH; k++) {
    const double x = index[k];
    found[k] = table[!(x >= 1.0) ? 0 : x >= (double)last ? last : (u32)x];
  }
  return found;
}
`;
