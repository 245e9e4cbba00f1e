// The plotted points as a table, for those who read numbers, or cannot see the plot.

import type { Aggregate, Column } from "@spikefarm/protocol";
import { formatCount } from "../values/format-number.js";
import { showValue } from "../values/shown-unit.js";

const ROWS_SHOWN = 200;

export function PointsTable({ aggregate, isOpen }: { readonly aggregate: Aggregate; readonly isOpen: boolean }) {
  const { parameters, output, points } = aggregate;
  return (
    <details class="points" open={isOpen}>
      <summary>Values as a table</summary>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              {[
                "point",
                ...parameters.map(({ name }) => name),
                `${output.name} (mean)`,
                "least",
                "greatest",
                "ok",
                "failed",
                "pending",
              ].map((title) => (
                <th key={title} scope="col" class="number">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.slice(0, ROWS_SHOWN).map((row) => (
              <tr key={row.point}>
                <td class="number soft">{row.point}</td>
                {parameters.map((column, index) => (
                  <td key={column.name} class="number">
                    {showValue(row.at[index]!, column)}
                  </td>
                ))}
                <td class="number">{showResult(row.mean, output)}</td>
                <td class="number soft">{showResult(row.low, output)}</td>
                <td class="number soft">{showResult(row.high, output)}</td>
                <td class="number">{row.n_ok}</td>
                <td class={row.n_failed > 0 ? "number bad" : "number soft"}>{row.n_failed}</td>
                <td class="number soft">{row.n_pending}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {points.length > ROWS_SHOWN && <p class="soft small">The first {formatCount(ROWS_SHOWN)} points. A download has them all.</p>}
    </details>
  );
}

/** A mean is a number even where the output is a boolean: the share that is true. */
const showResult = (value: number | string | null, output: Column): string =>
  value === null ? "–" : showValue(Number(value), { ...output, kind: "f64" });
