// The writer and its client through kill -9, a full disk and an end by SIGTERM: the client goes on by itself, and nothing acknowledged is lost.

import { once } from "node:events";
import { connect } from "node:net";
import { openHttpWriter } from "@spikefarm/client";
import { openDataManager } from "@spikefarm/datamanager";
import { type SizedPart, type SweepRecord, splitByGranule, type WriterPort } from "@spikefarm/protocol";
import { describe, expect, test } from "vitest";
import { slowDigest } from "../contract/writer-port/slow-digest.js";
import { blockOf, collect, PROVENANCE, plainPart, sweepOf } from "../contract/writer-port/sweeps.js";
import { mountSmallDisk } from "../datamanager/small-disk.js";
import { temporaryDirectory } from "../datamanager/temporary-directory.js";
import { freePort } from "../support/redis-server.js";
import { startWriter } from "./writer-process.js";

const DEADLINE_MS = 60_000;
/** How long the writer keeps a connection that nobody uses. */
const KEEP_ALIVE_MS = 30_000;
/** The five seconds it gives its clients, and as much again for a busy machine. */
const CLOSE_LIMIT_MS = 10_000;

test("killed in the middle of deliveries and started again, the writer has every acknowledged row, and its client goes on by itself", {
  timeout: 120_000,
}, async () => {
  const { path, remove } = temporaryDirectory();
  const port = String(await freePort());
  let writer = await startWriter(path, { SPIKEFARM_PORT: port });
  const client = openHttpWriter({ url: writer.url, retryForMs: DEADLINE_MS });
  const record = sweepOf([plainPart(3000, 1, 20)]);
  await client.putSweep(record);
  const acknowledged = new Set<number>();
  const delivering = deliverAll(client, record, acknowledged);
  for (let kill = 1; kill <= 3; kill++) {
    await until(() => acknowledged.size >= kill * 30);
    expect(await writer.end("SIGKILL")).toBe("SIGKILL");
    const known = [...acknowledged];
    const data = await openDataManager({ directory: path, machine: "atlas" });
    const stored = new Set((await collect(data.rows(record.id))).map(({ point }) => point));
    expect(known.filter((from) => !stored.has(from) || !stored.has(from + 19))).toEqual([]);
    await data.close();
    writer = await startWriter(path, { SPIKEFARM_PORT: port });
  }
  await delivering;
  expect(await client.counts(record.id)).toMatchObject({ ok: 3000, pending: 0 });
  expect(await client.digest(record.id)).toBe(await slowDigest(client, record));
  expect(await client.getSweep(record.id)).toMatchObject({ state: "queued" });
  await client.close();
  await writer.end("SIGTERM");
  remove();
});

test("ended by SIGTERM it answers what has begun, closes its directory and exits with 0", { timeout: 120_000 }, async () => {
  const { path, remove } = temporaryDirectory();
  const writer = await startWriter(path);
  const client = openHttpWriter({ url: writer.url, retryForMs: 0 });
  const record = sweepOf([plainPart(2000, 1, 20)]);
  await client.putSweep(record);
  const acknowledged = new Set<number>();
  const delivering = deliverAll(client, record, acknowledged).catch((error: unknown) => error);
  await until(() => acknowledged.size >= 10);
  const ended = performance.now();
  expect(await writer.end("SIGTERM")).toBe(0);
  expect(performance.now() - ended, "it waited for connections that nobody uses").toBeLessThan(KEEP_ALIVE_MS);
  expect(await delivering).toMatchObject({ code: expect.stringMatching(/^(CLIENT_UNREACHABLE|WRITER_BUSY|DATA_CLOSED)$/) });
  await client.close();
  const data = await openDataManager({ directory: path, machine: "atlas" });
  const stored = new Set((await collect(data.rows(record.id))).map(({ point }) => point));
  expect([...acknowledged].filter((from) => !stored.has(from))).toEqual([]);
  await data.close();
  remove();
});

