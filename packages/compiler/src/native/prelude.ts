// The C that every native kernel begins with: a vector of slots, a condition on each, and the operations of the intermediate representation.
//
// A vector is what the processor has: eight doubles with AVX-512, four with AVX2, two with anything else (SSE2, NEON), by the compiler's own
// macros. Every operation is one IEEE operation on each of its doubles, spelled out with the compiler's vector types; nothing is left to
// auto-vectorisation. A condition is all ones or zeros in each lane. No system header for intrinsics is included: parsing that alone takes
// half a second.

export const PRELUDE = `typedef unsigned int u32;
typedef long long i64;
typedef unsigned long long u64;
#if defined(__AVX512F__) && defined(__AVX512DQ__)
enum { WIDTH = 8 };
#elif defined(__AVX2__)
enum { WIDTH = 4 };
#else
enum { WIDTH = 2 };
#endif
typedef double V __attribute__((vector_size(WIDTH * 8)));
typedef i64 M __attribute__((vector_size(WIDTH * 8)));
typedef u64 U __attribute__((vector_size(WIDTH * 8)));
#define INLINE static inline __attribute__((always_inline))
INLINE V splat(double x) { V v; for (int k = 0; k < WIDTH; k++) v[k] = x; return v; }
INLINE V load(const double *p) { V v; __builtin_memcpy(&v, p, sizeof v); return v; }
INLINE void store(double *p, V v) { __builtin_memcpy(p, &v, sizeof v); }
INLINE M loadCounts(const i64 *p) { M v; __builtin_memcpy(&v, p, sizeof v); return v; }
INLINE void storeCounts(i64 *p, M v) { __builtin_memcpy(p, &v, sizeof v); }
INLINE V negate(V a) { return (V)((U)a ^ 0x8000000000000000ull); }
INLINE V absolute(V a) { return (V)((U)a & 0x7fffffffffffffffull); }
INLINE M lessThan(V a, V b) { return (M)(a < b); }
INLINE M lessOrEqual(V a, V b) { return (M)(a <= b); }
INLINE M equal(V a, V b) { return (M)(a == b); }
#define ZERO splat(0.0)
INLINE M truth(int x) { M m; for (int k = 0; k < WIDTH; k++) m[k] = x ? -1 : 0; return m; }
INLINE V powerOfTwo(V n) { return (V)((U)(n + (6755399441055744.0 + 1023.0)) << 52); }
INLINE V exponentOf(V a) { return (V)(((U)a << 1 >> 53) | 0x4330000000000000ull) - (4503599627370496.0 + 1023.0); }
INLINE V significandOf(V a) { return (V)(((U)a & 0x000fffffffffffffull) | 0x3ff0000000000000ull); }
#if defined(__clang__)
INLINE V squareRoot(V a) { return __builtin_elementwise_sqrt(a); }
INLINE V floorOf(V a) { return __builtin_elementwise_floor(a); }
INLINE V selectOf(M m, V a, V b) { return (V)((m & (M)a) | (~m & (M)b)); }
INLINE u32 bitsOf(M m) { u32 bits = 0; for (int k = 0; k < WIDTH; k++) bits |= (u32)(m[k] & 1) << k; return bits; }
#elif defined(__AVX512F__) && defined(__AVX512DQ__)
INLINE V squareRoot(V a) { return __builtin_ia32_sqrtpd512_mask(a, a, (unsigned char)-1, 4); }
INLINE V floorOf(V a) { return __builtin_ia32_rndscalepd_mask(a, 9, a, (unsigned char)-1, 4); }
INLINE V selectOf(M m, V a, V b) { return __builtin_ia32_blendmpd_512_mask(b, a, __builtin_ia32_cvtq2mask512(m)); }
INLINE V keepWhere(M m, V a) { return selectOf(m, a, ZERO); }
INLINE V clearWhere(M m, V a) { return selectOf(m, ZERO, a); }
INLINE V minimum(V a, V b) { return __builtin_ia32_minpd512_mask(b, a, b, (unsigned char)-1, 4); }
INLINE V maximum(V a, V b) { return __builtin_ia32_maxpd512_mask(b, a, b, (unsigned char)-1, 4); }
INLINE u32 bitsOf(M m) { return __builtin_ia32_cvtq2mask512(m); }
#elif defined(__AVX2__)
INLINE V squareRoot(V a) { return __builtin_ia32_sqrtpd256(a); }
INLINE V floorOf(V a) { return __builtin_ia32_roundpd256(a, 9); }
INLINE V keepWhere(M m, V a) { return __builtin_ia32_andpd256((V)m, a); }
INLINE V clearWhere(M m, V a) { return __builtin_ia32_andnpd256((V)m, a); }
INLINE V minimum(V a, V b) { return __builtin_ia32_minpd256(b, a); }
INLINE V maximum(V a, V b) { return __builtin_ia32_maxpd256(b, a); }
INLINE V selectOf(M m, V a, V b) { return __builtin_ia32_blendvpd256(b, a, (V)m); }
INLINE u32 bitsOf(M m) { return (u32)__builtin_ia32_movmskpd256((V)m); }
#else
INLINE V squareRoot(V a) { for (int k = 0; k < WIDTH; k++) a[k] = __builtin_sqrt(a[k]); return a; }
INLINE V floorOf(V a) { for (int k = 0; k < WIDTH; k++) a[k] = __builtin_floor(a[k]); return a; }
INLINE V selectOf(M m, V a, V b) { return (V)((m & (M)a) | (~m & (M)b)); }
INLINE u32 bitsOf(M m) { u32 bits = 0; for (int k = 0; k < WIDTH; k++) bits |= (u32)(m[k] & 1) << k; return bits; }
#endif
#if defined(__clang__) || !defined(__AVX2__)
INLINE V keepWhere(M m, V a) { return (V)(m & (M)a); }
INLINE V clearWhere(M m, V a) { return (V)(~m & (M)a); }
INLINE V minimum(V a, V b) { return selectOf(lessThan(b, a), b, a); }
INLINE V maximum(V a, V b) { return selectOf(lessThan(a, b), b, a); }
#endif
#define EVERY ((1u << WIDTH) - 1)
`;
