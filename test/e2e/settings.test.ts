// Settings that cannot be: the message names the flag or the variable that was given, and how to mend it. An empty variable is an unset one.

import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { spikefarm, start, startFarm, temporaryDirectory } from "./spikefarm.js";

const IF_CURVE = "examples/if-curve.yaml";

describe("a flag", () => {
  test.each<[readonly string[], RegExp]>([
    [["submit", IF_CURVE, "--url", "nonsense"], /CLIENT_URL_INVALID: "nonsense".*--url/],
    [["ls", "--url", "ftp://127.0.0.1"], /CLIENT_URL_INVALID: "ftp:\/\/127\.0\.0\.1".*--url/],
    [["coordinator", "--writer", "nonsense"], /CLIENT_URL_INVALID: "nonsense".*--writer/],
    [["worker", "--coordinator", "nonsense"], /CLIENT_URL_INVALID: "nonsense".*--coordinator/],
    [["worker", "--threads", "0"], /CLI_USAGE: --threads 0 /],
    [["coordinator", "--port", "x"], /CLI_USAGE: --port x /],
    [["writer", "--port", "70000"], /CLI_USAGE: --port 70000 /],
    [["up", "--port", "x"], /CLI_USAGE: --port x /],
    [["up", "--token", ""], /CLI_USAGE: --token is empty/],
    [["run", IF_CURVE, "--data", ""], /CLI_USAGE: --data is empty/],
    [["cancel", "", "--url", "http://127.0.0.1:9"], /CLI_USAGE: .*`cancel` is empty/],
  ])("of %j is refused by its name, with 2", async (args, pattern) => {
    const { code, stderr } = await spikefarm(...args);
    expect(stderr).toMatch(pattern);
    expect(code).toBe(2);
  });
});

describe("a variable", () => {
  test.each<[Readonly<Record<string, string>>, readonly string[], RegExp]>([
    [{ SPIKEFARM_LOG: "loud" }, ["up", "--port", "0"], /CLI_USAGE: SPIKEFARM_LOG loud /],
    [{ SPIKEFARM_THREADS: "none" }, ["run", IF_CURVE], /CLI_USAGE: SPIKEFARM_THREADS none /],
    [{ SPIKEFARM_PORT: "x" }, ["up"], /CLI_USAGE: SPIKEFARM_PORT x /],
    [{ SPIKEFARM_COORDINATOR_URL: "nonsense" }, ["watch", "last"], /CLIENT_URL_INVALID.*SPIKEFARM_COORDINATOR_URL/],
  ])("%j is refused by its name, with 2", async (environment, args, pattern) => {
    const data = `${temporaryDirectory()}/data`;
    const { code, stderr } = await start(args, { SPIKEFARM_DATA: data, ...environment }).finished;
    expect(stderr).toMatch(pattern);
    expect(code).toBe(2);
  });

  test("that a service cannot use ends it with a message like those of the other commands", async () => {
    const { code, stderr } = await start(["writer"], { SPIKEFARM_PORT: "x" }).finished;
    expect(stderr).toMatch(/^spikefarm: STORE_CONFIG: SPIKEFARM_PORT/);
    expect(code).toBe(1);
  });

  test("that is empty is unset, a token too: nobody else is let in", async () => {
    const data = `${temporaryDirectory()}/data`;
    const unset = ["THREADS", "LOG", "MODULES", "MACHINE", "TOKEN", "HOST", "PORT", "COORDINATOR_URL"].map((name) => [
      `SPIKEFARM_${name}`,
      "",
    ]);
    const open = start(["up", "--host", "0.0.0.0", "--data", data, "--port", "0"], Object.fromEntries(unset));
    onTestFinished(() => void open.process.kill("SIGKILL"));
    expect(await open.finished).toMatchObject({ code: 1, stderr: expect.stringContaining("COORDINATOR_NEEDS_TOKEN") });
    const { url } = await startFarm(data, { ...Object.fromEntries(unset), SPIKEFARM_HOST: "localhost" });
    expect(url).toMatch(/^http:\/\/(localhost|127\.0\.0\.1|\[::1\]):\d+$/);
    expect((await start(["ls", "--data", data], Object.fromEntries(unset)).finished).code).toBe(0);
  });
});

describe("an address at which something else listens", () => {
  test.each<[string, (socket: Socket) => void, RegExp]>([
    [
      "a web server",
      (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\n<html>hi"),
      /CLIENT_REFUSED: .*--url/,
    ],
    ["what speaks no HTTP", (socket) => socket.end("-ERR unknown command\r\n"), /CLIENT_UNREACHABLE: .*--url/],
    ["what is cut off", (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 80\r\n\r\n{"items":['), /CLIENT_UNREACHABLE: .*--url/],
    ["what never answers", () => undefined, /CLIENT_UNREACHABLE: .*silent.*--url/],
  ])(
    "as %s, is told of as such",
    async (_, answer, pattern) => {
      const server = createServer((socket) => socket.on("error", () => undefined).once("data", () => answer(socket)));
      await once(server.listen(0, "127.0.0.1"), "listening");
      onTestFinished(() => void server.close());
      const { port } = server.address() as AddressInfo;
      const { code, stderr } = await spikefarm("workers", "--url", `http://127.0.0.1:${port}`);
      expect(stderr).toMatch(pattern);
      expect(stderr).not.toContain("bug of ours");
      expect(code).toBe(1);
    },
    60_000,
  );
});

describe("spikefarm up that cannot start", () => {
  test.each(["--port", "SPIKEFARM_PORT"])(
    "because %s is taken says so and ends",
    async (setting) => {
      const { url } = await startFarm(`${temporaryDirectory()}/farm`);
      const { port } = new URL(url);
      const data = `${temporaryDirectory()}/second`;
      const isFlag = setting === "--port";
      const second = start(["up", "--data", data, ...(isFlag ? ["--port", port] : [])], isFlag ? {} : { SPIKEFARM_PORT: port });
      onTestFinished(() => void second.process.kill("SIGKILL"));
      const { code, stderr } = await second.finished;
      expect(stderr).toMatch(/COORDINATOR_CONFIG: Cannot listen on .*EADDRINUSE/);
      expect(code).toBe(1);
      expect((await spikefarm("ls", "--data", data)).code, "and lets go of its data directory").toBe(0);
    },
    30_000,
  );
});
