export { type Announcer, announcer } from "./announce.js";
export { createWorker, type Worker, type WorkerLog, type WorkerOptions } from "./app.js";
export { WORKER_CODES, type WorkerCode } from "./errors.js";
export { type ModuleRegistry, openModules } from "./modules/open-modules.js";
export { type NativeSettings, readNativeSettings } from "./native-compiler.js";
export { type ObservedTrial, observeTrial } from "./observe-trial.js";
export { openSuspects, type Suspects } from "./suspects.js";
export type { ModuleRandom } from "./thread/module-random.js";
export type { TrialContext } from "./thread/trial-calls.js";
