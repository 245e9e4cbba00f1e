export { type CoordinatorClient, openCoordinatorClient, type ResultsOptions, type SubmitOptions } from "./coordinator-client.js";
export { CLIENT_CODES } from "./errors.js";
export { type Connection, checkServiceUrl } from "./exchange.js";
export type { ServerEvent } from "./server-events.js";
export { type HttpWriterOptions, openHttpWriter } from "./writer-client.js";
