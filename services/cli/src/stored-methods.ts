// Which integrator advanced which variable: what `auto` chose, from a sweep's own document.

import { planMethods } from "@spikefarm/compiler";
import { DiagnosticList, type SweepRecord } from "@spikefarm/protocol";
import { checkDocument } from "@spikefarm/sweep";

/** Such as "G: v exact, w euler"; undefined for what is no model, or integrates nothing. */
export function storedMethods({ kind, document }: SweepRecord): string | undefined {
  if (kind !== "model") return undefined;
  const checked = checkDocument(JSON.parse(document), { modules: () => undefined }, new DiagnosticList());
  if (checked?.task.kind !== "model") return undefined;
  const groups = [...planMethods(checked.task.model)].filter(([, methods]) => methods.size > 0);
  const texts = groups.map(([group, methods]) => `${group}: ${[...methods].map(([name, method]) => `${name} ${method}`).join(", ")}`);
  return texts.length === 0 ? undefined : texts.join("; ");
}
