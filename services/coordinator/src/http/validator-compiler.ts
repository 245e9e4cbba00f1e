// Schemas as validators: what fits as it came is taken as it is; only what does not is converted (a query's "3" to a number) and looked at
// again. Converting costs more than all the rest of a request that reads a short table.

import { TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import type { FastifySchemaCompiler } from "fastify";
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";

export const compileValidator: FastifySchemaCompiler<TSchema> = (route) => {
  const convertAndCheck = TypeBoxValidatorCompiler(route);
  const asItCame = Compile(route.schema);
  return (value) => (asItCame.Check(value) ? { value } : convertAndCheck(value));
};
