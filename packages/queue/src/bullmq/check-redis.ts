// A look at Redis before it is trusted with anything: is it there, is it new enough, does it keep its keys?

import { CodedError } from "@spikefarm/protocol";
import { Redis } from "ioredis";
import type { QueueCode } from "../errors.js";

const OLDEST_VERSION = [6, 2] as const;
const CONNECT_TIMEOUT_MS = 3_000;

/** @throws {CodedError} QUEUE_REDIS_ABSENT, QUEUE_REDIS_TOO_OLD, QUEUE_REDIS_EVICTS. */
export async function checkRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let failure: Error | undefined; // why there is no connection: the rejected command below says only that there is none
  redis.on("error", (error: Error) => {
    failure ??= error;
  });
  try {
    await redis.connect();
    const info = await redis.info();
    checkVersion(field(info, "redis_version"), url);
    checkPolicy(field(info, "maxmemory_policy"), url);
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw coded(
      "QUEUE_REDIS_ABSENT",
      `No Redis answers at ${withoutPassword(url)} (${reasonOf(failure ?? cause)}). Start one (redis-server --appendonly yes), or give its address, such as redis://127.0.0.1:6379, with --redis or SPIKEFARM_REDIS_URL.`,
      cause,
    );
  } finally {
    redis.disconnect();
  }
}

function checkVersion(version: string, url: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > OLDEST_VERSION[0] || (major === OLDEST_VERSION[0] && minor >= OLDEST_VERSION[1])) return;
  throw coded(
    "QUEUE_REDIS_TOO_OLD",
    `Redis at ${withoutPassword(url)} is ${version}; spikefarm needs ${OLDEST_VERSION.join(".")} or newer. Update it.`,
  );
}

function checkPolicy(policy: string, url: string): void {
  if (policy === "" || policy === "noeviction") return;
  throw coded(
    "QUEUE_REDIS_EVICTS",
    `Redis at ${withoutPassword(url)} may evict keys (maxmemory-policy ${policy}), and would lose tasks. Set it: redis-cli config set maxmemory-policy noeviction.`,
  );
}

const field = (info: string, name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1] ?? "";

/** An error about several addresses of one host has no message, only a code. */
const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message || ("code" in error ? String(error.code) : error.name) : String(error);

const withoutPassword = (url: string): string => url.replace(/\/\/[^@/]*@/, "//…@");

function coded(code: QueueCode, message: string, cause?: unknown): CodedError {
  return new CodedError(code, message, cause === undefined ? {} : { cause });
}
