export { type CCompiler, findCompiler } from "./c-compiler.js";
export { loadKernel, type NativeKernel } from "./load-kernel.js";
export { NativeKernels, type NativeKernelsOptions } from "./native-kernels.js";
