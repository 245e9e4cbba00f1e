import type { Column } from "@spikefarm/protocol";
import { describe, expect, test } from "vitest";
import { showValue } from "../../services/dashboard/src/values/shown-unit.js";
import { parseUnitScale } from "../../services/dashboard/src/values/unit-scale.js";

describe("a unit's scale and symbol", () => {
  test.each([
    ["mV", -3, "mV"],
    ["uA/cm2", -2, "µA/cm²"],
    ["usiemens/cmetre**2", -2, "µS/cm²"],
    ["msecond", -3, "ms"],
    ["Hz", 0, "Hz"],
    ["khertz", 3, "kHz"],
    ["Mohm", 6, "MΩ"],
    ["mM", 0, "mM"],
    ["metre**2*kilogram/second**3", 0, "m²·kg/s³"],
    ["1/second", 0, "1/s"],
    ["nS*mV", -12, "nS·mV"],
  ])("%s", (text, exponent, symbol) => expect(parseUnitScale(text)).toEqual({ exponent, symbol }));

  test.each(["furlong", "m/", "*mV", "mV**", "", "<b>", "mV".repeat(40)])("%j has none", (text) =>
    expect(parseUnitScale(text)).toBeUndefined(),
  );
});

describe("a value is shown", () => {
  const column = (unit: string, display?: string, kind: Column["kind"] = "f64"): Column => ({
    name: "x",
    kind,
    unit,
    shape: [],
    ...(display !== undefined && { display }),
  });
  test.each([
    ["in the document's unit, without rounding noise", 0.009, column("volt", "mV"), "9 mV"],
    ["also above a prefix's range", 1.5, column("volt", "mV"), "1500 mV"],
    ["with a suitable prefix where the document names none", 0.009, column("volt"), "9 mV"],
    ["as 0 where it is 0", 0, column("volt"), "0 V"],
    ["in the base unit where the display is not understood", 0.009, column("volt", "furlong"), "0.009 volt"],
    ["without a unit where it has none", 41, column("", undefined, "i32"), "41"],
    ["as a boolean", 1, column("", undefined, "u8"), "true"],
    ["as a text that looks like a number", "0x10", column("", undefined, "text"), "0x10"],
    ["as not finite", "NaN", column("hertz"), "NaN Hz"],
  ] as const)("%s", (_, value, of, expected) => expect(showValue(value, of)).toBe(expected));
});
