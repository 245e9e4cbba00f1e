// Events as a page gets them: in order, few, resumable.

import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { EventStream } from "@spikefarm/coordinator";
import type { SweepSummary, WorkerSummary } from "@spikefarm/protocol";
import { expect, test, vi } from "vitest";
import { announcement } from "./announcement.js";
import { HttpFarm, overPoints } from "./http-farm.js";

interface Received {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  readonly atMs: number;
}

/** A client of /events; `received` grows while it listens. */
async function listen(farm: HttpFarm, lastEventId?: string) {
  const controller = new AbortController();
  const headers = lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId };
  const response = await farm.fetch("/api/v1/events", { headers, signal: controller.signal });
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const received: Received[] = [];
  const state = { lastId: "", isOver: false, text: "" };
  const take = (block: string): void => {
    const field = (name: string): string | undefined => new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1];
    state.lastId = field("id") ?? state.lastId;
    const name = field("event");
    if (name !== undefined) received.push({ id: state.lastId, name, data: JSON.parse(field("data") ?? ""), atMs: performance.now() });
  };
  const reading = (async () => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (state.text + chunk).split("\n\n");
      state.text = blocks.pop()!;
      for (const block of blocks) take(block);
    }
  })().catch(() => undefined);
  void reading.then(() => {
    state.isOver = true;
  });
  return {
    received,
    state,
    named: (name: string) => received.filter((event) => event.name === name),
    /** What the events of a name said, in order. */
    said: <Data>(name: string) => received.filter((event) => event.name === name).map(({ data }) => data as Data),
    async [Symbol.asyncDispose]() {
      controller.abort();
      await reading;
    },
  };
}

const MEBIBYTE = 1 << 20;
/** Events of a mebibyte: more than the sockets of both sides take. */
const COUNT = 40;
const DOCUMENT = overPoints(20_000);

test("a sweep is told from its start to its end, a few times a second", async () => {
  await using farm = await HttpFarm.open();
  await using client = await listen(farm);
  const { id } = await farm.start(DOCUMENT);
  const sweeps = () => client.said<SweepSummary>("sweep");
  await vi.waitFor(() => expect(sweeps().at(-1)?.state).toBe("complete"), { timeout: 20_000 });
  expect(sweeps().every((sweep) => sweep.id === id)).toBe(true);
  expect(sweeps().at(-1)).toMatchObject({ trials: { ok: 20_000, pending: 0 }, trials_done: 20_000 });
  const done = sweeps().map(({ trials_done }) => trials_done);
  expect(done, "progress does not go back").toEqual(done.toSorted((a, b) => a - b));
  const times = client.named("sweep").map(({ atMs }) => atMs);
  expect(times.length).toBeLessThanOrEqual(2 + Math.ceil((times.at(-1)! - times[0]!) / 200));
});

test("a client that comes back is told what it missed", async () => {
  await using farm = await HttpFarm.open();
  let lastId: string;
  {
    await using client = await listen(farm);
    await vi.waitFor(() => expect(client.state.lastId).not.toBe(""));
    lastId = client.state.lastId;
  }
  const { id } = await farm.run(DOCUMENT);
  await using client = await listen(farm, lastId);
  await vi.waitFor(() => expect(client.said<SweepSummary>("sweep").at(-1)?.state).toBe("complete"), { timeout: 20_000 });
  expect(client.named("reset")).toEqual([]);
  expect(client.said<SweepSummary>("sweep")[0]?.id).toBe(id);
});

test.each(["000000000000-1", "nonsense", "000000000000-99999999999999999999"])(
  "an id that is not of this run (%s) is answered by reset",
  async (lastId) => {
    await using farm = await HttpFarm.open({ threads: 0 });
    await using client = await listen(farm, lastId);
    await vi.waitFor(() => expect(client.received.map(({ name }) => name)).toEqual(["reset"]));
  },
);

test("an id of the coordinator before is answered by reset", async () => {
  const before = await HttpFarm.open({ threads: 0 });
  let lastId: string;
  {
    await using client = await listen(before);
    await vi.waitFor(() => expect(client.state.lastId).not.toBe(""));
    lastId = client.state.lastId;
  }
  await using farm = await HttpFarm.open({ directory: await before.stop(), threads: 0 });
  await using client = await listen(farm, lastId);
  await vi.waitFor(() => expect(client.received.map(({ name }) => name)).toEqual(["reset"]));
});

test("workers are told when one announces itself", async () => {
  await using farm = await HttpFarm.open({ threads: 0 });
  await using client = await listen(farm);
  await farm.fetch("/api/v1/workers/w1", {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(announcement()),
  });
  await vi.waitFor(
    () => expect(client.said<{ items: WorkerSummary[] }>("workers").at(-1)?.items).toMatchObject([{ id: "w1", state: "ok" }]),
    { timeout: 5_000 },
  );
});

test("a client that does not read is held within bounds, and told to read anew once it has caught up", async () => {
  const stream = new EventStream();
  const waiting = { most: 0, now: () => 0 };
  const server = createServer((_request, response) => {
    stream.connect(response, undefined);
    waiting.now = () => response.writableLength;
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  socket.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  await vi.waitFor(() => expect(text).toContain("retry:"));
  socket.pause();
  for (let count = 0; count < COUNT; count++) {
    stream.publish("sweep", { count, filler: "x".repeat(MEBIBYTE) });
    waiting.most = Math.max(waiting.most, waiting.now());
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(waiting.most).toBeLessThan(3 * MEBIBYTE);
  socket.resume();
  await vi.waitFor(() => expect(text).toContain("event: reset"), { timeout: 10_000 });
  expect(text, "the latest event was left out").not.toContain(`"count":${COUNT - 1}`);
  stream.close();
  socket.destroy();
  server.close();
});

test("a quiet connection is kept alive, and closed when the server closes", async () => {
  const farm = await HttpFarm.open({ threads: 0, limits: { heartbeatMs: 20, idleMs: 500 } });
  try {
    await using client = await listen(farm);
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // longer than a connection may be idle
    expect(client.state.isOver).toBe(false);
    await farm.server.close();
    await vi.waitFor(() => expect(client.state.isOver).toBe(true));
  } finally {
    await farm[Symbol.asyncDispose]();
  }
});
