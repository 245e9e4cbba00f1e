// The elements of a group as they stand: what each variable holds, and what is known of each element's last spike.
//
// State variables, parameters and subexpressions that are constant over dt hold values; a shared one holds a single value. Any other
// subexpression stands for its text and is worked out whenever it is named.

import { type CheckedGroup, type Expression, evaluate, type GroupVariable, type ValueSources, type ValueType } from "@spikefarm/equations";
import { known, type Trial } from "./trial.js";

/** `lastspike` before the first spike, in seconds. */
const NEVER = -1e4;

/** Where and when an expression is worked out. */
export interface Place {
  readonly element: number;
  readonly step: number;
  /** Seconds; the start of the step, but for the stages of an integrator. */
  readonly time: number;
  /** How often the code has run before: what its random numbers are counted by. */
  readonly execution: number;
  /** What stands in for the values that are stored: an integrator's intermediate state and its noise, a variable of the code's own. */
  readonly instead?: (name: string) => number | undefined;
  /** What draws and lookups read there. */
  readonly sources: ValueSources;
}

export class GroupState {
  readonly group: CheckedGroup;
  readonly size: number;
  /** Step of each element's last spike. */
  readonly lastSpike: (number | undefined)[];
  readonly isRefractory: boolean[];
  /** Which elements had a spike, or another event, in this step. */
  readonly happened = new Map<string, readonly boolean[]>();
  readonly #trial: Trial;
  readonly #variables: ReadonlyMap<string, GroupVariable>;
  readonly #values = new Map<string, number[]>();

  constructor(trial: Trial, group: CheckedGroup, size: number) {
    this.#trial = trial;
    this.group = group;
    this.size = size;
    this.lastSpike = Array.from({ length: size }, () => undefined);
    this.isRefractory = Array.from({ length: size }, () => false);
    this.#variables = new Map(group.variables.map((variable) => [variable.name, variable]));
    for (const variable of group.variables) {
      if (keepsValue(variable))
        this.#values.set(
          variable.name,
          Array.from({ length: isShared(variable) ? 1 : size }, () => 0),
        );
    }
  }

  hasVariable(name: string): boolean {
    return this.#variables.has(name);
  }

  isShared(name: string): boolean {
    return isShared(known(this.#variables, name));
  }

  isFrozenWhileRefractory(name: string): boolean {
    const variable = known(this.#variables, name);
    return variable.kind === "state" && variable.isFrozenWhileRefractory && this.group.refractory !== undefined;
  }

  /** The value of an expression of this group. */
  evaluate(expression: Expression, place: Place): number {
    return evaluate(expression, (name) => this.valueOf(name, place), place.sources);
  }

  valueOf(name: string, place: Place): number {
    const instead = place.instead?.(name);
    if (instead !== undefined) return instead;
    const variable = this.#variables.get(name);
    if (variable === undefined) return this.#builtin(name, place) ?? known(this.#trial.parameters, name);
    const at = isShared(variable) && place.element > 0 ? this.#trial.place(0, place.step, place.execution) : place;
    const values = this.#values.get(name);
    if (values !== undefined) return values[at.element]!;
    if (variable.kind !== "subexpression") throw new Error(`"${name}" holds no value`);
    return this.evaluate(variable.value, at);
  }

  assign(name: string, element: number, value: number): void {
    const variable = known(this.#variables, name);
    known(this.#values, name)[isShared(variable) ? 0 : element] = stored(value, "type" in variable ? variable.type : "float");
  }

  #builtin(name: string, { element, step, time }: Place): number | undefined {
    switch (name) {
      case "t":
        return time;
      case "t_in_timesteps":
        return step;
      case "dt":
        return this.#trial.dt;
      case "i":
        return element;
      case "N":
        return this.size;
      case "lastspike": {
        const last = this.lastSpike[element];
        return last === undefined ? NEVER : last * this.#trial.dt;
      }
      case "not_refractory":
        return this.isRefractory[element] ? 0 : 1;
      default:
        return undefined;
    }
  }
}

const isShared = (variable: GroupVariable): boolean => variable.kind !== "state" && variable.isShared;

const keepsValue = (variable: GroupVariable): boolean => variable.kind !== "subexpression" || variable.isConstantOverDt;

/** As a variable keeps it: integers are 32-bit and wrap, booleans are 0 or 1. */
function stored(value: number, type: ValueType): number {
  if (type === "float") return value;
  return type === "integer" ? value | 0 : Number(value !== 0);
}
