// What a user can run into here: the one registry of the compiler's error codes (docs/errors.md is generated from it).

export const COMPILER_CODES = {
  COMPILER_METHOD_UNSUPPORTED: {
    cause: "the integration method that was asked for cannot advance these equations",
    remedy: "use the method the message names, or leave `method` out",
  },
  COMPILER_KERNEL_TOO_LARGE: {
    cause: "the model's equations need more operations a step than a kernel holds",
    remedy: "split the group, or write shared parts of its equations as subexpressions",
  },
} as const;

export type CompilerCode = keyof typeof COMPILER_CODES;
