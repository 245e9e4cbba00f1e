// Which page the address names. Routes stand in the hash, so that the coordinator serves files and nothing else:
//
//   #/   #/sweeps/ID   #/workers

import { useEffect, useState } from "preact/hooks";

export type Route = { readonly page: "sweeps" } | { readonly page: "sweep"; readonly id: string } | { readonly page: "workers" };

export const hrefOfSweep = (id: string): string => `#/sweeps/${encodeURIComponent(id)}`;

function parseRoute(hash: string): Route {
  const [first, second] = hash.replace(/^#?\/?/, "").split("/");
  if (first === "workers") return { page: "workers" };
  const id = first === "sweeps" ? decodeSegment(second ?? "") : "";
  return id === "" ? { page: "sweeps" } : { page: "sweep", id };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // not well-formed: the API will say that there is no such sweep
  }
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const update = () => {
      setRoute(parseRoute(location.hash));
      scrollTo(0, 0);
    };
    addEventListener("hashchange", update);
    return () => removeEventListener("hashchange", update);
  }, []);
  return route;
}
