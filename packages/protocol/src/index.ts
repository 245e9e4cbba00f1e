export { allSweeps } from "./all-sweeps.js";
export type { Block, BlockColumn, Provenance } from "./block.js";
export { decodeBlock, encodeBlock } from "./block-codec.js";
export { CodedError, type ErrorDetails } from "./coded-error.js";
export { type CellValue, type Column, type ColumnData, type ElementKind, type Elements, STATUS_NAMES, TrialStatus } from "./column.js";
export { cellAt, concatColumns, emptyColumn, rowCount, sliceColumn } from "./column-data.js";
export { crc32 } from "./crc32.js";
export { type Diagnostic, DiagnosticList, formatDiagnostic, type SourceText, type Span } from "./diagnostic.js";
export { PROTOCOL_CODES } from "./errors.js";
export { granuleCount, granuleOf, granuleRange, type SizedPart, splitByGranule, type TrialRange } from "./granule.js";
export {
  AGGREGATE_POINTS,
  type Aggregate,
  type FailedTrial,
  HEARTBEAT_SECONDS,
  type PlanSummary,
  type Problem,
  type SweepDetail,
  type SweepPage,
  type SweepSummary,
  type WorkerAnnouncement,
  type WorkerAnswer,
  type WorkerSummary,
} from "./http-api.js";
export { isSweepId, makeSweepId, type SweepId, type TaskId, taskIdOf } from "./ids.js";
export { decodeRow, encodeRow } from "./row-codec.js";
export { sliceBlock } from "./slice-block.js";
export { entryOf, type PartRecord, type SweepEntry, type SweepFailure, type SweepRecord, type SweepState } from "./sweep-record.js";
export type { Task, TaskOutcome, TaskProgress } from "./task.js";
export { type PointAndRepeat, pointAndRepeatOf, structureSize, trialCount, trialOf } from "./trial-order.js";
export { BLOCK_BODY_LIMIT_BYTES, NUMERICS_VERSION, PROTOCOL_VERSION } from "./versions.js";
export type { CommitReceipt, Row, RowQuery, StandingState, SweepQuery, TrialCounts, WriterPort } from "./writer-port.js";
