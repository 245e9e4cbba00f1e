import { openHttpWriter } from "@spikefarm/client";
import { temporaryDirectory } from "../../datamanager/temporary-directory.js";
import { startWriter } from "../../writer/writer-process.js";
import { writerPortContract } from "./contract.js";

writerPortContract("writer over HTTP", async () => {
  const { path, remove } = temporaryDirectory();
  const writer = await startWriter(path, { SPIKEFARM_TOKEN: "open sesame" });
  const port = openHttpWriter({ url: writer.url, token: "open sesame", retryForMs: 5_000 });
  return {
    port,
    async remove() {
      await port.close();
      await writer.end("SIGTERM");
      remove();
    },
  };
});
