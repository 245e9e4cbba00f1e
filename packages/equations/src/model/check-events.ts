// What happens in a group besides its spikes:
//
//   events: { NAME: "condition" | { condition, code, when, order } }                  custom events, and what they set
//   every:  { code, dt, when, order } | list of such | { NAME: { code, … } }           statements at regular times

import type { DiagnosticList } from "@spikefarm/protocol";
import type { CheckedEvent, CheckedEvery, Expression, Slot, Statement } from "../checked-model.js";
import { reportAt } from "../errors.js";
import { MAX_EVENTS } from "../limits.js";
import { checkName } from "../names/check-name.js";
import { nearestName } from "../names/nearest.js";
import { reservationOf } from "../names/reserved-names.js";
import { SLOTS } from "../names/slots.js";
import { checkCondition } from "./check-conditions.js";
import type { ParameterTable } from "./check-parameters.js";
import { checkStatements, type GroupTexts } from "./check-statements.js";
import { checkPeriod } from "./check-times.js";
import { checkKeys, entryOf, isMapping, type Mapping, quote, readMapping, readText } from "./document-value.js";

interface EventsContext {
  readonly path: string;
  readonly texts: GroupTexts;
}

/** The sound events, and the names of all. */
export function checkEvents(
  value: unknown,
  { path, texts }: EventsContext,
  diagnostics: DiagnosticList,
): { readonly events: readonly CheckedEvent[]; readonly names: ReadonlySet<string> } {
  const mapping = readMapping(value, path, diagnostics) ?? {};
  const names = Object.keys(mapping);
  if (names.length > MAX_EVENTS) {
    reportAt(diagnostics, path, "EQUATIONS_LIMIT", `a group has at most ${MAX_EVENTS} events, not ${names.length}`);
    return { events: [], names: new Set(names) };
  }
  const events = names.flatMap((name) => {
    const place = `${path}.${name}`;
    const isNamed = checkName(name, eventReservationOf, { path: place }, diagnostics);
    const event = checkEvent({ name, path: place, value: mapping[name] }, texts, diagnostics);
    return isNamed && event !== undefined ? [event] : [];
  });
  return { events, names: new Set(names) };
}

const eventReservationOf = (name: string): string | undefined =>
  name === "spike" ? "the event of a group's threshold" : reservationOf(name);

function checkEvent(
  entry: { readonly name: string; readonly path: string; readonly value: unknown },
  texts: GroupTexts,
  diagnostics: DiagnosticList,
): CheckedEvent | undefined {
  const { name, path, value } = entry;
  const mapping: Mapping = isMapping(value) ? value : { condition: value };
  const at = isMapping(value) ? `${path}.condition` : path;
  if (isMapping(value)) checkKeys(mapping, path, { known: ["condition", "code", "when", "order"] }, diagnostics);
  const given = entryOf(mapping, "condition") ?? undefined;
  if (given === undefined) {
    reportAt(diagnostics, path, "MODEL_MISSING_KEY", `the event ${name} has no condition`, "add condition:, as in v > 10*mV");
  }
  const what = "an event";
  const condition =
    given === undefined ? undefined : checkCondition({ what, code: `event ${name}`, value: given, path: at }, texts, diagnostics);
  const code = entryOf(mapping, "code") ?? undefined;
  const statements = code === undefined ? [] : readStatements(code, { path, texts, code: `on ${name}`, maySetShared: false }, diagnostics);
  const schedule = checkSchedule(mapping, path, "after_resets", diagnostics);
  return condition && { name, condition, statements, ...schedule };
}

export function checkEvery(
  value: unknown,
  context: EventsContext & { readonly parameters: ParameterTable; readonly dt: Expression | undefined },
  diagnostics: DiagnosticList,
): readonly CheckedEvery[] {
  if (value === undefined || value === null) return [];
  const { path } = context;
  const items = listEvery(value, path, diagnostics);
  if (items.length > MAX_EVENTS) {
    reportAt(diagnostics, path, "EQUATIONS_LIMIT", `a group has at most ${MAX_EVENTS} of these, not ${items.length}`);
    return [];
  }
  return items.flatMap((item) => checkRegular(item, context, diagnostics) ?? []);
}

