// Constants that several functions share. A constant in two parts is the double nearest to it (or its leading bits) and the double
// nearest to what is left. All were computed from 70-digit values; the accuracy tests would notice a wrong digit.

export const LOG2_E = Math.LOG2E;

/** ln 2 to 32 bits, so that a product with any exponent is exact, and the rest. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;

export const HALF_PI_HIGH = 1.5707963267948966;
export const HALF_PI_LOW = 6.123233995736766e-17;
export const QUARTER_PI_HIGH = 0.7853981633974483;
export const QUARTER_PI_LOW = 3.061616997868383e-17;
export const PI_HIGH = Math.PI;
