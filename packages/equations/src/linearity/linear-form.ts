// Reads an expression as (constant + Σ coefficientₖ · xₖ) · scale, symbolically; scale is a product and quotient of factors and divisors that all
// terms share.
//
// The common scale is kept apart: for (v0 − v)/tau or g*(v0 − v)/C the constant is v0 and the coefficient −1, so the equilibrium −v0/(−1) is v0 to
// the bit, which is what keeps a membrane at its threshold from crossing it. Nothing is reordered: a term's arithmetic stays as it was written, but
// for a sign and the side of a factor.

import type { BinaryOperator, Expression } from "../checked-model.js";

export interface LinearForm {
  readonly constant: Expression | undefined;
  /** By the name of the unknown. */
  readonly coefficients: ReadonlyMap<string, Expression>;
  /** Applied to the sum in this order. */
  readonly scalings: readonly Scaling[];
}

interface Scaling {
  readonly operator: "*" | "/";
  readonly by: Expression;
}

/** Undefined where the expression is not linear in what `unknownOf` has a name for, or is not constant otherwise. */
export function linearForm(
  expression: Expression,
  unknownOf: (expression: Expression) => string | undefined,
  isConstant: (expression: Expression) => boolean,
): LinearForm | undefined {
  if (isConstant(expression)) return { constant: expression, coefficients: new Map(), scalings: [] };
  const form = (operand: Expression) => linearForm(operand, unknownOf, isConstant);
  const unknown = unknownOf(expression);
  if (unknown !== undefined) return { constant: undefined, coefficients: new Map([[unknown, ONE]]), scalings: [] };
  if (expression.kind === "negate") return mapTerms(form(expression.operand), negate);
  if (expression.kind !== "binary") return undefined;
  const { operator, left, right } = expression;
  switch (operator) {
    case "+":
      return sum(form(left), form(right));
    case "-":
      return sum(form(left), mapTerms(form(right), negate));
    case "*":
      if (isConstant(right)) return scaled(form(left), { operator, by: right });
      return isConstant(left) ? scaled(form(right), { operator, by: left }) : undefined;
    case "/":
      return isConstant(right) ? scaled(form(left), { operator, by: right }) : undefined;
    default:
      return undefined;
  }
}

/** The same form with every term scaled by itself. */
export function expanded(form: LinearForm): LinearForm {
  return { ...mapTerms(form, (term) => form.scalings.reduce(scale, term))!, scalings: [] };
}

/** What all terms are multiplied by; undefined where that is 1. */
export function scaleOf({ scalings }: LinearForm): Expression | undefined {
  return scalings.length === 0 ? undefined : scalings.reduce(scale, ONE);
}

/** Every part of a form. */
export const partsOf = ({ constant, coefficients, scalings }: LinearForm): readonly Expression[] => [
  ...(constant === undefined ? [] : [constant]),
  ...coefficients.values(),
  ...scalings.map(({ by }) => by),
];

const ONE: Expression = { kind: "number", value: 1, type: "float" };

const negate = (term: Expression): Expression => {
  if (term.kind === "number" && term.value !== 0) return { ...term, value: -term.value };
  return term.kind === "negate" ? term.operand : { kind: "negate", operand: term, type: "float" };
};

const binary = (operator: BinaryOperator, left: Expression, right: Expression): Expression => ({
  kind: "binary",
  operator,
  left,
  right,
  type: "float",
});

function scale(term: Expression, { operator, by }: Scaling): Expression {
  if (operator === "/" || term.kind !== "number") return binary(operator, term, by);
  if (term.value === 1) return by;
  return term.value === -1 ? negate(by) : binary(operator, term, by);
}

const scaled = (form: LinearForm | undefined, scaling: Scaling): LinearForm | undefined =>
  form && { ...form, scalings: [...form.scalings, scaling] };

function mapTerms(form: LinearForm | undefined, map: (term: Expression) => Expression): LinearForm | undefined {
  if (form === undefined) return undefined;
  const coefficients = new Map([...form.coefficients].map(([name, coefficient]) => [name, map(coefficient)]));
  return { ...form, coefficients, constant: form.constant && map(form.constant) };
}

function sum(left: LinearForm | undefined, right: LinearForm | undefined): LinearForm | undefined {
  if (left === undefined || right === undefined) return undefined;
  const share = JSON.stringify(left.scalings) === JSON.stringify(right.scalings);
  const [a, b] = share ? [left, right] : [expanded(left), expanded(right)];
  const add = (x: Expression | undefined, y: Expression | undefined) => (x && y ? binary("+", x, y) : (x ?? y));
  const coefficients = new Map(a.coefficients);
  for (const [name, coefficient] of b.coefficients) coefficients.set(name, add(coefficients.get(name), coefficient)!);
  return { constant: add(a.constant, b.constant), coefficients, scalings: a.scalings };
}
