// The table as a file. A link suffices where the farm is open; with a token the table is fetched, as a link cannot carry one.

import type { SweepSummary } from "@spikefarm/protocol";
import { useState } from "preact/hooks";
import { authorization } from "../api/authorization.js";
import { ApiError, call, urlOf } from "../api/call.js";
import { resultsPath } from "../api/farm-api.js";
import { useStore } from "../store.js";
import { ErrorNote } from "./error-note.js";

const FORMATS = ["csv", "json"] as const;
/** The browser reads the blob after the click returns; by then it has. */
const RELEASE_AFTER_MS = 60_000;

export function DownloadLinks({ sweep }: { readonly sweep: SweepSummary }) {
  const token = useStore(authorization, (state) => state.token);
  const [error, setError] = useState<ApiError>();
  const fetchFile = async (format: (typeof FORMATS)[number]) => {
    setError(undefined);
    try {
      save(await (await call(resultsPath(sweep.id, format))).blob(), fileName(sweep, format));
    } catch (cause) {
      setError(cause instanceof ApiError ? cause : new ApiError("The download broke off.", { code: "DOWNLOAD_CUT", cause }));
    }
  };
  return (
    <>
      {error !== undefined && <ErrorNote error={error} doing="Downloading" />}
      {FORMATS.map((format) => {
        const label = { "aria-label": `Download the table as ${format.toUpperCase()}`, children: format.toUpperCase() };
        return token === undefined ? (
          <a key={format} class="button" href={urlOf(resultsPath(sweep.id, format))} download={fileName(sweep, format)} {...label} />
        ) : (
          <button key={format} type="button" class="button" onClick={() => void fetchFile(format)} {...label} />
        );
      })}
    </>
  );
}

/** The name without what file systems and shells stumble over. */
const fileName = (sweep: SweepSummary, format: string): string =>
  `${
    sweep.name
      .replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")
      .replaceAll(/^[-.]+|-+$/g, "")
      .slice(0, 60) || "sweep"
  }-${sweep.id}.${format}`;

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), RELEASE_AFTER_MS);
}
