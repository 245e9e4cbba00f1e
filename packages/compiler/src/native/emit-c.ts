// A program as C: the same `run` as the WebAssembly kernel (abi.ts), on the same memory, with the processor's widest vectors.
//
//   int run(memory, table, firstBlock, blocks, firstStep, steps)
//   int first_broken(memory, table, blocks)      the first block that breaks an assumption, or `blocks`; asked once before the first run
//   int slots_in_block(void)
//
// The shape is the WebAssembly emitter's: what is uniform, then for each block its arrays and what is fixed for a slot, its states, the steps,
// its states again. A node is one variable a vector of the block (n12_0, n12_1, …), or one for all where it does not depend on the slot; the C
// compiler allocates registers. Nothing here may change a bit: no operation is fused, reordered or left out (flags.ts).

import {
  ENTRIES_PER_TABLE,
  EVENT_ENTRIES,
  OCCURRENCE_SIZE_BYTES,
  STOPPED_BY,
  TABLE_COUNTS,
  TABLE_FIRST_SPIKES,
  TABLE_STOP,
  TABLE_UNIFORMS,
  type TablePlaces,
  TRACE_ENTRIES,
  tablePlaces,
} from "../abi.js";
import type { KernelLayout } from "../compiled-model.js";
import { type LiveNodes, liveNodes } from "../ir/live-nodes.js";
import type { Node, Program } from "../ir/program.js";
import { nodeInC, typeInC, ZERO } from "./node-in-c.js";
import { PRELUDE } from "./prelude.js";
import { RANDOM_PRELUDE } from "./random-prelude.js";

/** `interleave` vectors advance together. */
export function emitC(program: Program, layout: KernelLayout, interleave: number): string {
  const live = liveNodes(program);
  const needsMore = [...live.always, ...live.sampled].some((id) => BEYOND_ARITHMETIC.has(program.nodes[id]!.operation));
  return `${PRELUDE}${needsMore ? RANDOM_PRELUDE : ""}${new CEmitter(program, layout, live, interleave).emit()}`;
}

const BEYOND_ARITHMETIC: ReadonlySet<Node["operation"]> = new Set(["words", "philox", "lookup"]);

class CEmitter {
  readonly #program: Program;
  readonly #layout: KernelLayout;
  readonly #vectors: readonly number[];
  readonly #live: LiveNodes;
  readonly #places: TablePlaces;
  readonly #stateOf: ReadonlyMap<number, number>;
  readonly #countsSpikes: boolean;
  readonly #lines: string[] = [];

  constructor(program: Program, layout: KernelLayout, live: LiveNodes, interleave: number) {
    this.#program = program;
    this.#layout = layout;
    this.#vectors = [...Array(interleave).keys()];
    this.#live = live;
    this.#places = tablePlaces(layout);
    this.#countsSpikes = program.nodes[program.spike]!.operation !== "false";
    this.#stateOf = new Map(program.nodes.flatMap(({ input }, id) => (input?.kind === "state" ? [[id, input.index] as const] : [])));
  }

  emit(): string {
    this.#line(`enum { BLOCK = ${this.#vectors.length} * WIDTH };`);
    this.#line("int slots_in_block(void) { return BLOCK; }");
    this.#firstBroken();
    this.#line("int run(unsigned char *memory, u32 table, int block, int blocks, double first_step, int steps) {");
    this.#pointers();
    this.#buffers();
    this.#line(`i64 *counts = (i64 *)(memory + at[${TABLE_COUNTS}]);`);
    this.#line(`double *first_spikes = (double *)(memory + at[${TABLE_FIRST_SPIKES}]);`);
    this.#compute((node) => !node.dependsOnSlot && node.rate === "call");
    this.#line("for (; block < blocks; block++) {");
    this.#line("const i64 offset = (i64)block * BLOCK;");
    this.#checkRoom();
    this.#compute((node) => node.dependsOnSlot && node.rate === "call");
    this.#load();
    this.#steps();
    this.#store();
    this.#line("}");
    this.#leave();
    this.#line("}");
    return `${this.#lines.join("\n")}\n`;
  }

