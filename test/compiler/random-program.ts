// Random programs: every operation of the arithmetic, its arguments anything made before, constants of every awkward kind among them.

import type { Mask, ProgramBuilder, Value } from "@spikefarm/compiler";

export const ARRAYS = 3;
export const UNIFORMS = 2;
export const STATES = 4;

export const AWKWARD = [
  ...[0, -0, 1, -1, 2, -2, 0.5, 0.1, -3, 4, 1e300, -1e300, 1e-300],
  ...[5e-324, -5e-324, 1e-310, 2.2250738585072014e-308, 8.98846567431158e307, 1.7976931348623157e308],
  ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
];

/** Arguments are counted back from the lists' ends; a negative number counts from their beginnings, where the constants are. */
interface Instruction {
  readonly operation: Operation;
  readonly picks: readonly [number, number, number];
}

const UNARY = ["squareRoot", "negate", "absolute", "floor", "powerOfTwo", "exponentOf", "significandOf"] as const;
const BINARY = ["add", "subtract", "multiply", "divide"] as const;
const COMPARISONS = ["lessThan", "lessOrEqual", "equal"] as const;
const LOGIC = ["both", "either"] as const;
/** Each choice that there is between two compared numbers. */
const EXTREMES = ["smaller", "greater"] as const;
/** What the passes look for is drawn more often than what they leave alone. */
const OPERATIONS = [
  ...UNARY,
  ...EXTREMES,
  "negate",
  ...BINARY,
  ...BINARY,
  ...COMPARISONS,
  ...LOGIC,
  ...LOGIC,
  "not",
  "not",
  "select",
  "select",
] as const;
type Operation = (typeof OPERATIONS)[number];

export function randomInstructions(random: () => number, count: number): readonly Instruction[] {
  const pick = () => (random() < 0.25 ? -1 - Math.floor(random() * AWKWARD.length) : Math.floor(random() ** 2 * 40));
  return Array.from({ length: count }, () => ({
    operation: OPERATIONS[Math.floor(random() * OPERATIONS.length)]!,
    picks: [pick(), pick(), pick()],
  }));
}

export interface BuiltProgram {
  readonly values: readonly Value[];
  readonly masks: readonly Mask[];
}

/** The same instructions give the same lists in every builder, whatever nodes the entries are. */
export function build(o: ProgramBuilder, instructions: readonly Instruction[]): BuiltProgram {
  const indices = (count: number) => [...Array(count).keys()];
  const values: Value[] = [
    ...AWKWARD.map((value) => o.constant(value)),
    ...indices(UNIFORMS).map((index) => o.input({ kind: "uniform", index })),
    ...indices(ARRAYS).map((index) => o.input({ kind: "array", index })),
    ...indices(STATES).map((index) => o.input({ kind: "state", index })),
    o.input({ kind: "step" }),
  ];
  const masks: Mask[] = [o.truth(true), o.truth(false), o.oddStep(), o.lessThan(values.at(-1)!, values.at(-2)!)];
  for (const { operation, picks } of instructions) {
    const [first, second, third] = picks;
    const value = (pick: number) => pickFrom(values, pick);
    const mask = (pick: number) => pickFrom(masks, pick);
    switch (operation) {
      case "select":
        values.push(o.select(mask(first), value(second), value(third)));
        break;
      case "both":
      case "either":
        masks.push(o[operation](mask(first), mask(second)));
        break;
      case "smaller":
      case "greater": {
        const [a, b] = [value(first), value(second)];
        values.push(operation === "smaller" ? o.select(o.lessThan(a, b), a, b) : o.select(o.lessThan(a, b), b, a));
        break;
      }
      case "not":
        masks.push(o.not(mask(first)));
        break;
      case "lessThan":
      case "lessOrEqual":
      case "equal":
        masks.push(o[operation](value(first), value(second)));
        break;
      case "add":
      case "subtract":
      case "multiply":
      case "divide":
        values.push(o[operation](value(first), value(second)));
        break;
      default:
        values.push(o[operation](value(first)));
    }
  }
  return { values, masks };
}

const pickFrom = <Item>(items: readonly Item[], pick: number): Item =>
  items.at(pick < 0 ? (-1 - pick) % items.length : -1 - (pick % items.length))!;
