// /openapi.json is true: what the server answers is of the form that it describes. Judged by a small checker of JSON Schema of our own.

import { afterAll, beforeAll, expect, test } from "vitest";
import { announcement } from "./announcement.js";
import { HttpFarm, NEURON } from "./http-farm.js";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
interface Schema {
  readonly type?: string;
  readonly const?: Json;
  readonly enum?: readonly Json[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly pattern?: string;
}
type Answers = Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>;
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Answers }>>>>;
}

/** What of a value is not as its schema says. */
function* faults(value: Json | undefined, schema: Schema, path: string): Generator<string> {
  if (schema.anyOf !== undefined) {
    if (schema.anyOf.every((option) => [...faults(value, option, path)].length > 0))
      yield `${path}: ${JSON.stringify(value)} is none of ${JSON.stringify(schema.anyOf)}`;
    return;
  }
  if (schema.enum !== undefined && !schema.enum.includes(value as Json))
    yield `${path}: ${JSON.stringify(value)} is not in ${schema.enum.join(", ")}`;
  if (schema.type !== undefined && !isOfType(value, schema.type)) {
    yield `${path}: ${JSON.stringify(value)} is no ${schema.type}`;
    return;
  }
  if (typeof value === "number" && schema.minimum !== undefined && value < schema.minimum) yield `${path}: ${value} < ${schema.minimum}`;
  if (typeof value === "string" && schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
    yield `${path}: ${value} does not match`;
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* faults(item, schema.items ?? {}, `${path}[${index}]`);
  else if (typeof value === "object" && value !== null) yield* objectFaults(value as Readonly<Record<string, Json>>, schema, path);
}

function* objectFaults(value: Readonly<Record<string, Json>>, schema: Schema, path: string): Generator<string> {
  for (const key of schema.required ?? []) if (!(key in value)) yield `${path}.${key} is missing`;
  for (const [key, item] of Object.entries(value)) {
    const known =
      schema.properties?.[key] ?? Object.entries(schema.patternProperties ?? {}).find(([pattern]) => new RegExp(pattern).test(key))?.[1];
    if (known !== undefined) yield* faults(item, known, `${path}.${key}`);
    else if (schema.additionalProperties === false) yield `${path}.${key} is not described`;
  }
}

function isOfType(value: Json | undefined, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}

let farm: HttpFarm;
let description: Description;
let id: string;
beforeAll(async () => {
  farm = await HttpFarm.open();
  farm.workers.announce("w1", announcement({ modules: [{ name: "square", hash: "a", parameters: {}, outputs: {} }] }));
  description = await farm.json("/openapi.json");
  ({ id } = await farm.run(NEURON));
});
afterAll(() => farm[Symbol.asyncDispose]());

const json = (body: unknown): RequestInit => ({ headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

const calls: readonly [method: string, path: string, status: number, url: () => string, init: RequestInit][] = [
  ["post", "/api/v1/sweeps", 201, () => "/api/v1/sweeps", json(NEURON)],
  ["post", "/api/v1/sweeps", 200, () => "/api/v1/sweeps?dry_run=true", json(NEURON)],
  ["post", "/api/v1/sweeps", 422, () => "/api/v1/sweeps", json({ ...NEURON, colour: "red" })],
  ["get", "/api/v1/sweeps", 200, () => "/api/v1/sweeps", {}],
  ["get", "/api/v1/sweeps", 400, () => "/api/v1/sweeps?limit=x", {}],
  ["get", "/api/v1/sweeps/{id}", 200, () => `/api/v1/sweeps/${id}`, {}],
  ["get", "/api/v1/sweeps/{id}", 404, () => "/api/v1/sweeps/s00000000000000", {}],
  ["post", "/api/v1/sweeps/{id}/cancel", 202, () => `/api/v1/sweeps/${id}/cancel`, {}],
  ["get", "/api/v1/sweeps/{id}/aggregate", 200, () => `/api/v1/sweeps/${id}/aggregate?output=n`, {}],
  ["get", "/api/v1/sweeps/{id}/failures", 200, () => `/api/v1/sweeps/${id}/failures`, {}],
  ["get", "/api/v1/workers", 200, () => "/api/v1/workers", {}],
  ["put", "/api/v1/workers/{id}", 200, () => "/api/v1/workers/w2", json(announcement())],
  [
    "put",
    "/api/v1/workers/{id}",
    409,
    () => "/api/v1/workers/w3",
    json(announcement({ versions: { ...announcement().versions, protocol: 99 } })),
  ],
  ["get", "/readyz", 200, () => "/readyz", {}],
];

test.each(calls)("%s %s answers %i as it is described", async (method, path, status, url, init) => {
  const response = await farm.fetch(url(), { ...init, method: method.toUpperCase() });
  expect(response.status).toBe(status);
  const answers = description.paths[path]?.[method]?.responses ?? {};
  const schema = Object.values((answers[status] ?? answers[`${Math.floor(status / 100)}XX`])?.content ?? {})[0]?.schema;
  expect(schema, "it is described").toBeDefined();
  expect([...faults((await response.json()) as Json, schema!, "answer")]).toEqual([]);
});

test("the checker finds what is wrong", () => {
  const schema: Schema = {
    type: "object",
    required: ["a"],
    properties: { a: { type: "integer", minimum: 0 } },
    additionalProperties: false,
  };
  expect([...faults({ a: -1, b: 2 }, schema, "it")]).toEqual(["it.a: -1 < 0", "it.b is not described"]);
  expect([...faults({}, schema, "it")]).toEqual(["it.a is missing"]);
});
