// Is an expression linear in some variables, f = Σ coefficient·variable + constant, and with what coefficients?
//
// Answered by walking the tree, not by differentiating: sums, differences and signs go through; a product needs one side free of the
// variables, a quotient a divisor that is; anything else must be free as a whole. Coefficients keep the parameters in them, so a swept
// parameter may be one.

import type { Expression } from "../checked-model.js";
import { add, divide, multiply, negate, number, subtract } from "./simplify.js";
import { someNode } from "./walk-expression.js";

export interface Linear {
  /** Free of the variables; those with coefficient 0 are absent. */
  readonly coefficients: ReadonlyMap<string, Expression>;
  readonly constant: Expression;
  /** True where `t` is in a coefficient or in the constant. */
  readonly dependsOnTime: boolean;
}

/** Undefined where `expression` is not linear in `variables`. Put subexpressions in first. */
export function linearize(expression: Expression, variables: ReadonlySet<string>): Linear | undefined {
  const terms = termsOf(expression, variables);
  if (terms === undefined) return undefined;
  const coefficients = new Map([...terms.coefficients].filter(([, value]) => !(value.kind === "number" && value.value === 0)));
  const dependsOnTime = [...coefficients.values(), terms.constant].some((part) => someNode(part, isTime));
  return { coefficients, constant: terms.constant, dependsOnTime };
}

type Terms = Omit<Linear, "dependsOnTime">;

const isTime = (node: Expression): boolean => node.kind === "name" && node.from === "builtin" && node.name === "t";

function termsOf(expression: Expression, variables: ReadonlySet<string>): Terms | undefined {
  const isVariable = (node: Expression): boolean => node.kind === "name" && node.from === "variable" && variables.has(node.name);
  const isFree = (node: Expression): boolean => !someNode(node, isVariable);
  const walk = (node: Expression): Terms | undefined => {
    if (node.kind === "name" && isVariable(node)) return { coefficients: new Map([[node.name, number(1)]]), constant: number(0) };
    if (isFree(node)) return { coefficients: new Map(), constant: node };
    if (node.kind === "negate") return mapTerms(walk(node.operand), negate);
    if (node.kind !== "binary") return undefined;
    const { operator, left, right } = node;
    if (operator === "+" || operator === "-") return joinTerms(walk(left), walk(right), operator === "+" ? add : subtract);
    if (operator === "*" && isFree(left)) return mapTerms(walk(right), (term) => multiply(left, term));
    if (operator === "*" && isFree(right)) return mapTerms(walk(left), (term) => multiply(term, right));
    if (operator === "/" && isFree(right)) return mapTerms(walk(left), (term) => divide(term, right));
    return undefined;
  };
  return walk(expression);
}

function mapTerms(terms: Terms | undefined, change: (term: Expression) => Expression): Terms | undefined {
  if (terms === undefined) return undefined;
  return { coefficients: new Map([...terms.coefficients].map(([name, term]) => [name, change(term)])), constant: change(terms.constant) };
}

function joinTerms(
  left: Terms | undefined,
  right: Terms | undefined,
  join: (left: Expression, right: Expression) => Expression,
): Terms | undefined {
  if (left === undefined || right === undefined) return undefined;
  const names = new Set([...left.coefficients.keys(), ...right.coefficients.keys()]);
  const of = (terms: Terms, name: string): Expression => terms.coefficients.get(name) ?? number(0);
  const coefficients = new Map([...names].map((name) => [name, join(of(left, name), of(right, name))]));
  return { coefficients, constant: join(left.constant, right.constant) };
}
