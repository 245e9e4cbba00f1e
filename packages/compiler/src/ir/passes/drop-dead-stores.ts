// Dead stores: a state that nothing observable rests on is neither advanced, nor stored, nor given memory; nor are nodes that nothing needs.
//
// Observable is what leaves the kernel: spikes, recorded events, traces, assumptions, and the states that somebody reads after the run. A state rests
// on its next value and so on what that rests on, round and round until nothing new is reached; a state that only its own next value reads is dead.

import type { KernelLayout, KernelState } from "../../compiled-model.js";
import type { Node, Program } from "../program.js";

/** A program and what its inputs are. */
export interface Kernel {
  readonly program: Program;
  readonly layout: KernelLayout;
  /** Whether somebody reads a state after the run. */
  readonly isObserved: (state: KernelState) => boolean;
}

export interface ProgramPass {
  readonly name: string;
  readonly run: (kernel: Kernel) => Kernel;
}

export const dropDeadStores: ProgramPass = {
  name: "drop dead stores",
  run: (kernel) => {
    const { program, layout, isObserved } = kernel;
    const isReached = reachedIn(
      program,
      layout.states.flatMap((state, index) => (isObserved(state) ? [index] : [])),
    );
    const states = [...layout.states.keys()].filter((index) => isReached.states[index] === 1);
    if (states.length === layout.states.length) return kernel;
    return {
      program: renumbered(program, isReached.nodes, states),
      layout: { ...layout, states: states.map((index) => layout.states[index]!) },
      isObserved,
    };
  },
};

interface Reached {
  readonly nodes: Uint8Array;
  readonly states: Uint8Array;
}

function reachedIn({ nodes, next, spike, recorded, traced, assumptions }: Program, observed: readonly number[]): Reached {
  const reached = { nodes: new Uint8Array(nodes.length), states: new Uint8Array(next.length) };
  const waiting: number[] = [spike, ...recorded, ...traced, ...assumptions];
  const needState = (index: number) => {
    if (reached.states[index] === 1) return;
    reached.states[index] = 1;
    waiting.push(next[index]!);
  };
  observed.forEach(needState);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.nodes[id] === 1) continue;
    reached.nodes[id] = 1;
    const { input, arguments: args, onlyWhere } = nodes[id]!;
    if (input?.kind === "state") needState(input.index);
    if (onlyWhere !== undefined) waiting.push(onlyWhere);
    waiting.push(...args);
  }
  return reached;
}

/** The program of the reached nodes, and of these states in this order. */
function renumbered(program: Program, isReached: Uint8Array, states: readonly number[]): Program {
  const nodes: Node[] = [];
  const ids = new Int32Array(program.nodes.length);
  const moved = <Id extends number>(id: Id): Id => ids[id] as Id;
  program.nodes.forEach((node, id) => {
    if (isReached[id] !== 1) return;
    const { input, onlyWhere } = node;
    ids[id] = nodes.length;
    nodes.push({
      ...node,
      arguments: node.arguments.map(moved),
      ...(input?.kind === "state" && { input: { kind: "state", index: states.indexOf(input.index) } as const }),
      ...(onlyWhere !== undefined && { onlyWhere: moved(onlyWhere) }),
    });
  });
  return {
    nodes,
    next: states.map((index) => moved(program.next[index]!)),
    spike: moved(program.spike),
    recorded: program.recorded.map(moved),
    traced: program.traced.map(moved),
    assumptions: program.assumptions.map(moved),
  };
}
