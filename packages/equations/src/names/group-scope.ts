// What names mean in the texts of a group.

import type { Expression } from "../checked-model.js";
import type { ParameterTable } from "../model/check-parameters.js";
import type { ArrayTable } from "./arrays.js";
import { BUILTINS, isNoiseName, SPIKING_BUILTINS } from "./builtins.js";
import { eitherName, type NamedValue, type Names, type Scope } from "./scope.js";

/** What the whole model offers to the texts of its groups. */
export interface ModelNames {
  readonly parameters: ParameterTable;
  readonly arrays: ArrayTable;
}

export function groupScope(
  of: {
    readonly group: string;
    readonly values: ReadonlyMap<string, NamedValue>;
    readonly broken: Names;
    readonly hasThreshold: boolean;
    readonly size: Expression | undefined;
  },
  { parameters, arrays }: ModelNames,
): Scope {
  const { group, values, broken, hasThreshold, size } = of;
  return {
    description: `the group ${group}`,
    values: new Map([...BUILTINS, ...(hasThreshold ? SPIKING_BUILTINS : []), ...parameters.values, ...values]),
    broken: eitherName(parameters.broken, broken),
    arrays,
    ...(size?.kind === "number" && { size: size.value }),
    elsewhere: (name) => {
      if (isNoiseName(name)) return "noise belongs into a differential equation, as in dv/dt = -v/tau + sigma*xi*tau**-0.5 : volt";
      if (SPIKING_BUILTINS.has(name)) return "it is there in groups with a threshold: add threshold:";
      const isText = parameters.parameters.some((parameter) => parameter.name === name && parameter.type === "text");
      return isText ? `${name} is a text, and equations are of numbers` : undefined;
    },
    otherwise: "define it under parameters, or as a variable of the group",
  };
}
