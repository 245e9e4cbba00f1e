// The text of a document → its plain value. YAML 1.2 (core schema) or JSON, which is a subset of it and is read by itself (read-json.ts).
//
// Syntax errors, duplicate keys and YAML's traps (yaml-traps.ts) become diagnostics that point into the file. A text with such errors has
// no value: checks of half a document would only report their consequences. Two of them leave a whole document behind, whose other mistakes
// are then shown at once with these: of a key that is there twice the first value is checked, and a number that is not finite stays as a text
// of which nothing more is said (not-finite.ts).
//
// A hostile text must not hang or kill the process: its size and depth are limited before the parser sees it (nesting-depth.ts), and the
// number of values is limited after aliases are followed. Duplicates are looked for here, since the library's own search is quadratic.

import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument as parseYaml, type Scalar, type YAMLMap } from "yaml";
import { type Report, reportTo } from "../errors.js";
import { hasDeepNesting, MAX_DEPTH } from "./nesting-depth.js";
import { withoutNotFinite } from "./not-finite.js";
import { isUnsafeKey } from "./plain-value.js";
import { MAX_JSON_SIZE, readJson } from "./read-json.js";
import { reportSyntax } from "./syntax-errors.js";
import { reportScalarTraps, takesText } from "./yaml-traps.js";

const MAX_DOCUMENT_SIZE = 1024 * 1024;
/** More values than a document within the size limit can write out. */
const MAX_VALUES = 600_000;
/** Values that aliases may repeat: aliases of aliases grow without a bound of their own. */
const MAX_ALIASED_VALUES = 50_000;
/** Problems worth reading; each is located by a pass over the text. */
const MAX_PROBLEMS = 50;

/** The document's plain value (null, booleans, numbers, texts, lists, mappings); undefined where errors leave none that can be checked. */
export function parseDocument(text: string, diagnostics: DiagnosticList): unknown {
  const report = reportTo(diagnostics);
  const json = readJson(text, report);
  if (json.isJson) return json.value;
  if (text.length > MAX_DOCUMENT_SIZE) return reportSize(text.length, report);
  const source: SourceText = { path: "", text };
  if (hasDeepNesting(text)) return reportDepth(report);
  const document = parseYaml(text, { version: "1.2", schema: "core", uniqueKeys: false, prettyErrors: false });
  if (reportSyntax(source, document, report)) return undefined;
  if (document.contents === null) return report.error("", "DOCUMENT_EMPTY", "the document is empty", "start with model: and sweep:");
  return withoutNotFinite(new Reader(source, report).read(document), report);
}

function reportSize(size: number, report: Report): undefined {
  const message = `the document has ${size} characters; at most ${MAX_DOCUMENT_SIZE} are read, of JSON ${MAX_JSON_SIZE}`;
  report.error("", "DOCUMENT_TOO_LARGE", message, "name large arrays by file: data: { stim: { file: current.npy } }");
}

const reportDepth = (report: Report): undefined =>
  report.error(
    "",
    "DOCUMENT_TOO_DEEP",
    `values are nested more than ${MAX_DEPTH} deep`,
    "flatten the document, and check its brackets",
  ) as undefined;

/** Walks the syntax tree once. Anchors are known by the time an alias comes: both are in document order. */
class Reader {
  readonly #source: SourceText;
  readonly #report: Report;
  readonly #anchors = new Map<string, Node>();
  #valueCount = 0;
  #aliasedCount = 0;
  #openAliases = 0;
  #problemCount = 0;
  #hasErrors = false;
  #isStopped = false;

  constructor(source: SourceText, report: Report) {
    this.#source = source;
    this.#report = report;
  }

  read(document: Document.Parsed): unknown {
    const value = this.#value(document.contents, { depth: 0, isInFlow: false });
    return this.#hasErrors || this.#isStopped ? undefined : value;
  }

