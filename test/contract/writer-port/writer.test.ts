import { createWriter } from "@spikefarm/writer";
import { temporaryDirectory } from "../../datamanager/temporary-directory.js";
import { writerPortContract } from "./contract.js";

writerPortContract("writer", async () => {
  const { path, remove } = temporaryDirectory();
  const port = await createWriter({ directory: path, machine: "atlas" });
  return { port, remove: () => port.close().then(remove) };
});
