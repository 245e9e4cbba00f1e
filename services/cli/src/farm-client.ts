// The running farm that a command speaks to.

import { type CoordinatorClient, openCoordinatorClient } from "@spikefarm/client";
import { CodedError, isSweepId, type SweepSummary } from "@spikefarm/protocol";
import type { Config } from "./config.js";

export const openFarmClient = ({ url, token }: Config): CoordinatorClient => openCoordinatorClient({ url, token });

/** The sweep that an id, the beginning of one, or `last` stands for. Only a beginning is looked for among all that the farm has. */
export async function findSummary(client: CoordinatorClient, wanted: string): Promise<SweepSummary> {
  if (wanted === "last")
    return (await client.newest()) ?? unknown("There is no sweep on this farm yet; hand one in with `spikefarm submit FILE`.");
  if (isSweepId(wanted)) {
    return client.show(wanted).catch((error: unknown) => {
      if (error instanceof CodedError && error.code === "SWEEP_UNKNOWN")
        return unknown(`There is no sweep ${wanted} on this farm; ${LIST}`);
      throw error;
    });
  }
  const [first, second] = (await client.list()).filter(({ id }) => id.startsWith(wanted));
  if (first === undefined) return unknown(`There is no sweep ${wanted} on this farm; ${LIST}`);
  if (second !== undefined) return unknown(`Several sweeps begin with ${wanted}; give more of the id. ${LIST}`);
  return first;
}

const LIST = "list them with `spikefarm ls --url URL`.";

function unknown(message: string): never {
  throw new CodedError("SWEEP_UNKNOWN", message);
}
