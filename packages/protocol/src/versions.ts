/** Version of every bit that a trial's result rests on: functions, integrators, random streams. A change makes old and new results incomparable (IDENTITY 21). */
export const NUMERICS_VERSION = 4;
/** Version of the messages between services and of the block format. */
export const PROTOCOL_VERSION = 3;
/** What the writer takes as one block: the outputs of one trial at most (IDENTITY 12), and what is around them. */
export const BLOCK_BODY_LIMIT_BYTES = 65 << 20;
