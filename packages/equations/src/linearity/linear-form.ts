// Reads an expression as (constant + Σ coefficientₖ · xₖ) / divisor₁ / divisor₂ …, symbolically.
//
// The common divisors are kept apart as long as all terms share them: for (v0 − v)/tau the constant is v0, the coefficient −1 and the
// divisor tau, so the equilibrium −v0/(−1) is v0 to the bit, which is what keeps a membrane at its threshold from crossing it. Nothing is
// reordered: a term's arithmetic stays as it was written, but for a sign.

import type { BinaryOperator, Expression } from "../checked-model.js";

export interface LinearForm {
  readonly constant: Expression | undefined;
  readonly coefficients: ReadonlyMap<string, Expression>;
  /** Applied to the sum in this order. */
  readonly divisors: readonly Expression[];
}

/** Undefined where the expression is not linear in the names that `isUnknown` says, or is not constant otherwise. */
export function linearForm(
  expression: Expression,
  isUnknown: (name: Expression & { kind: "name" }) => boolean,
  isConstant: (expression: Expression) => boolean,
): LinearForm | undefined {
  if (isConstant(expression)) return { constant: expression, coefficients: new Map(), divisors: [] };
  const form = (operand: Expression) => linearForm(operand, isUnknown, isConstant);
  if (expression.kind === "name" && isUnknown(expression)) {
    return { constant: undefined, coefficients: new Map([[expression.name, ONE]]), divisors: [] };
  }
  if (expression.kind === "negate") return mapTerms(form(expression.operand), negate);
  if (expression.kind !== "binary") return undefined;
  const { operator, left, right } = expression;
  switch (operator) {
    case "+":
      return sum(form(left), form(right));
    case "-":
      return sum(form(left), mapTerms(form(right), negate));
    case "*":
      if (isConstant(right)) return mapTerms(form(left), (term) => multiply(term, right));
      return isConstant(left) ? mapTerms(form(right), (term) => multiply(left, term)) : undefined;
    case "/": {
      const dividend = isConstant(right) ? form(left) : undefined;
      return dividend && { ...dividend, divisors: [...dividend.divisors, right] };
    }
    default:
      return undefined;
  }
}

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

const multiply = (left: Expression, right: Expression): Expression => {
  if (left === ONE) return right;
  return right === ONE ? left : binary("*", left, right);
};

function mapTerms(form: LinearForm | undefined, map: (term: Expression) => Expression): LinearForm | undefined {
  if (form === undefined) return undefined;
  const coefficients = new Map([...form.coefficients].map(([name, coefficient]) => [name, map(coefficient)]));
  return { ...form, coefficients, constant: form.constant && map(form.constant) };
}

function sum(left: LinearForm | undefined, right: LinearForm | undefined): LinearForm | undefined {
  if (left === undefined || right === undefined) return undefined;
  const share = JSON.stringify(left.divisors) === JSON.stringify(right.divisors);
  const [a, b] = share ? [left, right] : [divided(left), divided(right)];
  const add = (x: Expression | undefined, y: Expression | undefined) => (x && y ? binary("+", x, y) : (x ?? y));
  const coefficients = new Map(a.coefficients);
  for (const [name, coefficient] of b.coefficients) coefficients.set(name, add(coefficients.get(name), coefficient)!);
  return { constant: add(a.constant, b.constant), coefficients, divisors: a.divisors };
}

/** The same form with every term divided by itself. */
export function divided(form: LinearForm): LinearForm {
  const divide = (term: Expression) => form.divisors.reduce((dividend, divisor) => binary("/", dividend, divisor), term);
  return { ...mapTerms(form, divide)!, divisors: [] };
}
