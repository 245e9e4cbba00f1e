// The running farm that a command speaks to.

import { type CoordinatorClient, openCoordinatorClient } from "@spikefarm/client";
import { CodedError, type SweepSummary } from "@spikefarm/protocol";
import type { Config } from "./config.js";

export const openFarmClient = ({ url, token }: Config): CoordinatorClient => openCoordinatorClient({ url, token });

/** The id that an id, the beginning of one, or `last` stands for. */
export async function findSummary(client: CoordinatorClient, wanted: string): Promise<SweepSummary> {
  const sweeps = await client.list();
  const matches = wanted === "last" ? sweeps.slice(0, 1) : sweeps.filter(({ id }) => id.startsWith(wanted));
  const [first, second] = matches;
  if (first !== undefined && (second === undefined || first.id === wanted)) return first;
  const why = first === undefined ? `There is no sweep ${wanted} on this farm` : `Several sweeps begin with ${wanted}`;
  throw new CodedError("SWEEP_UNKNOWN", `${why}; list them with \`spikefarm ls --url URL\`.`);
}
