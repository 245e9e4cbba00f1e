// What is known of a stream that text is shown on.

import type { Config } from "./config.js";

export interface Terminal {
  /** Columns; undefined for a file or a pipe, where nothing need fit, and for a terminal that says 0. */
  readonly width: number | undefined;
  readonly hasColor: boolean;
}

export const terminalOf = (stream: NodeJS.WriteStream, config: Config): Terminal => ({
  width: stream.isTTY === true ? stream.columns || undefined : undefined,
  hasColor: config.hasColor && stream.isTTY === true,
});
