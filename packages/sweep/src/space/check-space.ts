// The document's `space` → a Space. A mapping is a product of its axes; `product` and `zip` are one-key mappings that nest:
//
//   { v0: {linspace: [..]}, zip: … }                                  wrong: an operator stands alone
//   { product: [ { v0: {..} }, { zip: { tau: [..], vr: [..] } } ] }   right

import type { Axis, Space } from "../checked-document.js";
import { isMapping } from "../document/plain-value.js";
import type { Report } from "../errors.js";
import { suggest } from "../nearest-name.js";
import { checkAxis } from "./check-axis.js";
import { show } from "./check-value.js";
import { warnOfEqualPoints } from "./equal-points.js";
import { spaceAxes, spaceSize } from "./space-arithmetic.js";
import type { Sweepable, SweepableParameter } from "./sweepable.js";

const OPERATORS: ReadonlySet<string> = new Set(["product", "zip"]);
const RESERVED_OPERATORS: ReadonlySet<string> = new Set(["union", "where", "sample"]);

/** Names that a parameter cannot have, since a space would read them as operators. */
export const OPERATOR_NAMES: readonly string[] = [...OPERATORS, ...RESERVED_OPERATORS];

/** The space, or undefined where it has errors. Leaving it out gives the one point of the defaults. */
export function checkSpace(source: unknown, sweepable: Sweepable, path: string, report: Report): Space | undefined {
  const checker = new SpaceChecker(sweepable, report);
  const space = checker.space(source ?? {}, path);
  if (space === undefined) return undefined;
  if (spaceSize(space) <= Number.MAX_SAFE_INTEGER) {
    warnOfEqualPoints(space, (axis) => checker.paths.get(axis)!, report);
    return space;
  }
  report.error(path, "SPACE_TOO_LARGE", "the space has more than 2^53 points", "shorten an axis");
  return undefined;
}

class SpaceChecker {
  readonly #parameters: ReadonlyMap<string, SweepableParameter>;
  readonly #broken: ReadonlySet<string>;
  readonly #notParameters: ReadonlyMap<string, string>;
  readonly #report: Report;
  readonly #seen = new Set<string>();
  /** Where each axis is written. */
  readonly paths = new Map<Axis, string>();

  constructor({ parameters, broken, notParameters }: Sweepable, report: Report) {
    this.#parameters = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    this.#broken = broken;
    this.#notParameters = notParameters;
    this.#report = report;
  }

  space(source: unknown, path: string): Space | undefined {
    if (!isMapping(source)) {
      this.#report.error(path, "DOCUMENT_VALUE", `${show(source)} is not a space`, "write a mapping: { NAME: [values] }");
      return undefined;
    }
    const keys = Object.keys(source);
    const operator = keys.find((key) => OPERATORS.has(key) || RESERVED_OPERATORS.has(key));
    if (operator === undefined) return product(this.#axes(source, path));
    if (RESERVED_OPERATORS.has(operator)) {
      const help = "use product, zip and lists of values";
      this.#report.error(`${path}.${operator}`, "DOCUMENT_KEY_RESERVED", `${operator} is reserved, not yet available`, help);
      return undefined;
    }
    if (keys.length > 1) {
      const others = keys.filter((key) => key !== operator).join(", ");
      const help = `nest it: { product: [ { ${others}: … }, { ${operator}: … } ] }`;
      this.#report.error(path, "SPACE_OPERATOR", `${operator} stands beside ${others}`, help);
      return undefined;
    }
    const members = this.#members(source[operator], `${path}.${operator}`);
    return operator === "product" ? product(members) : this.#zip(members, `${path}.${operator}`);
  }

  /** What an operator works on: a mapping of axes, or a list of spaces. */
  #members(source: unknown, path: string): readonly Member[] | undefined {
    if (!Array.isArray(source)) {
      if (isMapping(source) && Object.keys(source).some((key) => OPERATOR_NAMES.includes(key))) {
        this.#report.error(path, "SPACE_OPERATOR", "an operator stands among axes", "nest spaces in a list: [ {…}, { zip: {…} } ]");
        return undefined;
      }
      if (isMapping(source)) return this.#axes(source, path);
      this.#report.error(path, "DOCUMENT_VALUE", `${show(source)} is no mapping of axes and no list of spaces`, "write { NAME: [values] }");
      return undefined;
    }
    const members = source.map((item, index): PossibleMember => ({ label: String(index), space: this.space(item, `${path}.${index}`) }));
    return members.every(isWhole) ? members : undefined;
  }

  #axes(source: Readonly<Record<string, unknown>>, path: string): readonly Member[] | undefined {
    const members = Object.entries(source).map(([name, axisSource]): PossibleMember => {
      const axis = this.#axis(name, axisSource, `${path}.${name}`);
      return { label: name, space: axis && { kind: "axis", axis } };
    });
    return members.every(isWhole) ? members : undefined;
  }

  #axis(name: string, source: unknown, path: string): Axis | undefined {
    if (this.#broken.has(name)) return undefined;
    const parameter = this.#parameters.get(name);
    if (parameter === undefined) {
      const help = this.#notParameters.get(name) ?? suggest(name, [...this.#parameters.keys()]);
      this.#report.error(path, "PARAMETER_UNKNOWN", `there is no parameter ${name}`, help);
    } else if (this.#seen.has(name)) {
      this.#report.error(path, "AXIS_DUPLICATE", `${name} has two axes`, "keep one of them");
    } else if (parameter.isDerived) {
      const help = `sweep a parameter that ${name} is computed from`;
      this.#report.error(path, "PARAMETER_DERIVED", `${name} is computed from other parameters`, help);
    } else {
      this.#seen.add(name);
      const axis = checkAxis(source, parameter, path, this.#report);
      if (axis !== undefined) this.paths.set(axis, path);
      return axis;
    }
    return undefined;
  }

  #zip(members: readonly Member[] | undefined, path: string): Space | undefined {
    if (members === undefined) return undefined;
    const [first, ...others] = members;
    if (first === undefined || members.some((member) => spaceAxes(member.space).length === 0)) {
      this.#report.error(path, "AXIS_EMPTY", "a member of the zip has no axes", "give each member at least one axis");
      return undefined;
    }
    const odd = others.find((member) => spaceSize(member.space) !== spaceSize(first.space));
    if (odd === undefined) return { kind: "zip", spaces: members.map((member) => member.space) };
    const message = `zip needs equal lengths: ${first.label} has ${spaceSize(first.space)}, ${odd.label} has ${spaceSize(odd.space)}`;
    this.#report.error(path, "SPACE_ZIP_LENGTHS", message, "give both the same number of points, or use product");
    return undefined;
  }
}

interface Member {
  /** The axis's name, or the space's place in the list. */
  readonly label: string;
  readonly space: Space;
}

type PossibleMember = Omit<Member, "space"> & { readonly space: Space | undefined };

const isWhole = (member: PossibleMember): member is Member => member.space !== undefined;

const product = (members: readonly Member[] | undefined): Space | undefined =>
  members && { kind: "product", factors: members.map((member) => member.space) };
