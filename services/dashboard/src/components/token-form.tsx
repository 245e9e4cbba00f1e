import { useState } from "preact/hooks";
import { authorization, keepToken } from "../api/authorization.js";

/** Asks for the farm's token after a call was refused for want of it. */
export function TokenForm() {
  const [token, setToken] = useState("");
  const wasRefused = authorization.get().token !== undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    if (token.trim() !== "") keepToken(token.trim());
  };
  return (
    <form class="card token-form" onSubmit={submit}>
      <h1>This farm asks for its token</h1>
      <p class="soft">It is what SPIKEFARM_TOKEN says where the coordinator runs. It is kept until you close this tab.</p>
      {wasRefused && (
        <p class="note is-bad" role="alert">
          The token was not accepted.
        </p>
      )}
      <label>
        Token
        <input
          type="password"
          autocomplete="current-password"
          value={token}
          autofocus
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button is-primary">
        Open the farm
      </button>
    </form>
  );
}
