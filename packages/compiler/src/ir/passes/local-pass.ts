// A pass that looks at one operation while it is built: its arguments are finished nodes, and it is about to become one itself.

import type { Node } from "../program.js";
import type { ProgramBuilder } from "../program-builder.js";

export interface Draft {
  readonly operation: Node["operation"];
  readonly arguments: readonly number[];
  /** By which it is known (share-common.ts). */
  readonly key: string;
}

export interface LocalPass {
  readonly name: string;
  /** The node that stands for the operation instead; undefined where the pass knows none. What it builds goes through all passes itself. */
  readonly rewrite: (draft: Draft, builder: ProgramBuilder) => number | undefined;
}
