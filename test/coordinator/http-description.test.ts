// /openapi.json is true: what the server answers is of the form that it describes. Judged by a small checker of JSON Schema of our own.

import { CodedError, type WriterPort } from "@spikefarm/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { announcement } from "./announcement.js";
import { HttpFarm, NEURON, rawRequest } from "./http-farm.js";

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
  ["get", "/healthz", 200, () => "/healthz", {}],
  ["get", "/readyz", 200, () => "/readyz", {}],
  ["get", "/api/v1/sweeps/{id}/results", 200, () => `/api/v1/sweeps/${id}/results?format=csv`, {}],
  ["get", "/api/v1/sweeps/{id}/results", 200, () => `/api/v1/sweeps/${id}/results?format=json`, {}],
  ["get", "/api/v1/sweeps/{id}/results", 200, () => `/api/v1/sweeps/${id}/results?format=arrow`, {}],
  ["get", "/api/v1/sweeps/{id}/results", 404, () => "/api/v1/sweeps/s00000000000000/results", {}],
  ["get", "/api/v1/events", 200, () => "/api/v1/events", {}],
];

const withoutParameters = (type: string | null | undefined): string => type?.split(";")[0] ?? "nothing";
const schemasOf = (method: string, path: string, status: number): Readonly<Record<string, { readonly schema: Schema }>> => {
  const answers = description.paths[path]?.[method]?.responses ?? {};
  return (answers[status] ?? answers[`${Math.floor(status / 100)}XX`])?.content ?? {};
};

/** The types that each route has answered with. */
const answered = new Set<string>();

test.each(calls)("%s %s answers %i as it is described", async (method, path, status, url, init) => {
  const response = await farm.fetch(url(), { ...init, method: method.toUpperCase() });
  expect(response.status).toBe(status);
  const type = withoutParameters(response.headers.get("content-type"));
  answered.add(`${method} ${path} ${status} ${type}`);
  const described = schemasOf(method, path, status)[type];
  expect(described, `${type} is described`).toBeDefined();
  if (/json$/.test(type)) expect([...faults((await response.json()) as Json, described!.schema, "answer")]).toEqual([]);
  else await response.body?.cancel();
});

test("nothing is described that no route was seen to answer", () => {
  const successes = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) =>
      Object.entries(responses)
        .filter(([status]) => status.startsWith("2"))
        .flatMap(([status, { content = {} }]) => Object.keys(content).map((type) => `${method} ${path} ${status} ${type}`)),
    ),
  );
  expect(successes.filter((success) => !answered.has(success))).toEqual([]);
});

test("every route describes its refusals as the problems that they are", async () => {
  const routes = Object.entries(description.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ path, method })));
  expect(routes.length).toBeGreaterThan(10);
  for (const { path, method } of routes) {
    const { status, type, body } = await rawRequest(farm.url, path.replace("{id}", id), { host: "evil.example" }, method.toUpperCase());
    expect({ status, type }, path).toEqual({ status: 403, type: "application/problem+json" });
    for (const refused of [status, 503]) {
      const described = schemasOf(method, path, refused);
      expect(Object.keys(described), path).toEqual([type]);
      expect([...faults(JSON.parse(body) as Json, described[type!]!.schema, path)]).toEqual([]);
    }
  }
});

test("a service that is away is told of as it is described", async () => {
  const writer = (store: WriterPort): WriterPort => ({
    ...store,
    getSweep: async () => {
      throw new CodedError("WRITER_ABSENT", "nobody answers");
    },
  });
  await using lame = await HttpFarm.open({ writer, threads: 0 });
  for (const path of ["/readyz", `/api/v1/sweeps/${id}`]) {
    const response = await lame.fetch(path);
    expect(response.status).toBe(503);
    const described = schemasOf("get", path.replace(id, "{id}"), 503)[withoutParameters(response.headers.get("content-type"))];
    expect([...faults((await response.json()) as Json, described!.schema, path)]).toEqual([]);
  }
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
