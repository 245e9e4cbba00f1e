import { openDataManager } from "@spikefarm/datamanager";
import { temporaryDirectory } from "../../datamanager/temporary-directory.js";
import { writerPortContract } from "./contract.js";

writerPortContract("data manager", async () => {
  const { path, remove } = temporaryDirectory();
  const port = await openDataManager({ directory: path, machine: "atlas" });
  return { port, remove: () => port.close().then(remove) };
});
