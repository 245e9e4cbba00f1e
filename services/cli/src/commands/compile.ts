// spikefarm compile FILE: what a model becomes on its way to the processor.
//
//   plan   what a step of each group holds, costs and is expected to take
//   ir     the operations of a step, after the passes
//   wat    the kernel as WebAssembly text, of the very bytes that run
//   c      the kernel as C, which a compiler on the machine makes machine code of
//
// It compiles as a worker does for the first trial: other trials differ where a structural parameter is swept.

import { type CompiledGroup, printProgram, printWat } from "@spikefarm/compiler";
import { CodedError } from "@spikefarm/protocol";
import { compileDocument } from "@spikefarm/worker";
import { describeKernel, type KernelSurroundings } from "../describe-kernel.js";
import { ExitCode } from "../exit-codes.js";
import { printDiagnostics } from "../report-error.js";
import { withDocument } from "../with-document.js";

export interface CompileFlags {
  readonly emit: string;
  readonly group?: string;
}

type Emitter = (group: CompiledGroup, surroundings: KernelSurroundings) => string;

/** What a target reads is one group's: it must be a file of its own. */
const EMITTERS: Readonly<Record<string, { readonly emit: Emitter; readonly isOneGroup: boolean }>> = {
  plan: { emit: describeKernel, isOneGroup: false },
  ir: { emit: ({ name, program, layout }) => `group ${name}\n${printProgram(program, layout)}`, isOneGroup: false },
  wat: { emit: ({ wasm }) => printWat(wasm), isOneGroup: true },
  c: { emit: ({ nativeSource }) => nativeSource(), isOneGroup: true },
};

export async function compile(file: string, { emit, group }: CompileFlags): Promise<ExitCode> {
  const emitter = EMITTERS[emit];
  if (emitter === undefined) throw usage(`--emit ${emit} is not one of ${Object.keys(EMITTERS).join(", ")}.`);
  return withDocument(file, {}, ({ plan, warnings }) => {
    printDiagnostics(warnings);
    const { task } = plan.document;
    if (task.kind !== "model") throw usage(`${file} runs the module ${task.name}; only a model is compiled to a kernel.`);
    const { kernels, sizes, dtSeconds } = compileDocument(plan.document, plan.parts[0]!);
    const chosen = choose(kernels.groups, group);
    if (emitter.isOneGroup && chosen.length > 1) {
      throw usage(
        `${file} has ${chosen.length} groups, and --emit ${emit} prints one: choose it with --group ${namesOf(chosen, " or --group ")}.`,
      );
    }
    process.stdout.write(chosen.map((each) => emitter.emit(each, { size: sizes.get(each.name)!, dtSeconds })).join("\n"));
    return ExitCode.ok;
  });
}

function choose(groups: readonly CompiledGroup[], name: string | undefined): readonly CompiledGroup[] {
  if (name === undefined) return groups;
  const chosen = groups.filter((group) => group.name === name);
  if (chosen.length === 0) throw usage(`--group ${name} is no group of the model; it has ${namesOf(groups, ", ")}.`);
  return chosen;
}

const namesOf = (groups: readonly CompiledGroup[], separator: string): string => groups.map(({ name }) => name).join(separator);

const usage = (message: string) => new CodedError("CLI_USAGE", message);
