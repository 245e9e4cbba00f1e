export type { DataEvent, DataLog } from "./data-event.js";
export { type CommitResult, type DataManager, type DataManagerOptions, type Delivery, openDataManager } from "./data-manager.js";
export { DATAMANAGER_CODES } from "./errors.js";
export { exportCsv } from "./export/export-csv.js";
export { exportJson } from "./export/export-json.js";
