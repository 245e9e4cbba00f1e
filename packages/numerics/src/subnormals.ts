// Whether somebody has switched subnormal numbers off in this thread.
//
// A library that was linked with fast-math does so as it is loaded: from then on results smaller than 2⁻¹⁰²² are 0 in every kernel of the
// thread, and the bits are no longer ours. It cannot be undone from here, so the thread has to go.

const SMALLEST_NORMAL = new Float64Array([2.2250738585072014e-308]);
const HALF = new Float64Array([0.5]);

/** True where the half of the smallest normal number is 0. */
export const flushesSubnormals = (): boolean => SMALLEST_NORMAL[0]! * HALF[0]! === 0;
