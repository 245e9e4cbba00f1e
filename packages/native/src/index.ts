export { type CCompiler, findCompiler } from "./c-compiler.js";
export { type NativeKernel, NativeKernels, type NativeKernelsOptions } from "./native-kernels.js";
