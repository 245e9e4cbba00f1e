import { createWriter } from "@spikefarm/writer";
import { writerPortContract } from "./contract.js";

writerPortContract("writer", (directory) => createWriter({ directory, machine: "atlas" }));
