// How much a model may hold. Each limit keeps a hostile or mistaken document from costing more than a moment.

/** UTF-16 units of one text. */
export const MAX_TEXT_LENGTH = 65_536;
/** Levels of an expression's tree, chains of operators included. */
export const MAX_DEPTH = 200;
/** Levels of an expression after its subexpressions are put in. */
export const MAX_INLINED_DEPTH = 1_000;
/** Nodes of an expression after its subexpressions are put in. */
export const MAX_INLINED_NODES = 20_000;
/** The same of all texts of a group together. */
export const MAX_INLINED_NODES_OF_GROUP = 200_000;
export const MAX_NAME_LENGTH = 64;
export const MAX_PARAMETERS = 1_000;
export const MAX_GROUPS = 100;
export const MAX_OUTPUTS = 1_000;
/** Events of a group, and pieces of its regular code. */
export const MAX_EVENTS = 100;
export const MAX_INPUTS = 1_000;
/** Spikes that inputs hold, of one input. */
export const MAX_INPUT_SPIKES = 10_000_000;
/** Sources of one element of a Poisson input. */
export const MAX_POISSON_SOURCES = 1_000_000_000;
/** Equations of a group, or statements of a reset. */
export const MAX_DEFINITIONS = 500;
export const MAX_GROUP_SIZE = 100_000_000;
/** Values of an `initial` array or axis. */
export const MAX_INITIAL_VALUES = 100_000;
/** Numbers that the document may let one output of a trial hold: 64 MiB of them (IDENTITY 12). */
export const MAX_OUTPUT_MAX = 8_388_608;
/** Numbers in one output of a trial, where the document does not say how many. */
export const DEFAULT_OUTPUT_MAX = 1_000_000;
/** Different characters of a text that are none of the language's, and are each reported. */
export const MAX_REPORTED_CHARACTERS = 20;
/** Digits of a number. */
export const MAX_DIGITS = 400;
/** Decimal exponent of a literal, either sign (IDENTITY 1). */
export const MAX_EXPONENT = 400;
/** Integer powers up to this are computed exactly, and by repeated multiplication (IDENTITY 1). */
export const MAX_EXACT_POWER = 64;
/** Bits of the numerator or denominator of a constant while it is computed. */
export const MAX_EXACT_BITS = 4_096;
/** Diagnostics of a model that come with a search for the nearest name. */
export const MAX_SUGGESTIONS = 100;
/** Numerators and denominators of the powers in a dimension. */
export const MAX_DIMENSION_POWER = 1_000;
