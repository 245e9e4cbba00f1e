// The document's `sweep`: its space, and how often, how long and how stubbornly it is run. Everything may be left out.

import type { CheckedSweep } from "../checked-document.js";
import type { Report } from "../errors.js";
import { checkSpace } from "../space/check-space.js";
import { readQuantity, show } from "../space/check-value.js";
import { spaceSize } from "../space/space-arithmetic.js";
import { type Sweepable, unitName } from "../space/sweepable.js";
import { checkKeys } from "./check-keys.js";
import { isMapping } from "./plain-value.js";

const KEYS = {
  known: ["space", "repeats", "seed", "timeout", "attempts", "max_failures"],
  reserved: ["order", "memo", "priority", "needs"],
};
/** IDENTITY 14: the defaults of a trial that does not report. */
const DEFAULT_TIMEOUT_SECONDS = 600;
const DEFAULT_ATTEMPTS = 3;
const MAX_ATTEMPTS = 100;

/** The sweep; undefined where it has errors. `sweepable` is undefined where the parameters could not be read: the space is then left alone. */
export function checkSweep(source: unknown, sweepable: Sweepable | undefined, path: string, report: Report): CheckedSweep | undefined {
  const mapping = source ?? {};
  if (!isMapping(mapping)) {
    report.error(path, "DOCUMENT_VALUE", `${show(source)} is not a sweep`, "write sweep: { space: { NAME: [values] } }");
    return undefined;
  }
  checkKeys(mapping, KEYS, path, report);
  const whole = (key: string, fallback: number, limits: WholeLimits): number | undefined =>
    mapping[key] === undefined ? fallback : checkWholeNumber(mapping[key], limits, `${path}.${key}`, report);
  const repeats = whole("repeats", 1, { least: 1 });
  const seed = whole("seed", 0, { least: 0 });
  const attempts = whole("attempts", DEFAULT_ATTEMPTS, { least: 1, most: MAX_ATTEMPTS });
  const maxFailures = whole("max_failures", Number.POSITIVE_INFINITY, { least: 0 });
  const timeoutSeconds = checkTimeout(mapping.timeout, `${path}.timeout`, report);
  const space = sweepable && checkSpace(mapping.space, sweepable, `${path}.space`, report);
  if (space === undefined || repeats === undefined || seed === undefined) return undefined;
  if (attempts === undefined || maxFailures === undefined || timeoutSeconds === undefined) return undefined;
  if (spaceSize(space) * repeats > Number.MAX_SAFE_INTEGER) {
    const message = `${spaceSize(space)} points times ${repeats} repeats are more than 2^53 trials`;
    report.error(`${path}.repeats`, "SPACE_TOO_LARGE", message, "take fewer repeats or shorter axes");
    return undefined;
  }
  return { space, repeats, seed, timeoutSeconds, attempts, maxFailures };
}

interface WholeLimits {
  readonly least: number;
  readonly most?: number;
}

function checkWholeNumber(source: unknown, limits: WholeLimits, path: string, report: Report): number | undefined {
  const { least, most = Number.MAX_SAFE_INTEGER } = limits;
  if (typeof source === "number" && Number.isSafeInteger(source) && source >= least && source <= most) return source + 0;
  const range = limits.most === undefined ? `of at least ${least}` : `from ${least} to ${most}`;
  report.error(path, "DOCUMENT_VALUE", `${show(source)} is not a whole number ${range}`, "write digits alone, without quotes or a unit");
  return undefined;
}

function checkTimeout(source: unknown, path: string, report: Report): number | undefined {
  if (source === undefined) return DEFAULT_TIMEOUT_SECONDS;
  const quantity = readQuantity(source, path, report);
  if (quantity === undefined) return undefined;
  if (quantity.unit !== "second") {
    report.list.errorAt(
      path,
      "UNITS_MISMATCH",
      `a timeout is a time, but ${show(source)} is ${unitName(quantity.unit)}`,
      "write 10*minute",
    );
    return undefined;
  }
  if (quantity.value > 0 && Number.isFinite(quantity.value)) return quantity.value;
  report.error(path, "DOCUMENT_VALUE", `${show(source)} is no time to wait`, "write a time above 0, such as 10*minute");
  return undefined;
}
