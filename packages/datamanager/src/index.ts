export type { CommitResult } from "./committer.js";
export type { DataEvent, DataLog } from "./data-event.js";
export { type DataManager, type DataManagerOptions, openDataManager } from "./data-manager.js";
export { DATAMANAGER_CODES } from "./errors.js";
export { exportArrow } from "./export/export-arrow.js";
export { exportCsv } from "./export/export-csv.js";
export { exportJson } from "./export/export-json.js";
export { announceUrl, findHolderUrl } from "./holder-url.js";
export type { Delivery } from "./plan-delivery.js";
