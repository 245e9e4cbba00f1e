// Values as people read them: 9 mV instead of 0.009 volt.

import { toDisplay } from "@spikefarm/equations";
import type { Column } from "@spikefarm/protocol";

/** `SI` shows what is stored, `display` the unit the document used. */
export type Units = "SI" | "display";

/** The unit to print beside a column's name; "" for a plain number. */
export const shownUnit = (column: Column, units: Units): string => (units === "display" ? (column.display ?? column.unit) : column.unit);

/** A stored value in the unit that `shownUnit` names. */
export function shownValue(column: Column, value: number, units: Units): number {
  return units === "display" && column.display !== undefined ? toDisplay(value, column.display) : value;
}
