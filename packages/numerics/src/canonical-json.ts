// One text for one value, for hashing: keys sorted by UTF-16 code units, no white space, numbers as JavaScript prints them (RFC 8785).
//
// As in JSON, members that are undefined are left out. What JSON cannot hold is an error of the caller's, never a silent null.

const DEEPEST = 1000;

/** TypeError for a value that JSON cannot hold: a non-finite number, a bigint, a function, a symbol, an undefined array item, a cycle. */
export function canonicalJson(value: unknown): string {
  return textOf(value, 0);
}

function textOf(value: unknown, depth: number): string {
  if (depth > DEEPEST) throw new TypeError(`A value nested more than ${DEEPEST} deep (or within itself) has no canonical text.`);
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item) => textOf(item, depth + 1)).join(",")}]`;
  if (isPlainObject(value)) return objectText(value, depth);
  throw new TypeError(`${String(value)} has no canonical JSON text; use finite numbers, texts, booleans, null, arrays and plain objects.`);
}

function objectText(value: Readonly<Record<string, unknown>>, depth: number): string {
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${textOf(value[key], depth + 1)}`);
  return `{${members.join(",")}}`;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
