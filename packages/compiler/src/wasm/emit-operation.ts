// One operation of the intermediate representation as f64x2 instructions; its operands are on the stack. A condition is a vector of all ones or
// zeros a lane.

import type { Node } from "../ir/program.js";
import type { FunctionWriter } from "./function-writer.js";

/** 2⁵²: added to an integer in the low bits of a significand, it is that integer as a double. */
const TWO_TO_52 = 4_503_599_627_370_496;
const EXPONENT_BIAS = 1023;

export function emitOperation(code: FunctionWriter, operation: Node["operation"]): void {
  switch (operation) {
    case "add":
      code.emit("f64x2Add");
      break;
    case "subtract":
      code.emit("f64x2Sub");
      break;
    case "multiply":
      code.emit("f64x2Mul");
      break;
    case "divide":
      code.emit("f64x2Div");
      break;
    case "squareRoot":
      code.emit("f64x2Sqrt");
      break;
    case "negate":
      code.emit("f64x2Neg");
      break;
    case "absolute":
      code.emit("f64x2Abs");
      break;
    case "floor":
      code.emit("f64x2Floor");
      break;
    case "minimum":
      code.emit("f64x2Pmin");
      break;
    case "maximum":
      code.emit("f64x2Pmax");
      break;
    case "lessThan":
      code.emit("f64x2Lt");
      break;
    case "lessOrEqual":
      code.emit("f64x2Le");
      break;
    case "equal":
      code.emit("f64x2Eq");
      break;
    case "both":
      code.emit("v128And");
      break;
    case "either":
      code.emit("v128Or");
      break;
    case "not":
      code.emit("v128Not");
      break;
    case "select":
      code.emit("v128Bitselect");
      break;
    case "powerOfTwo":
      // n + 1023 in the low bits of the significand, moved up into the exponent.
      code
        .constant(1.5 * TWO_TO_52 + EXPONENT_BIAS)
        .emit("f64x2Add")
        .i32(52)
        .emit("i64x2Shl");
      break;
    case "exponentOf":
      // The exponent field in the low bits of 2⁵²'s significand.
      code.i32(1).emit("i64x2Shl").i32(53).emit("i64x2ShrU").pattern(0x43300000, 0).emit("v128Or");
      code.constant(TWO_TO_52 + EXPONENT_BIAS).emit("f64x2Sub");
      break;
    case "significandOf":
      code.pattern(0x000fffff, 0xffffffff).emit("v128And").pattern(0x3ff00000, 0).emit("v128Or");
      break;
    case "true":
      code.pattern(0xffffffff, 0xffffffff);
      break;
    case "false":
      code.pattern(0, 0);
      break;
    case "constant":
    case "input":
    case "oddStep":
    case "words":
    case "philox":
    case "firstUniform":
    case "secondUniform":
    case "poisson":
    case "binomial":
    case "lookup":
      throw new Error(`"${operation}" is not a single operation`);
  }
}
