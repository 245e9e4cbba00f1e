// What a space needs to know of the parameters it may set, whether they are a model's or a module's.

export interface SweepableParameter {
  readonly name: string;
  readonly type: "float" | "integer" | "boolean" | "text";
  /** SI base expression; "" when dimensionless. */
  readonly unit: string;
  readonly display?: string | undefined;
  readonly isDerived: boolean;
}

/** What a space may set. */
export interface Sweepable {
  readonly parameters: readonly SweepableParameter[];
  /** Names that are in error themselves: an axis of theirs is left alone. */
  readonly broken: ReadonlySet<string>;
  /** Names that are no parameters, but could become some: how. */
  readonly notParameters: ReadonlyMap<string, string>;
}

/** The unit as people name it in messages. */
export const unitName = (unit: string): string => (unit === "" ? "dimensionless" : unit);
