// The token of a farm that asks for one (SPIKEFARM_TOKEN). It lives as long as the tab: in sessionStorage, never in an address.

import { createStore } from "../store.js";

const STORAGE_KEY = "spikefarm-token";

export interface Authorization {
  readonly token: string | undefined;
  /** A call was refused for want of a (right) token. */
  readonly isTokenNeeded: boolean;
}

export const authorization = createStore<Authorization>({ token: sessionStorage.getItem(STORAGE_KEY) ?? undefined, isTokenNeeded: false });

export function keepToken(token: string): void {
  sessionStorage.setItem(STORAGE_KEY, token);
  authorization.set({ token, isTokenNeeded: false });
}

/** Called on a 401. A refusal of a token that has been replaced since says nothing about the new one. */
export function askForToken(refused: string | undefined): void {
  const { token } = authorization.get();
  if (token === refused) authorization.set({ token, isTokenNeeded: true });
}
