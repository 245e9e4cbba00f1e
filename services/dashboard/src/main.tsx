// The dashboard: a page that shows what the coordinator's HTTP API says, and keeps up with it.
//
//   api/    one call, its errors, the token          live/   the event stream, and the farm as last heard of
//   pages/  sweeps · one sweep · workers             plots/  an aggregate as a curve or a map
//   values/ numbers, units, times for people         components/ what pages share
//
// It holds no truth of its own: everything shown was said by the API, and what was said last wins. All texts are text nodes.

import { render } from "preact";
import { App } from "./app.js";
import { followFarm } from "./live/farm.js";

followFarm();
render(<App />, document.getElementById("app")!);
