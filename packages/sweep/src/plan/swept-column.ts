// The column of a swept parameter.

import type { Column, ElementKind } from "@spikefarm/protocol";
import type { SweepableParameter } from "../space/sweepable.js";

export function sweptColumn(parameter: Omit<SweepableParameter, "isDerived">): Column {
  const { name, type, unit, display } = parameter;
  return { name, kind: KINDS[type], unit, shape: [], ...(display !== undefined && { display }) };
}

const KINDS: Readonly<Record<SweepableParameter["type"], ElementKind>> = { float: "f64", integer: "i32", boolean: "u8", text: "text" };
