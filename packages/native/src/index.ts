export { type CCompiler, findCompiler } from "./c-compiler.js";
export type { NativeKernel } from "./load-kernel.js";
export { NativeKernels, type NativeKernelsOptions } from "./native-kernels.js";
