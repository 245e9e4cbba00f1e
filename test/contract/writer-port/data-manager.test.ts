import { openDataManager } from "@spikefarm/datamanager";
import { writerPortContract } from "./contract.js";

writerPortContract("data manager", (directory) => openDataManager({ directory, machine: "atlas" }));
