// Reads a scheme's lines over a system of equations. Every right-hand side sees the values at the start of the step, for all variables alike.
//
// A value of a line is one of
//
//   number      one for all, such as dt
//   vector      one a variable, such as f(x, t)
//   noise       one a noise, such as dW
//   strengths   one a variable and noise: g(x, t)
//
// and any of its places may be empty, which counts as 0 and costs nothing: a variable without noise, a derivative that is noise only.

import type { SyntaxNode } from "@spikefarm/equations";
import { elementary } from "@spikefarm/numerics";
import { divideByConstant } from "../lowering/divide-by-constant.js";
import type { Lowering } from "../lowering/lowering.js";
import type { Scheme } from "./scheme.js";

type Place<V> = V | undefined;

/** Equations to take a step of: dx/dt = f(x, t) + g(x, t)·ξ, in the order of the variables, then of the noises. */
export interface System<V> {
  readonly x: readonly V[];
  readonly t: V;
  readonly dt: V;
  /** dW of each noise: √dt times a standard normal number. */
  readonly increments: readonly V[];
  readonly drift: (x: readonly V[], t: V) => readonly Place<V>[];
  readonly strengths: (x: readonly V[], t: V) => readonly (readonly Place<V>[])[];
  readonly ownCoefficients: (x: readonly V[], t: V) => readonly Place<V>[];
}

type Term<V> =
  | { readonly kind: "number"; readonly value: V }
  | { readonly kind: "vector" | "noise"; readonly values: readonly Place<V>[] }
  | { readonly kind: "strengths"; readonly rows: readonly (readonly Place<V>[])[] };

/** The variables at the end of the step. */
export function takeStep<V, M>({ lines }: Scheme, system: System<V>, lowering: Lowering<V, M>): readonly V[] {
  const reader = new SchemeReader(system, lowering);
  for (const { target, operator, value } of lines) {
    const term = reader.read(value);
    reader.terms.set(target, operator === "+" ? reader.combine("+", reader.term(target), term) : term);
  }
  return reader.vector(reader.term("x")).map((value) => value ?? lowering.arithmetic.constant(0));
}

class SchemeReader<V, M> {
  readonly #system: System<V>;
  readonly #lowering: Lowering<V, M>;
  readonly terms: Map<string, Term<V>>;

  constructor(system: System<V>, lowering: Lowering<V, M>) {
    this.#system = system;
    this.#lowering = lowering;
    this.terms = new Map<string, Term<V>>([
      ["x", { kind: "vector", values: system.x }],
      ["t", { kind: "number", value: system.t }],
      ["dt", { kind: "number", value: system.dt }],
      ["dW", { kind: "noise", values: system.increments }],
    ]);
  }

  term(name: string): Term<V> {
    const term = this.terms.get(name);
    if (term === undefined) throw new Error(`a scheme names ${name}, which no line before it has set`);
    return term;
  }

  read(node: SyntaxNode): Term<V> {
    switch (node.kind) {
      case "number":
        return { kind: "number", value: this.#lowering.arithmetic.constant(Number(node.text)) };
      case "name":
        return this.term(node.name);
      case "binary":
        return node.operator === "**"
          ? this.#map(this.read(node.left), (value) => this.#power(value, node.right))
          : this.combine(node.operator, this.read(node.left), this.read(node.right));
      case "call":
        return this.#call(
          node.name,
          node.arguments.map((argument) => this.read(argument)),
        );
      default:
        throw new Error(`a scheme has no use for "${node.kind}"`);
    }
  }