describe("ended by SIGTERM it does not wait for a client", () => {
  const authority = (url: string): string => new URL(url).host;
  const requests: Readonly<Record<string, (url: string, id: string) => string>> = {
    "that asks nothing": () => "",
    "that has sent half a head": (url) => `GET /healthz HTTP/1.1\r\nHost: ${authority(url)}\r\n`,
    "that has sent half a body": (url, id) =>
      `PUT /internal/v1/sweeps/${id}/state HTTP/1.1\r\nHost: ${authority(url)}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{`,
    "that does not read its answer": (url, id) => `GET /internal/v1/sweeps/${id}/rows HTTP/1.1\r\nHost: ${authority(url)}\r\n\r\n`,
  };

  test.each(Object.keys(requests))("%s", { timeout: 60_000 }, async (what) => {
    const { path, remove } = temporaryDirectory();
    const writer = await startWriter(path);
    const client = openHttpWriter({ url: writer.url, retryForMs: 0 });
    const record = await putLargeTable(client);
    await client.close();
    const socket = connect(Number(new URL(writer.url).port), "127.0.0.1").on("error", () => undefined);
    await once(socket, "connect");
    socket.pause();
    await new Promise((resolve) => socket.write(requests[what]!(writer.url, record.id), resolve));
    await fetch(`${writer.url}/healthz`); // what was sent before has come by now
    const endedAt = performance.now();
    expect(await writer.end("SIGTERM"), writer.log()).toBe(0);
    expect(performance.now() - endedAt).toBeLessThan(CLOSE_LIMIT_MS);
    socket.destroy();
    remove();
  });
});

test("a writer that does not come back is given up at the deadline, and at once by the signal", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const id = sweepOf([plainPart(1)]).id;
  await expect(openHttpWriter({ url, retryForMs: 300 }).counts(id)).rejects.toMatchObject({ code: "CLIENT_UNREACHABLE" });
  const controller = new AbortController();
  const waiting = openHttpWriter({ url, signal: controller.signal }).counts(id);
  controller.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
});

const disk = mountSmallDisk(6);
test.skipIf(disk === undefined)(
  "a full disk is 507 until there is space; then the writer is back, and its client has delivered everything",
  {
    timeout: 120_000,
  },
  async () => {
    const writer = await startWriter(`${disk!.path}/data`);
    const client = openHttpWriter({ url: writer.url, retryForMs: DEADLINE_MS });
    const record = sweepOf([plainPart(200_000, 1, 2000)]);
    await client.putSweep(record);
    const acknowledged = new Set<number>();
    const delivering = deliverAll(client, record, acknowledged);
    let refusal: Response | undefined;
    await until(async () => {
      refusal = await fetch(`${writer.url}/readyz`);
      return refusal.status === 507;
    });
    expect(refusal?.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(await refusal?.json()).toMatchObject({ code: "DATA_DISK_FULL" });
    const impatient = openHttpWriter({ url: writer.url, retryForMs: 0 });
    await expect(impatient.commit(blockOf(record, { from: 198_000, to: 200_000 }), PROVENANCE)).rejects.toMatchObject({
      code: "DATA_DISK_FULL",
    });
    disk!.resize(256);
    await delivering;
    expect((await fetch(`${writer.url}/readyz`)).status).toBe(200);
    expect(await client.counts(record.id)).toMatchObject({ ok: 200_000, pending: 0 });
    await impatient.close();
    await client.close();
    expect(await writer.end("SIGTERM")).toBe(0);
    disk!.remove();
  },
);

/** Delivers every granule, four at a time, noting the first trial of each that is acknowledged. */
async function deliverAll(client: WriterPort, record: SweepRecord, acknowledged: Set<number>): Promise<void> {
  const part = record.parts[0] as SizedPart;
  const ranges = splitByGranule(part, { from: 0, to: part.points });
  const deliver = async (): Promise<void> => {
    for (const { from, to } of ranges) {
      await client.commit(blockOf(record, { from, to }), PROVENANCE);
      acknowledged.add(from);
    }
  };
  await Promise.all([deliver(), deliver(), deliver(), deliver()]);
}

/** A sweep whose rows are some 30 MB of text: more than two sockets hold. */
async function putLargeTable(client: WriterPort): Promise<SweepRecord> {
  const [trials, items] = [30, 50_000];
  const column = { name: "trace", kind: "f64", unit: "volt", shape: [null] } as const;
  const record = sweepOf([plainPart(trials, 1, trials)], { parameters: [], outputs: [column] });
  const offsets = Uint32Array.from({ length: trials + 1 }, (_, i) => i * items);
  const data = { kind: "list", offsets, items: { kind: "f64", values: new Float64Array(trials * items).fill(1 / 3) } } as const;
  await client.putSweep(record);
  await client.commit({ ...blockOf(record, { from: 0, to: trials }), parameters: [], outputs: [{ column, data }] }, PROVENANCE);
  return record;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error("it did not happen in time");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
