// Coupled linear equations, dx/dt = A·x + b, advanced by their solution (van Loan 1978: the exponential of the augmented matrix).
//
//       ⎡A  b⎤                ⎡E  f⎤
//   exp ⎢    ⎥ dt      =      ⎢    ⎥         x(t + dt) = E·x + f
//       ⎣0  0⎦                ⎣0  1⎦
//
// Where A·dt is well conditioned the step is taken about the equilibrium, x(t + dt) = x∞ + E·(x − x∞) with A·x∞ = −b, which keeps what rests at
// x∞ there, to the bit (IDENTITY 7). Both are one formula for the kernel:
//
//   x(t + dt) = Σⱼ Eᵢⱼ·(xⱼ − centreⱼ) + offsetᵢ      with (centre, offset) = (x∞, x∞) or (0, f)
//
// The coefficients of a slot depend on that slot's parameters alone. While a slot is refractory its frozen variables stand still: their rows
// of A and b are zero, in a second set of coefficients. Held variables (see plan-components.ts) are rows of zeros in both.

import { type CoupledComponent, divided, type Expression } from "@spikefarm/equations";
import { hostArithmetic, matrixExponential, solveLinear } from "@spikefarm/numerics";
import { lowerNumber } from "../lowering/lower-expression.js";
import type { Lowering } from "../lowering/lowering.js";

/** The largest norm of (A·dt)⁻¹ for which x∞ is used: beyond it, x∞ may lie so far away that x − x∞ loses bits of x. */
const MAX_INVERSE_NORM = 16_384;

export type Regime = "running" | "refractory";

/** A coupled component, and which of its variables stand still in a regime. */
export interface Propagator {
  readonly component: CoupledComponent;
  readonly regime: Regime;
  readonly still: ReadonlySet<string>;
  /** The names its coefficients rest on: parameters, `N i`, element parameters. */
  readonly constantNames: readonly string[];
}

/** Row-major over the component's variables, then its held ones. */
export interface PropagatorCoefficients {
  readonly matrix: Float64Array;
  readonly centre: Float64Array;
  readonly offset: Float64Array;
}

/** Whether Eᵢⱼ can differ from 0: whether variable j reaches variable i through the equations. */
export function reaches({ component, still }: Propagator): (row: number, column: number) => boolean {
  const names = [...component.variables, ...component.held];
  const n = names.length;
  const reach = Array.from({ length: n * n }, (_, place) => {
    const [row, column] = [Math.floor(place / n), place % n];
    return row === column || (!still.has(names[row]!) && component.forms[row]?.coefficients.has(names[column]!) === true);
  });
  for (let via = 0; via < n; via++) {
    for (let row = 0; row < n; row++) {
      for (let column = 0; column < n; column++) reach[row * n + column] ||= reach[row * n + via]! && reach[via * n + column]!;
    }
  }
  return (row, column) => reach[row * n + column]!;
}

/** Whether any equation of the component has a constant term: without one, centre and offset are 0. */
export const hasConstant = ({ component, still }: Propagator): boolean =>
  component.forms.some((form, row) => form.constant !== undefined && !still.has(component.variables[row]!));

/** The coefficients of one slot, whose names have the values that `host` looks up. */
export function propagatorCoefficients(propagator: Propagator, host: Lowering<number, boolean>, dt: number): PropagatorCoefficients {
  const { component, still } = propagator;
  const names = [...component.variables, ...component.held];
  const n = names.length;
  const a = new Float64Array(n * n);
  const b = new Float64Array(n);
  component.forms.map(divided).forEach((form, row) => {
    if (still.has(component.variables[row]!)) return;
    names.forEach((name, column) => {
      const coefficient = form.coefficients.get(name);
      if (coefficient !== undefined) a[row * n + column] = lowerNumber(host, coefficient) * dt;
    });
    if (form.constant !== undefined) b[row] = lowerNumber(host, form.constant) * dt;
  });
  const { matrix, forcing } = exponentialOfAugmented(a, b, n);
  const equilibrium = hasConstant(propagator) ? equilibriumOf(a, b, n) : undefined;
  return equilibrium === undefined
    ? { matrix, centre: new Float64Array(n), offset: forcing }
    : { matrix, centre: equilibrium, offset: equilibrium };
}

/** The interpreter's reading of right-hand sides, for coefficients. */
export const hostLowering = (
  lookup: Lowering<number, boolean>["lookup"],
  hasReciprocal: NonNullable<Lowering<number, boolean>["hasReciprocal"]>,
): Lowering<number, boolean> => ({
  arithmetic: hostArithmetic,
  lookup,
  draw: changes,
  sample: changes,
  hasReciprocal,
  choose: hostArithmetic.select,
});

const changes = ({ kind }: Expression): never => {
  throw new Error(`a coefficient rests on a ${kind}, which differs from step to step`);
};

function exponentialOfAugmented(a: Float64Array, b: Float64Array, n: number) {
  const augmented = new Float64Array((n + 1) * (n + 1));
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) augmented[row * (n + 1) + column] = a[row * n + column]!;
    augmented[row * (n + 1) + n] = b[row]!;
  }
  const exponential = matrixExponential(augmented, n + 1);
  const matrix = new Float64Array(n * n);
  const forcing = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) matrix[row * n + column] = exponential[row * (n + 1) + column]!;
    forcing[row] = exponential[row * (n + 1) + n]!;
  }
  return { matrix, forcing };
}

function equilibriumOf(a: Float64Array, b: Float64Array, n: number): Float64Array | undefined {
  const rowSums = new Float64Array(n);
  for (let column = 0; column < n; column++) {
    const unit = new Float64Array(n);
    unit[column] = 1;
    const solution = solveLinear(a, unit, n);
    if (solution === undefined) return undefined;
    for (let row = 0; row < n; row++) rowSums[row] = rowSums[row]! + Math.abs(solution[row]!);
  }
  if (!rowSums.every((sum) => sum <= MAX_INVERSE_NORM)) return undefined;
  return solveLinear(
    a,
    b.map((value) => (value === 0 ? 0 : -value)),
    n,
  );
}
