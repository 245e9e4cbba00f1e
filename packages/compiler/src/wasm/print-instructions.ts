// A function's body as text. Instructions are known by opcodes.ts, and their text follows from their names there: f64x2Add is f64x2.add,
// i64TruncSatF64U is i64.trunc_sat_f64_u, brIf is br_if. What follows an instruction in the bytes is told by its name, too.

import type { ByteReader } from "./byte-reader.js";
import { OPCODES } from "./opcodes.js";

type Instruction = keyof typeof OPCODES;

/** Until the body ends; each line is indented by `indent` and the blocks around it. */
export function printInstructions(body: ByteReader, indent: string): string {
  const lines: string[] = [];
  for (let depth = 0; !body.isAtEnd; ) {
    const instruction = readInstruction(body);
    if (instruction === "end") depth--;
    // The body's own end is the closing parenthesis.
    if (depth < 0) break;
    lines.push(`${indent}${"  ".repeat(depth)}${textOf(instruction)}${operandsOf(instruction, body)}\n`);
    if (BLOCKS.has(instruction)) depth++;
  }
  return lines.join("");
}

const BLOCKS: ReadonlySet<Instruction> = new Set<Instruction>(["block", "loop", "if"]);

const INSTRUCTIONS = new Map(Object.entries(OPCODES).map(([name, bytes]) => [bytes.join(), name as Instruction]));
const LONGEST = Math.max(...Object.values(OPCODES).map((bytes) => bytes.length));

function readInstruction(body: ByteReader): Instruction {
  const bytes: number[] = [];
  while (bytes.length < LONGEST) {
    bytes.push(body.byte());
    const found = INSTRUCTIONS.get(bytes.join());
    if (found !== undefined) return found;
  }
  throw new Error(`no instruction of ours begins with ${bytes.join(" ")}`);
}

/** The part before the first capital stands before the dot, where it is a type or `local`. */
function textOf(instruction: Instruction): string {
  const [, prefix, rest] = /^(i8x16|i16x8|i32x4|i64x2|f32x4|f64x2|v128|i32|i64|f64|local)([A-Z].*)$/.exec(instruction) ?? [];
  return prefix === undefined ? snakeCase(instruction) : `${prefix}.${snakeCase(rest!)}`;
}

const snakeCase = (text: string): string =>
  text.replace(/[A-Z]/g, (capital, at: number) => `${at === 0 ? "" : "_"}${capital.toLowerCase()}`);

const VECTOR_SIZE_BYTES = 16;

function operandsOf(instruction: Instruction, body: ByteReader): string {
  switch (instruction) {
    case "localGet":
    case "localSet":
    case "localTee":
    case "br":
    case "brIf":
    case "call":
      return ` ${body.unsigned()}`;
    case "i32Const":
    case "i64Const":
      return ` ${body.signed()}`;
    case "f64Const":
      return ` ${doubleText(body.bytes(Float64Array.BYTES_PER_ELEMENT))}`;
    case "v128Const":
      return vectorText(body.bytes(VECTOR_SIZE_BYTES));
    case "i8x16Shuffle":
      return ` ${[...body.bytes(VECTOR_SIZE_BYTES)].join(" ")}`;
    default:
      if (/(Load|Store)/.test(instruction)) return accessText(instruction, body);
      return instruction.endsWith("Lane") ? ` ${body.byte()}` : "";
  }
}

/** Alignments are the natural ones, which go without saying. */
function accessText(instruction: Instruction, body: ByteReader): string {
  body.unsigned();
  const offset = body.unsigned();
  return `${offset === 0 ? "" : ` offset=${offset}`}${instruction.endsWith("Lane") ? ` ${body.byte()}` : ""}`;
}

/** The shortest decimal that is read back as the double. NaN is the canonical one. */
function doubleText(bytes: Uint8Array<ArrayBuffer>): string {
  const value = new DataView(bytes.buffer).getFloat64(0, true);
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0" : String(value);
}

const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** As doubles where both are numbers that somebody would write; else as words. */
function vectorText(bytes: Uint8Array<ArrayBuffer>): string {
  const view = new DataView(bytes.buffer);
  const numbers = [view.getFloat64(0, true), view.getFloat64(8, true)];
  const areNumbers = numbers.every((value) => value === 0 || (Math.abs(value) >= SMALLEST_NORMAL && !Number.isNaN(value)));
  if (areNumbers) return ` f64x2 ${doubleText(bytes.slice(0, 8))} ${doubleText(bytes.slice(8))}`;
  const words = [0, 4, 8, 12].map((at) => `0x${view.getUint32(at, true).toString(16).padStart(8, "0")}`);
  return ` i32x4 ${words.join(" ")}`;
}