interface EveryItem {
  readonly name: string;
  readonly path: string;
  readonly value: Mapping;
}

/** The three ways of writing `every`, as one list. */
function listEvery(value: unknown, path: string, diagnostics: DiagnosticList): readonly EveryItem[] {
  const read = (name: string, place: string, item: unknown): readonly EveryItem[] => {
    const mapping = isMapping(item) ? item : reportAt(diagnostics, place, "MODEL_VALUE", "this must be a mapping", EVERY_FORM);
    return mapping === undefined ? [] : [{ name, path: place, value: mapping }];
  };
  if (Array.isArray(value)) return value.flatMap((item, index) => read(`every_${index}`, `${path}.${index}`, item));
  if (!isMapping(value)) return read("every", path, value);
  const names = Object.keys(value);
  const isNamed = names.length > 0 && !Object.hasOwn(value, "code") && names.every((name) => isMapping(value[name]));
  if (!isNamed) return read("every", path, value);
  return names.flatMap((name) => {
    const place = `${path}.${name}`;
    return checkName(name, reservationOf, { path: place }, diagnostics) ? read(name, place, value[name]) : [];
  });
}

const EVERY_FORM = 'write it as in every: { dt: 10*ms, code: "v += 1*mV" }';

function checkRegular(
  { name, path, value }: EveryItem,
  context: Parameters<typeof checkEvery>[1],
  diagnostics: DiagnosticList,
): CheckedEvery | undefined {
  checkKeys(value, path, { known: ["code", "dt", "when", "order"] }, diagnostics);
  const code = entryOf(value, "code") ?? undefined;
  if (code === undefined) reportAt(diagnostics, path, "MODEL_MISSING_KEY", "there is no code to run", EVERY_FORM);
  const { texts } = context;
  const statements =
    code === undefined ? [] : readStatements(code, { path, texts, code: `every ${name}`, maySetShared: true }, diagnostics);
  const given = entryOf(value, "dt") ?? undefined;
  const dt = given === undefined ? undefined : checkPeriod({ what: "dt", value: given, path: `${path}.dt` }, context, diagnostics);
  const schedule = checkSchedule(value, path, "start", diagnostics);
  return { name, statements, ...(dt && { dt }), ...schedule };
}

function readStatements(
  value: unknown,
  of: { readonly path: string; readonly texts: GroupTexts; readonly code: string; readonly maySetShared: boolean },
  diagnostics: DiagnosticList,
): readonly Statement[] {
  const source = readText(value, `${of.path}.code`, diagnostics);
  return source === undefined ? [] : checkStatements(source, { ...of.texts, code: of.code, maySetShared: of.maySetShared }, diagnostics);
}

function checkSchedule(
  mapping: Mapping,
  path: string,
  usual: Slot,
  diagnostics: DiagnosticList,
): { readonly when: Slot; readonly order: number } {
  const when = entryOf(mapping, "when") ?? usual;
  const slot = SLOTS.find((known) => known === when);
  if (slot === undefined) {
    const nearest = typeof when === "string" ? nearestName(when, SLOTS) : undefined;
    const help =
      nearest === undefined
        ? "the slots are start, groups, thresholds, synapses, resets and end, each with before_ and after_"
        : `did you mean ${nearest}?`;
    reportAt(diagnostics, `${path}.when`, "MODEL_VALUE", `${quote(when)} is not a slot of the step`, help);
  }
  const order = entryOf(mapping, "order") ?? 0;
  const isOrder = typeof order === "number" && Number.isInteger(order) && Math.abs(order) <= MAX_ORDER;
  if (!isOrder) reportAt(diagnostics, `${path}.order`, "MODEL_VALUE", `order is a whole number, not ${quote(order)}`, "less runs earlier");
  return { when: slot ?? usual, order: isOrder ? order : 0 };
}

/** Of code within a slot, either sign. */
const MAX_ORDER = 1_000_000;
