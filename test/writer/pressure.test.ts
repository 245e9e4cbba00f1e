// A writer whose disk is slower than its senders: it holds them back with 429 before their blocks fill its memory, goes on answering
// everything else, and in the end has every block.
//
// The disk is slow because the library that writes to it is: its writes of blocks wait for the test, in the writer's real code.

import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { openHttpWriter } from "@spikefarm/client";
import type { Block } from "@spikefarm/protocol";
import { createHttpServer, createWriter } from "@spikefarm/writer";
import { pino } from "pino";
import { expect, onTestFinished, test, vi } from "vitest";
import { blockOf, PROVENANCE, plainPart, sweepOf } from "../contract/writer-port/sweeps.js";
import { temporaryDirectory } from "../datamanager/temporary-directory.js";

/** 8 MB a trial: the writer takes in 64 MiB before it says that it is busy. */
const ITEMS = 1_000_000;
const OUTPUTS = [{ name: "trace", kind: "f64" as const, unit: "volt", shape: [null] }];
const FILLING = 9;
const record = sweepOf([plainPart(FILLING + 1, 1, 1)], { parameters: [], outputs: OUTPUTS });

function blockOfTrial(trial: number): Block {
  const data = {
    kind: "list" as const,
    offsets: Uint32Array.of(0, ITEMS),
    items: { kind: "f64" as const, values: new Float64Array(ITEMS) },
  };
  return { ...blockOf(record, { from: trial, to: trial + 1 }), parameters: [], outputs: [{ column: OUTPUTS[0]!, data }] };
}

type Batch = (operations: readonly { readonly key: { toString(): string } }[], options: unknown) => Promise<void>;

/** Writes of blocks wait until the disk goes on. */
function stopDisk(): { goOn(): void } {
  const { Level } = createRequire(new URL("../../packages/datamanager/package.json", import.meta.url))("level") as {
    Level: { prototype: { _batch: Batch } };
  };
  const original = Level.prototype._batch;
  let goOn = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  Level.prototype._batch = async function write(operations, options) {
    if (operations.some(({ key }) => key.toString().startsWith("block!"))) await stopped;
    return original.call(this, operations, options);
  };
  onTestFinished(() => {
    Level.prototype._batch = original;
  });
  return { goOn };
}

test("under pressure a block is refused with 429 before it is sent, and delivered once there is room", { timeout: 120_000 }, async () => {
  const { path, remove } = temporaryDirectory();
  const writer = await createWriter({ directory: path, machine: "test" });
  const server = await createHttpServer({ writer, host: "127.0.0.1", port: 0, token: undefined, log: pino({ level: "silent" }) });
  const patient = openHttpWriter({ url: server.url });
  const impatient = openHttpWriter({ url: server.url, retryForMs: 0 });
  await patient.putSweep(record);
  const disk = stopDisk();

  const filling = Array.from({ length: FILLING }, (_, trial) => patient.commit(blockOfTrial(trial), PROVENANCE));
  await vi.waitFor(() => expect(writer.isBusy).toBe(true), { timeout: 60_000 });

  const target = `${server.url}/internal/v1/sweeps/${record.id}/blocks`;
  const request = httpRequest(target, {
    method: "PUT",
    headers: { "content-type": "application/octet-stream", "content-length": 8 * ITEMS },
  });
  request.on("error", () => undefined); // the connection is closed under it
  request.flushHeaders();
  const [refusal] = (await once(request, "response")) as [IncomingMessage];
  expect(refusal).toMatchObject({ statusCode: 429, headers: { "content-type": "application/problem+json", "retry-after": "1" } });
  expect(JSON.parse(Buffer.concat(await refusal.toArray()).toString())).toMatchObject({ status: 429, code: "WRITER_BUSY" });
  request.destroy();
  await expect(impatient.commit(blockOfTrial(FILLING), PROVENANCE)).rejects.toMatchObject({ code: "WRITER_BUSY" });
  const delivered = patient.commit(blockOfTrial(FILLING), PROVENANCE);

  expect((await fetch(`${server.url}/readyz`)).status, "it is busy, not broken").toBe(200);
  expect(await impatient.counts(record.id), "nothing is acknowledged before it is on the disk").toMatchObject({ ok: 0 });

  disk.goOn();
  expect((await delivered).added).toBe(1);
  await Promise.all(filling);
  expect(writer.isBusy).toBe(false);
  expect(await patient.counts(record.id)).toMatchObject({ ok: FILLING + 1, pending: 0 });
  await patient.close();
  await impatient.close();
  await server.close();
  await writer.close();
  remove();
});
