// The plan of a stored sweep: its document checked again. Kept for the sweeps that were looked at last, since a page that shows a sweep
// asks again and again.

import { DiagnosticList, type SweepRecord } from "@spikefarm/protocol";
import { checkDocument, type ModuleSchema, type Plan, parseDocument, planSweep } from "@spikefarm/sweep";
import { describePlan, type PlanDescription } from "./describe-plan.js";

export interface StoredPlan {
  readonly plan: Plan;
  readonly description: PlanDescription;
}

export interface StoredPlans {
  /** Undefined where the document cannot be checked now: its module is not announced, or is another version. */
  of(record: SweepRecord): StoredPlan | undefined;
}

const MAX_KEPT = 100;

export function createStoredPlans(modules: (name: string) => ModuleSchema | undefined): StoredPlans {
  const kept = new Map<string, StoredPlan>();
  return {
    of(record) {
      const known = kept.get(record.id);
      if (known !== undefined) return known;
      const plan = planAgain(record, modules);
      if (plan === undefined) return undefined;
      const stored = { plan, description: describePlan(plan) };
      kept.set(record.id, stored);
      const oldest = kept.keys().next();
      if (kept.size > MAX_KEPT && oldest.done !== true) kept.delete(oldest.value);
      return stored;
    },
  };
}

function planAgain(record: SweepRecord, modules: (name: string) => ModuleSchema | undefined): Plan | undefined {
  const diagnostics = new DiagnosticList();
  const document = checkDocument(parseDocument(record.document, diagnostics), { modules }, diagnostics);
  if (document === undefined || document.hash !== record.documentHash) return undefined;
  if (record.module !== undefined && (document.task.kind !== "module" || document.task.hash !== record.module.hash)) return undefined;
  return planSweep(document);
}
