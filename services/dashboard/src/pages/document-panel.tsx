// What was asked for, and what was made of it.

import type { SweepDetail } from "@spikefarm/protocol";
import { useMemo } from "preact/hooks";
import { documentText } from "../values/document-text.js";
import { formatCount } from "../values/format-number.js";

export function DocumentPanel({ sweep }: { readonly sweep: SweepDetail }) {
  const text = useMemo(() => documentText(sweep.document), [sweep.document]);
  const plan = Object.entries(sweep.plan);
  return (
    <div class="side-by-side">
      <section class="card" aria-label="Document">
        <h2>Document</h2>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre class="document" tabIndex={0}>
          {text}
        </pre>
      </section>
      <section class="card" aria-label="Plan">
        <h2>Plan</h2>
        <dl class="plan">
          {plan.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{typeof value === "number" && Number.isInteger(value) ? formatCount(value) : String(value)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
