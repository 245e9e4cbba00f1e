export type { CompiledGroup, CompiledModel, CompileOptions } from "./compiled-model.js";
