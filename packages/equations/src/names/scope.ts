// What names mean in one context: the equations of a group, the parameters, the outputs.

import type { NameKind, ValueType } from "../checked-model.js";
import type { Dimension } from "../units/dimension.js";

export interface NamedValue {
  readonly from: NameKind;
  readonly type: ValueType;
  readonly dimension: Dimension;
}

export interface Scope {
  /** Completes "NAME is not known in …". */
  readonly description: string;
  readonly values: ReadonlyMap<string, NamedValue>;
  /** Names whose own definition is in error, and has been reported: using them is not another error. */
  readonly broken: ReadonlySet<string>;
  /** Help for names that exist elsewhere but not here. */
  readonly elsewhere?: (name: string) => string | undefined;
  /** Help for names that are nowhere; `define it under parameters` by default. */
  readonly otherwise?: string;
}
