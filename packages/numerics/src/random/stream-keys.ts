// From what a stream belongs to, to its Philox key (IDENTITY 16 and 17; docs/decisions/0005-random-streams.md).
//
//   class key   32 bytes   SHA-256(["spikefarm random 1", class, seed, repeat or null, values or null])      one a trial and class
//   stream key  2 words    the first 8 bytes of SHA-256(class key ‖ [object, code, target, ordinal])          one a stream of it
//
// The texts are canonical JSON as UTF-8. `null` stands where a policy leaves something out: `repeat` under the policy "sweep", the values
// of the parameters unless it is "trial". Two hashes a trial and stream is what a sweep of millions pays: texts are put together of parts that
// are kept, and hashed without an allocation (key-hash.ts).

import { canonicalJson } from "../canonical-json.js";
import { utf8 } from "../sha256.js";
import { hashInPlace, paddedSize } from "./key-hash.js";

const DOMAIN = "spikefarm random 1";
const CLASS_KEY_SIZE_BYTES = 32;

/** What all streams of one class and trial share. */
export interface RandomScope {
  readonly class: string;
  readonly seed: number;
  readonly repeat: number;
  readonly policy: "trial" | "repeat" | "sweep";
  /** Of the parameters that are not derived, by name. */
  readonly values: Readonly<Record<string, number | string>>;
}

/** Which stream of its class. */
export interface StreamName {
  readonly object: string;
  readonly code: string;
  readonly target: string;
  readonly ordinal: number;
}

/** Two unsigned words: Philox's key. */
export type StreamKey = readonly [number, number];

/** 32 bytes. TypeError for a value that is not finite. */
export function classKey({ repeat, values, ...scope }: RandomScope): Uint8Array {
  return classKeys(scope, Object.keys(values))(repeat, (name) => values[name]!);
}

/** The class keys of trials that differ in their repeat and the values of `names`. */
export function classKeys(
  { class: name, seed, policy }: Omit<RandomScope, "repeat" | "values">,
  names: readonly string[],
): (repeat: number, valueIn: (name: string) => number | string) => Uint8Array {
  const start = canonicalJson([DOMAIN, name, seed]).slice(0, -1);
  if (policy !== "trial") return (repeat) => hashOfText(`${start},${policy === "sweep" ? "null" : repeat},null]`);
  const members = names.toSorted().map((each, index) => ({ name: each, label: `${index > 0 ? "," : ""}${canonicalJson(each)}:` }));
  return (repeat, valueIn) => {
    let text = `${start},${repeat},{`;
    for (const member of members) text += member.label + textOfValue(valueIn(member.name));
    return hashOfText(`${text}}]`);
  };
}

/** As canonical JSON has it. */
const textOfValue = (value: number | string): string => (Number.isFinite(value) ? String(value) : canonicalJson(value));

export function streamKey(ofClass: Uint8Array, stream: StreamName): StreamKey {
  const text = textOf(stream);
  const bytes = messageOf(CLASS_KEY_SIZE_BYTES + text.length);
  bytes.set(ofClass);
  bytes.set(text, CLASS_KEY_SIZE_BYTES);
  const digest = hashInPlace(bytes, CLASS_KEY_SIZE_BYTES + text.length);
  return [wordAt(digest, 0), wordAt(digest, 4)];
}

let message = new Uint8Array(1024);

/** Room for a message of so many bytes, which the next one takes again. */
function messageOf(length: number): Uint8Array {
  if (paddedSize(length) > message.length) message = new Uint8Array(2 * paddedSize(length));
  return message;
}

function hashOfText(text: string): Uint8Array {
  const bytes = messageOf(text.length);
  let isAscii = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    isAscii &&= code < 128;
    bytes[at] = code;
  }
  if (isAscii) return hashInPlace(bytes, text.length);
  const encoded = utf8(text);
  messageOf(encoded.length).set(encoded);
  return hashInPlace(message, encoded.length);
}

/** By stream: millions of trials ask for the same few. */
const keptTexts = new WeakMap<StreamName, Uint8Array>();

function textOf(stream: StreamName): Uint8Array {
  let bytes = keptTexts.get(stream);
  if (bytes === undefined) {
    const { object, code, target, ordinal } = stream;
    bytes = utf8(canonicalJson([object, code, target, ordinal]));
    keptTexts.set(stream, bytes);
  }
  return bytes;
}

const wordAt = (bytes: Uint8Array, place: number): number =>
  (bytes[place]! | (bytes[place + 1]! << 8) | (bytes[place + 2]! << 16) | (bytes[place + 3]! << 24)) >>> 0;