  #line(text: string): void {
    this.#lines.push(text);
  }

  /** The variable of a node in a vector. */
  #name(id: number, vector: number): string {
    const state = this.#stateOf.get(id);
    if (state !== undefined) return `s${state}_${vector}`;
    const { dependsOnSlot, value } = this.#program.nodes[id]!;
    if (Object.is(value, 0)) return ZERO;
    return dependsOnSlot ? `n${id}_${vector}` : `n${id}`;
  }

  #compute(isWanted: (node: Node) => boolean): void {
    for (const id of this.#live.always) if (isWanted(this.#program.nodes[id]!)) this.#define(id, true);
  }

  /** Its variables are declared here, unless they have been before. */
  #define(id: number, isDeclared: boolean): void {
    const node = this.#program.nodes[id]!;
    if (this.#stateOf.has(id) || Object.is(node.value, 0)) return;
    for (const vector of node.dependsOnSlot ? this.#vectors : [0]) {
      const type = isDeclared ? `const ${typeInC(node)} ` : "";
      const names = node.arguments.map((argument) => this.#name(argument, vector));
      this.#line(`${type}${this.#name(id, vector)} = ${nodeInC(node, names, vector)};`);
    }
  }

  #pointers(): void {
    const { arrays, states } = this.#layout;
    this.#line("u32 *at = (u32 *)(memory + table);");
    this.#line(`const double *uniforms = (const double *)(memory + at[${TABLE_UNIFORMS}]);`);
    [...arrays, ...states].forEach((_, index) => {
      this.#line(`double *array${index} = (double *)(memory + at[${this.#places.arrays + index}]);`);
    });
    this.#layout.tables.forEach((_, index) => {
      const at = this.#places.tables + ENTRIES_PER_TABLE * index;
      this.#line(`const double *table${index} = (const double *)(memory + at[${at}]);`);
      this.#line(`const u32 last${index} = at[${at + 1}];`);
    });
  }

  /** Where the recordings of events and traces go. */
  #buffers(): void {
    this.#program.recorded.forEach((_, index) => {
      this.#line(`u32 event${index} = at[${this.#eventAt(index) + EVENT_ENTRIES.next}];`);
    });
    this.#program.traced.forEach((_, index) => {
      const at = this.#traceAt(index);
      this.#line(`u32 trace${index} = at[${at + TRACE_ENTRIES.next}];`);
      this.#line(`const double *schedule${index} = (const double *)(memory + at[${at + TRACE_ENTRIES.schedule}]);`);
      this.#line(`const u32 *flags${index} = (const u32 *)(memory + at[${at + TRACE_ENTRIES.flags}]);`);
    });
  }

  /** Stops before a block that a buffer has no room for. */
  #checkRoom(): void {
    const events = this.#program.recorded.map(
      (_, index) =>
        `at[${this.#eventAt(index) + EVENT_ENTRIES.end}] - event${index} < (u32)steps * (BLOCK * ${OCCURRENCE_SIZE_BYTES}u) + ${OCCURRENCE_SIZE_BYTES}u`,
    );
    const traces = this.#program.traced.map((_, index) => {
      const at = this.#traceAt(index);
      return `(flags${index}[block] && at[${at + TRACE_ENTRIES.end}] - trace${index} < at[${at + TRACE_ENTRIES.blockSizeBytes}])`;
    });
    if (events.length + traces.length === 0) return;
    this.#line(`if (${[...events, ...traces].join(" || ")}) {`);
    this.#line(`at[${TABLE_STOP}] = ${STOPPED_BY.buffer};`);
    this.#leave();
    this.#line("}");
    this.#program.traced.forEach((_, index) => {
      this.#line(`double due${index} = flags${index}[block] ? schedule${index}[0] : __builtin_inf();`);
    });
  }

  #leave(): void {
    this.#program.recorded.forEach((_, index) => {
      this.#line(`at[${this.#eventAt(index) + EVENT_ENTRIES.next}] = event${index};`);
    });
    this.#program.traced.forEach((_, index) => {
      this.#line(`at[${this.#traceAt(index) + TRACE_ENTRIES.next}] = trace${index};`);
    });
    this.#line("return block;");
  }

  #eventAt(index: number): number {
    return this.#places.events + EVENT_ENTRIES.count * index;
  }

  #traceAt(index: number): number {
    return this.#places.traces + TRACE_ENTRIES.count * index;
  }

  /** Assumptions rest on what is fixed for a slot, so they hold for all steps or for none. */
  #firstBroken(): void {
    const masks = this.#program.assumptions.flatMap((id) =>
      (this.#program.nodes[id]!.dependsOnSlot ? this.#vectors : [0]).map((vector) => this.#name(id, vector)),
    );
    this.#line("int first_broken(unsigned char *memory, u32 table, int blocks) {");
    if (masks.length > 0) {
      this.#pointers();
      this.#compute((node) => !node.dependsOnSlot && node.rate === "call");
      this.#line("for (int block = 0; block < blocks; block++) {");
      this.#line("const i64 offset = (i64)block * BLOCK;");
      this.#compute((node) => node.dependsOnSlot && node.rate === "call");
      this.#line(`if (bitsOf(${masks.join(" & ")}) != EVERY) return block;`);
      this.#line("}");
    }
    this.#line("return blocks;");
    this.#line("}");
  }

  #load(): void {
    const { arrays, states, recordings } = this.#layout;
    for (const vector of this.#vectors) {
      states.forEach((_, index) => {
        this.#line(`V s${index}_${vector} = load(array${arrays.length + index} + offset + ${vector} * WIDTH);`);
      });
      if (this.#countsSpikes) this.#line(`M count_${vector} = loadCounts(counts + offset + ${vector} * WIDTH);`);
      if (recordings.firstSpike) this.#line(`V first_${vector} = load(first_spikes + offset + ${vector} * WIDTH);`);
    }
  }

  #store(): void {
    const { arrays, states, recordings } = this.#layout;
    for (const vector of this.#vectors) {
      states.forEach((_, index) => {
        this.#line(`store(array${arrays.length + index} + offset + ${vector} * WIDTH, s${index}_${vector});`);
      });
      if (this.#countsSpikes) this.#line(`storeCounts(counts + offset + ${vector} * WIDTH, count_${vector});`);
      if (recordings.firstSpike) this.#line(`store(first_spikes + offset + ${vector} * WIDTH, first_${vector});`);
    }
  }

  #steps(): void {
    const pairs = this.#live.always.filter((id) => this.#program.nodes[id]!.rate === "pair");
    const conditional = this.#live.always.filter((id) => this.#program.nodes[id]!.onlyWhere !== undefined);
    for (const id of [...pairs, ...conditional]) {
      const node = this.#program.nodes[id]!;
      for (const vector of node.dependsOnSlot ? this.#vectors : [0]) this.#line(`${typeInC(node)} ${this.#name(id, vector)} = {0};`);
    }
    this.#line("double step = first_step;");
    this.#line("u64 number = (u64)first_step;");
    this.#line("for (int k = 0; k < steps; k++, step += 1, number++) {");
    this.#line("const int odd = number & 1;");
    if (pairs.length > 0) {
      this.#line("if (k == 0 || !odd) {");
      for (const id of pairs) this.#define(id, false);
      this.#line("}");
    }
    this.#computeInSections(this.#live.always.filter((id) => this.#program.nodes[id]!.rate === "step"));
    this.#recordEvents();
    this.#sampleTraces();
    this.#replaceStates();
    this.#line("}");
  }

  /** Nodes of one condition stand together, behind one branch. */
  #computeInSections(ids: readonly number[]): void {
    let open: number | undefined;
    for (const id of ids) {
      const { onlyWhere } = this.#program.nodes[id]!;
      if (onlyWhere !== open) {
        if (open !== undefined) this.#line("}");
        if (onlyWhere !== undefined) this.#line(`if (bitsOf(${this.#name(onlyWhere, 0)}) != 0) {`);
        open = onlyWhere;
      }
      this.#define(id, onlyWhere === undefined);
    }
    if (open !== undefined) this.#line("}");
  }

  /** A lane that spikes is −1, so subtracting the condition counts it. */
  #recordEvents(): void {
    const { spike, recorded } = this.#program;
    const namesOf = (id: number) => this.#vectors.map((vector) => this.#name(id, vector));
    if (this.#countsSpikes) for (const vector of this.#vectors) this.#line(`count_${vector} -= ${namesOf(spike)[vector]};`);
    if (this.#countsSpikes && this.#layout.recordings.firstSpike) {
      this.#whereAny(namesOf(spike), (happens, vector) => {
        const isFirst = `${happens} & lessThan(splat(step), first_${vector})`;
        this.#line(`first_${vector} = selectOf(${isFirst}, splat(step), first_${vector});`);
      });
    }
    recorded.forEach((event, index) => {
      this.#whereAny(namesOf(event), (happens, vector) => {
        this.#line(`for (u32 bits = bitsOf(${happens}); bits != 0; bits &= bits - 1) {`);
        this.#line(`u32 *entry = (u32 *)(memory + event${index});`);
        this.#line("entry[0] = (u32)k;");
        this.#line(`entry[1] = (u32)offset + ${vector} * WIDTH + (u32)__builtin_ctz(bits);`);
        this.#line(`event${index} += ${OCCURRENCE_SIZE_BYTES};`);
        this.#line("}");
      });
    });
  }

  /** Behind a branch: events are rare. */
  #whereAny(conditions: readonly string[], record: (happens: string, vector: number) => void): void {
    this.#line(`if (__builtin_expect(bitsOf(${conditions.join(" | ")}) != 0, 0)) {`);
    for (const vector of this.#vectors) record(conditions[vector]!, vector);
    this.#line("}");
  }

  /** What nothing but traces needs is computed where a sample is due. */
  #sampleTraces(): void {
    const { traced } = this.#program;
    if (traced.length === 0) return;
    this.#line(`if (${traced.map((_, index) => `step == due${index}`).join(" || ")}) {`);
    for (const id of this.#live.sampled) this.#define(id, true);
    traced.forEach((value, index) => {
      this.#line(`if (step == due${index}) {`);
      for (const vector of this.#vectors) {
        this.#line(`store((double *)(memory + trace${index}) + ${vector} * WIDTH, ${this.#name(value, vector)});`);
      }
      this.#line(`trace${index} += BLOCK * sizeof(double);`);
      this.#line(`due${index} += schedule${index}[1];`);
      this.#line(`if (!(due${index} < schedule${index}[2])) due${index} = __builtin_inf();`);
      this.#line("}");
    });
    this.#line("}");
  }

  /** All new values are read before any is written: one may be another's old value. */
  #replaceStates(): void {
    for (const vector of this.#vectors) {
      const changed = this.#layout.states.flatMap((_, index) => {
        const from = this.#name(this.#program.next[index]!, vector);
        const to = `s${index}_${vector}`;
        return from === to ? [] : [{ from, to, kept: `next${index}_${vector}` }];
      });
      for (const { from, kept } of changed) this.#line(`const V ${kept} = ${from};`);
      for (const { to, kept } of changed) this.#line(`${to} = ${kept};`);
    }
  }
}
