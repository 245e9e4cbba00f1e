import { authorization } from "./api/authorization.js";
import { LiveBadge } from "./components/live-badge.js";
import { TokenForm } from "./components/token-form.js";
import { farm } from "./live/farm.js";
import { SweepPage } from "./pages/sweep-page.js";
import { SweepsPage } from "./pages/sweeps-page.js";
import { WorkersPage } from "./pages/workers-page.js";
import { type Route, useRoute } from "./route.js";
import { useStore } from "./store.js";

export function App() {
  const route = useRoute();
  const isTokenNeeded = useStore(authorization, (state) => state.isTokenNeeded);
  return (
    <>
      <button type="button" class="skip-link" onClick={() => document.getElementById("main")?.focus()}>
        Skip to the content
      </button>
      <Header route={route} />
      <main id="main" tabIndex={-1}>
        {isTokenNeeded ? <TokenForm /> : <Page route={route} />}
      </main>
    </>
  );
}

function Header({ route }: { readonly route: Route }) {
  const workerCount = useStore(farm, (state) => state.workers?.filter((worker) => worker.state !== "lost").length);
  const current = (isCurrent: boolean) => (isCurrent ? ({ "aria-current": "page" } as const) : {});
  return (
    <header class="top">
      <a class="brand" href="#/" aria-label="Spikefarm, all sweeps">
        <img src="./favicon.svg" alt="" width="22" height="22" />
        Spikefarm
      </a>
      <nav aria-label="Pages">
        <a href="#/" {...current(route.page !== "workers")}>
          Sweeps
        </a>
        <a href="#/workers" {...current(route.page === "workers")}>
          Workers{workerCount !== undefined && <span class="count">{workerCount}</span>}
        </a>
      </nav>
      <LiveBadge />
    </header>
  );
}

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case "sweeps":
      return <SweepsPage />;
    case "sweep":
      return <SweepPage key={route.id} id={route.id} />;
    case "workers":
      return <WorkersPage />;
  }
}