  combine(operator: string, left: Term<V>, right: Term<V>): Term<V> {
    if (left.kind === "strengths" && right.kind === "strengths") {
      return { kind: "strengths", rows: left.rows.map((row, at) => this.#zip(operator, row, right.rows[at]!)) };
    }
    if (left.kind === "strengths") return this.#sumOverNoises(left.rows, right);
    if (right.kind === "strengths") throw new Error("strengths stand on the left: g(x, t)*dW");
    if (left.kind === "number" && right.kind === "number")
      return { kind: "number", value: this.#apply(operator, left.value, right.value)! };
    if (left.kind === "number") return this.#map(right, (value) => this.#apply(operator, left.value, value));
    if (right.kind === "number") return this.#map(left, (value) => this.#apply(operator, value, right.value));
    return { kind: left.kind, values: this.#zip(operator, left.values, right.values) };
  }

  vector(term: Term<V>): readonly Place<V>[] {
    if (term.kind !== "vector") throw new Error(`a vector is needed where a scheme has ${term.kind}`);
    return term.values;
  }

  #call(name: string, args: readonly Term<V>[]): Term<V> {
    const o = this.#lowering.arithmetic;
    const [first, second] = args as readonly [Term<V>, Term<V>];
    const at = <T>(evaluate: (x: readonly V[], t: V) => T): T => {
      if (second.kind !== "number") throw new Error(`${name} takes a time`);
      return evaluate(this.vector(first) as readonly V[], second.value);
    };
    switch (name) {
      case "f":
        return { kind: "vector", values: at(this.#system.drift) };
      case "g":
        return { kind: "strengths", rows: at(this.#system.strengths) };
      case "a":
        return { kind: "vector", values: at(this.#system.ownCoefficients) };
      case "sqrt":
        return this.#map(first, (value) => o.squareRoot(value ?? o.constant(0)));
      case "exprel":
        return this.#map(first, (value) => elementary.exprel(o, value ?? o.constant(0)));
      default:
        throw new Error(`a scheme has no function ${name}`);
    }
  }

  #sumOverNoises(rows: readonly (readonly Place<V>[])[], factor: Term<V>): Term<V> {
    const { arithmetic: o } = this.#lowering;
    const values = rows.map((row) => {
      const products = row.map((strength, noise) =>
        this.#apply("*", strength, factor.kind === "number" ? factor.value : this.#noise(factor)[noise]),
      );
      return products.reduce(
        (sum, product) => (sum !== undefined && product !== undefined ? o.add(sum, product) : (sum ?? product)),
        undefined,
      );
    });
    return { kind: "vector", values };
  }

  #noise(term: Term<V>): readonly Place<V>[] {
    if (term.kind !== "noise") throw new Error(`strengths are multiplied by a number or a noise, not by ${term.kind}`);
    return term.values;
  }

  #map(term: Term<V>, map: (value: Place<V>) => Place<V>): Term<V> {
    switch (term.kind) {
      case "number":
        return { kind: "number", value: map(term.value)! };
      case "strengths":
        throw new Error("strengths are multiplied first: g(x, t)*dW");
      default:
        return { kind: term.kind, values: term.values.map(map) };
    }
  }

  #zip(operator: string, left: readonly Place<V>[], right: readonly Place<V>[]): readonly Place<V>[] {
    return left.map((value, at) => this.#apply(operator, value, right[at]));
  }

  #apply(operator: string, left: Place<V>, right: Place<V>): Place<V> {
    const o = this.#lowering.arithmetic;
    switch (operator) {
      case "+":
        return left !== undefined && right !== undefined ? o.add(left, right) : (left ?? right);
      case "-":
        if (right === undefined) return left;
        return left === undefined ? o.negate(right) : o.subtract(left, right);
      case "*":
        return left !== undefined && right !== undefined ? o.multiply(left, right) : undefined;
      case "/":
        if (right === undefined) throw new Error("a scheme divides by something that may be absent");
        return left === undefined ? undefined : divideByConstant(this.#lowering, left, right);
      default:
        throw new Error(`a scheme has no operator ${operator}`);
    }
  }

  #power(value: Place<V>, exponent: SyntaxNode): Place<V> {
    if (exponent.kind !== "number") throw new Error("a scheme's exponents are whole numbers");
    return value === undefined ? undefined : elementary.integerPower(this.#lowering.arithmetic, value, Number(exponent.text));
  }
}
