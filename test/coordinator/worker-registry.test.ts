// Who works for the farm: seen, refused, lost, forgotten, and which module counts.

import { WorkerRegistry } from "@spikefarm/coordinator";
import { NUMERICS_VERSION, PROTOCOL_VERSION, type WorkerSummary } from "@spikefarm/protocol";
import { expect, test } from "vitest";
import { announcement } from "./announcement.js";
import { HttpFarm, problemOf } from "./http-farm.js";

const versions = (changes: Partial<WorkerSummary["versions"]>): WorkerSummary["versions"] => ({ ...announcement().versions, ...changes });
const module = (hash: string) => ({ name: "square", hash, parameters: { x: 0 }, outputs: { y: "" } });

function registryAt(): { readonly registry: WorkerRegistry; readonly clock: { seconds: number } } {
  const clock = { seconds: 0 };
  return { registry: new WorkerRegistry(() => clock.seconds * 1000), clock };
}

test.each([
  ["IDENTITY 21: a worker that computes with another numerics is refused", { numerics: NUMERICS_VERSION + 1 }, "numerics"],
  ["a worker that speaks another protocol is refused", { protocol: PROTOCOL_VERSION + 1 }, "protocol"],
])("%s, with the reason, and its modules are not used", async (_name, version, word) => {
  await using farm = await HttpFarm.open({ threads: 0 });
  const response = await farm.fetch("/api/v1/workers/w1", {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(announcement({ versions: versions(version), modules: [module("a")] })),
  });
  const problem = await problemOf(response);
  expect(problem).toMatchObject({ status: 409, code: "WORKER_REFUSED" });
  expect(problem.reason).toContain(word);
  const { items } = await farm.json<{ items: WorkerSummary[] }>("/api/v1/workers");
  expect(items).toMatchObject([{ id: "w1", state: "refused", reason: problem.reason }]);
  expect(farm.workers.modules("square")).toBe(undefined);
});

test("a worker that misses three beats is lost, comes back, and is forgotten after an hour", () => {
  const { registry, clock } = registryAt();
  const state = () => registry.list()[0]?.state;
  registry.announce("w1", announcement());
  clock.seconds = 6;
  expect(state()).toBe("ok");
  clock.seconds = 7;
  expect(state()).toBe("lost");
  registry.announce("w1", announcement({ state: "draining" }));
  expect(state()).toBe("draining");
  clock.seconds += 3_601;
  expect(registry.list()).toEqual([]);
});

test("of two modules of one name the newer file wins, whoever announced it last", () => {
  const { registry } = registryAt();
  registry.announce("w1", announcement({ modules: [module("old")] }));
  registry.announce("w2", announcement({ modules: [module("new")] }));
  registry.announce("w1", announcement({ modules: [module("old")] }));
  expect(registry.modules("square")?.hash).toBe("new");
});

test("a module of a lost worker counts only while nobody else has the name", () => {
  const { registry, clock } = registryAt();
  registry.announce("w1", announcement({ modules: [module("old")] }));
  registry.announce("w2", announcement({ modules: [module("new")] }));
  clock.seconds = 7;
  expect(registry.modules("square")?.hash, "all are lost").toBe("new");
  registry.announce("w1", announcement({ modules: [module("old")] }));
  expect(registry.modules("square")?.hash).toBe("old");
  expect(registry.modules("cube")).toBe(undefined);
});

test("a document of an announced module is checked against its schema", async () => {
  await using farm = await HttpFarm.open({ threads: 0 });
  farm.workers.announce("w1", announcement({ modules: [module("a")] }));
  const detail = await farm.show((await farm.start({ module: "square", sweep: { space: { x: [1, 2] } } })).id);
  expect(detail).toMatchObject({ kind: "module", outputs: [{ name: "y" }], points: 2 });
  const problem = await problemOf(await farm.submit({ module: "square", sweep: { space: { z: [1, 2] } } }));
  expect(problem.diagnostics).toMatchObject([{ code: "PARAMETER_UNKNOWN" }]);
  const unknown = await problemOf(await farm.submit({ module: "sqare", sweep: { space: { x: [1] } } }));
  expect(unknown.diagnostics).toMatchObject([{ code: "MODULE_UNKNOWN", help: expect.stringContaining("did you mean square?") }]);
});
