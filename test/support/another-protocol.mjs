// Makes a service of this checkout one of another version of the protocol: preloaded by `node --import`, it has the bundles read with
// another PROTOCOL_VERSION than they were built with. All else is the real process in its real code.
//
//   SPIKEFARM_PROTOCOL=2

import { register } from "node:module";

const BUNDLES = new URL("../../dist/", import.meta.url).href;

/** Runs on the thread of Node's loader. */
const hooks = `
const VERSION = /var PROTOCOL_VERSION = \\d+;/;
let options;
export const initialize = (given) => { options = given; };
export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!url.startsWith(options.bundles)) return loaded;
  return { ...loaded, source: String(loaded.source).replace(VERSION, "var PROTOCOL_VERSION = " + options.version + ";") };
}`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`, {
  data: { bundles: BUNDLES, version: Number(process.env.SPIKEFARM_PROTOCOL) },
});
