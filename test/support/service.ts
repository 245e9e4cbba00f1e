// One service of the farm as a process, with a supervisor that starts it again when it dies, as compose's `restart: unless-stopped` does.
//
//   stopped ──start──▶ running ──dies by itself──▶ (RESTART_DELAY_MS) ──▶ running     without its failpoint: a fault strikes once
//      ▲                  │
//      └──────kill────────┘   dead until the test starts it again
//
// Only the process that was started here is ever signalled, by its handle.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { waitUntil } from "./wait-until.js";

export interface ServiceOptions {
  /** What logs and errors call it. */
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The failpoint of the first process, `name:pass:action`: see failpoints.mjs. */
  readonly failpoint?: string | undefined;
  /** What it writes to stdout when it can be used; `ready …` when absent. */
  readonly readyLine?: RegExp;
}

const FAILPOINTS = fileURLToPath(new URL("failpoints.mjs", import.meta.url));
const READY_LIMIT_MS = 60_000;
const RESTART_DELAY_MS = 200;
/** A supervisor that never gave up would hide a service that cannot start. */
const MAX_RESTARTS = 20;
const STOP_GRACE_MS = 30_000;
const READY_LINE = /^ready /m;
const MAX_LOG_LENGTH = 200_000;

export class Service {
  readonly name: string;
  /** What it wrote to stdout and stderr, over all its lives. */
  log = "";
  /** How often it died by itself. */
  deaths = 0;
  readonly #options: ServiceOptions;
  #child: ChildProcess | undefined;
  #readyLines = 0;
  #isWanted = false;

  constructor(options: ServiceOptions) {
    this.#options = options;
    this.name = options.name;
  }

  get pid(): number {
    return this.#child?.pid ?? Number.NaN;
  }
  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }
  /** The failpoint has been passed often enough, and struck. */
  get hasFailpointStruck(): boolean {
    return this.log.includes("failpoint struck:");
  }

  /** Resolves when it says that it is ready. */
  async start(failpoint: string | undefined = this.#options.failpoint): Promise<void> {
    this.#isWanted = true;
    const before = this.#readyLines;
    this.#launch(failpoint);
    await waitUntil(`${this.name} is ready`, () => this.#readyLines > before || !this.#isWanted, READY_LIMIT_MS).catch((error) => {
      throw new Error(`${error.message}\n${this.log}`);
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Ends it with `signal` and waits; it stays dead until `start`. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.#isWanted = false;
    const child = this.#child;
    if (child === undefined || !this.isRunning) return;
    const exited = once(child, "exit");
    child.kill(signal);
    if (signal !== "SIGKILL") {
      const impatience = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
      exited.then(() => clearTimeout(impatience));
    }
    await exited;
  }

  #launch(failpoint: string | undefined): void {
    const [program, ...args] = this.#options.command as [string, ...string[]];
    const isNode = program === process.execPath || program === "node";
    const flags = isNode && failpoint !== undefined ? ["--import", FAILPOINTS] : [];
    const child = spawn(isNode ? process.execPath : program, [...flags, ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        ...this.#options.environment,
        ...(failpoint !== undefined && { SPIKEFARM_FAILPOINT: failpoint }),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#note(text);
      if ((this.#options.readyLine ?? READY_LINE).test(text)) this.#readyLines++;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => this.#note(text));
    child.once("exit", (code, signal) => {
      this.#note(`[${this.name} (${child.pid}) ended: ${signal ?? code}]\n`);
      if (!this.#isWanted || this.#child !== child) return;
      if (++this.deaths <= MAX_RESTARTS) setTimeout(() => this.#isWanted && this.#launch(undefined), RESTART_DELAY_MS);
    });
  }

  #note(text: string): void {
    this.log = (this.log + text).slice(-MAX_LOG_LENGTH);
  }
}