  #value(node: unknown, place: Place): unknown {
    if (this.#isStopped || node === null || node === undefined) return null;
    this.#valueCount++;
    if (this.#openAliases > 0) this.#aliasedCount++;
    if (place.depth > MAX_DEPTH || this.#hasTooManyValues || this.#problemCount > MAX_PROBLEMS) return this.#stop(place);
    if (isAlias(node)) return this.#alias(node.source, node.range, place);
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) this.#anchors.set(anchor, node as Node);
    if (isScalar(node)) return this.#scalar(node, place);
    const inside: Place = { depth: place.depth + 1, isInFlow: place.isInFlow || (node as { flow?: boolean }).flow === true };
    if (isSeq(node)) return node.items.map((item) => this.#value(item, inside));
    if (isMap(node)) return this.#mapping(node, inside);
    return null;
  }

  get #hasTooManyValues(): boolean {
    return this.#valueCount > MAX_VALUES || this.#aliasedCount > MAX_ALIASED_VALUES;
  }

  #stop(place: Place): undefined {
    this.#isStopped = true;
    if (place.depth > MAX_DEPTH) reportDepth(this.#report);
    else if (this.#hasTooManyValues) {
      const message = `the document has more than ${MAX_VALUES} values, or its aliases repeat more than ${MAX_ALIASED_VALUES}`;
      this.#report.error("", "DOCUMENT_TOO_LARGE", message, "use fewer aliases of aliases");
    }
  }

  #alias(name: string, range: Range, place: Place): unknown {
    const target = this.#anchors.get(name);
    if (target !== undefined) return this.#aliased(target, { ...place, depth: place.depth + 1 });
    return this.#error(
      range,
      "YAML_ALIAS",
      `*${name} refers to an anchor that is not there`,
      `if it is text, put it in quotes: "*${name}"`,
    );
  }

  #aliased(target: Node, place: Place): unknown {
    this.#openAliases++;
    const value = this.#value(target, place);
    this.#openAliases--;
    return value;
  }

  #scalar(node: Scalar, place: Place): unknown {
    this.#hasTrap(node, { ...place, isKey: false });
    if (typeof node.value === "number" && !Number.isFinite(node.value)) {
      this.#tell(node.range, "DOCUMENT_VALUE", `${node.source} is not a finite number`, "write a number below 1.8e308");
    }
    return node.value;
  }

  #mapping(map: YAMLMap, place: Place): unknown {
    const entries = new Map<string, unknown>();
    for (const { key, value } of map.items) {
      const name = this.#key(key, place);
      if (name === undefined) continue;
      const range = (key as Scalar).range;
      if (entries.has(name)) {
        this.#tell(range, "YAML_DUPLICATE_KEY", `"${name}" is here twice`, "remove or rename one of them");
        this.#value(value, place); // its own mistakes
      } else if (takesText(name) && isMap(value) && value.range) {
        const first = value.items[0]?.key;
        const at = isScalar(first) ? first.range : value.range;
        this.#error(at, "YAML_UNQUOTED_TEXT", `the text of "${name}" was read as a mapping`, quoteHelp(name));
        entries.set(name, null);
      } else entries.set(name, this.#value(value, place));
    }
    return Object.fromEntries(entries);
  }

  #key(key: unknown, place: Place): string | undefined {
    if (!isScalar(key) || key.value === null) {
      const range = (key as { range?: Range } | null)?.range;
      return this.#error(range, "DOCUMENT_VALUE", "a key must be a text", "write NAME: value");
    }
    const name = typeof key.value === "string" ? key.value : String(key.source ?? key.value);
    if (isUnsafeKey(name)) return this.#error(key.range, "DOCUMENT_KEY_UNSAFE", `the key "${name}" is refused`, "rename it");
    if (typeof key.value === "string" && this.#hasTrap(key, { ...place, isKey: true })) return undefined;
    if (key.type === "PLAIN" && name.includes("=")) {
      return this.#error(key.range, "YAML_UNQUOTED_TEXT", `the text "${name}: …" was read as a key and a value`, quoteHelp("equations"));
    }
    return name;
  }

  #hasTrap(node: Scalar, place: Place & { readonly isKey: boolean }): boolean {
    const trap = reportScalarTraps(this.#source, node, place, this.#report);
    if (trap !== undefined) this.#problemCount++;
    if (trap === "error") this.#hasErrors = true;
    return trap === "error";
  }

  #error(range: Range, ...problem: Problem): undefined {
    this.#hasErrors = true;
    this.#tell(range, ...problem);
  }

  /** Of what leaves a value to be checked. */
  #tell(range: Range, ...problem: Problem): void {
    if (++this.#problemCount > MAX_PROBLEMS) return;
    const [start, end] = range ?? [0, 0];
    this.#report.errorIn(this.#source, { start, end }, ...problem);
  }
}

type Problem = [code: Parameters<Report["error"]>[1], message: string, help: string];
interface Place {
  readonly depth: number;
  readonly isInFlow: boolean;
}
type Range = readonly [number, number, number] | null | undefined;

const quoteHelp = (key: string): string => `put it in quotes (${key}: "…"), or on lines of its own below ${key}: |`;
