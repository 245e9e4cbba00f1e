// What names mean in one context: the equations of a group, the parameters, the outputs.

import type { NameKind, ValueType } from "../checked-model.js";
import type { Dimension } from "../units/dimension.js";
import type { ArrayTable } from "./arrays.js";

export interface NamedValue {
  readonly from: NameKind;
  readonly type: ValueType;
  readonly dimension: Dimension;
}

/** Names, or a rule for them: a text that cannot be read may have defined any. */
export type Names = Pick<ReadonlySet<string>, "has">;

export const ANY_NAME: Names = { has: () => true };

export const eitherName = (a: Names, b: Names): Names => ({ has: (name) => a.has(name) || b.has(name) });

export interface Scope {
  /** Completes "NAME is not known in …". */
  readonly description: string;
  readonly values: ReadonlyMap<string, NamedValue>;
  /** Names whose own definition is in error, and has been reported: using them is not another error. */
  readonly broken: Names;
  /** Arrays that may be read at a time; none where absent. */
  readonly arrays?: ArrayTable;
  /** True where texts are made of parameters, not variables: no arithmetic wraps there (IDENTITY 1). */
  readonly isOfDoubles?: boolean;
  /** True in differential equations, which alone have `xi` and `xi_NAME`. */
  readonly hasNoise?: boolean;
  /** Of the group, where it is a plain number. */
  readonly size?: number;
  /** Help for names that exist elsewhere but not here. */
  readonly elsewhere?: (name: string) => string | undefined;
  /** Help for names that are nowhere; `define it under parameters` by default. */
  readonly otherwise?: string;
}
