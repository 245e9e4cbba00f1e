// What Brian 2 accepts and refuses, as a table: our checker is held to it (verdicts.test.ts), and the table to Brian 2 itself where it is
// installed (brian2-language.test.ts). Where we differ by design, the case says why.

export interface Verdict {
  /** Parts of a group; `equations` stand beside those of `CONTEXT`. */
  readonly group: {
    readonly equations?: readonly string[];
    readonly threshold?: string;
    readonly reset?: string;
    readonly refractory?: string;
    /** Euler's where absent. */
    readonly method?: string;
  };
  /** What Brian 2 says. */
  readonly isAccepted: boolean;
  /** Our diagnostic where we refuse. */
  readonly code?: string;
  /** Why we differ, where we do. */
  readonly because?: string;
}

/** Beside every case: a: volt·amp, b: volt, c: amp, d: 1, n: integer, flag: boolean, and one state variable. */
export const CONTEXT: readonly string[] = [
  "dv/dt = -v/(10*ms) : volt (unless refractory)",
  "a : watt",
  "b : volt",
  "c : amp",
  "d : 1",
  "n : integer",
  "flag : boolean",
];

const accepted = (equations: readonly string[]): Verdict => ({ group: { equations }, isAccepted: true });
const refused = (equations: readonly string[], code: string): Verdict => ({ group: { equations }, isAccepted: false, code });

/** `y = TEXT : UNIT` */
const value = (text: string, unit: string): Verdict => accepted([`y = ${text} : ${unit}`]);
const draw = (text: string, unit: string): Verdict => accepted([`y = ${text} : ${unit} (constant over dt)`]);
const noValue = (text: string, code: string, unit = "1"): Verdict => refused([`y = ${text} : ${unit}`], code);

const EXPRESSIONS: readonly Verdict[] = [
  value("a + b*c", "watt"),
  value("a < b*c", "boolean"),
  value("not (a >= b*c)", "boolean"),
  value("a/(b*c) < 1", "boolean"),
  value("a/(a - a)", "1"),
  value("a < mV*mA", "boolean"),
  value("b**2", "volt**2"),
  value("a % (b*c)", "watt"),
  value("-b", "volt"),
  value("(a/a)**(a/a)", "1"),
  value("sqrt(b)", "volt**0.5"),
  draw("rand()*b", "volt"),
  draw("sqrt(randn()*b**2)", "volt"),
  value("ceil(b)", "volt"),
  value("sin(b/b)", "1"),
  value("b + clip(3*mV, 0*mV, 5*mV)", "volt"),
  value("1/2", "1"),
  value("-d**2", "1"),
  value("2**-1", "1"),
  value("2**3**2", "1"),
  value("n // 2", "integer"),
  value("n % 2 + n*3 - n", "integer"),
  value("n/2", "1"),
  value("int(d)", "integer"),
  value("int(flag)*2", "1"),
  value("flag and d > 0 or not flag", "boolean"),
  value("abs(b) + floor(b)", "volt"),
  value("sign(b)", "1"),
  value("exp(d) + log(d) + log10(d) + expm1(d) + log1p(d) + exprel(d)", "1"),
  value("sin(d) + cos(d) + tan(d) + sinh(d) + cosh(d) + tanh(d) + arcsin(d) + arccos(d) + arctan(d)", "1"),
  value("timestep(t, dt)", "integer"),
  draw("poisson(3.0)*d", "1"),
  draw("randn()", "1"),
  value("pi*e", "1"),
  value("clip(d, -inf, inf)", "1"),
  value("1e3 + .5 + 2. + 1E-3 + 1.5e+2", "1"),
  value("umetre2/second2*volt", "metre**2*volt/second**2"),
  value("(b +\n  b)", "volt"),
  value("3*mmolar", "mmolar"),
  value("t_in_timesteps*d", "1"),
  value("1.0*i/N", "1"),
  noValue("a + b", "UNITS_MISMATCH"),
  noValue("a < b", "UNITS_MISMATCH", "boolean"),
  noValue("flag or b < c", "UNITS_MISMATCH", "boolean"),
  noValue("sin(b)", "UNITS_MISMATCH"),
  noValue("sqrt(b) + b", "UNITS_MISMATCH", "volt"),
  noValue("3*mV + sin(5)", "UNITS_MISMATCH", "volt"),
  noValue("sqrt(d) + sqrt(7*mV**2)", "UNITS_MISMATCH", "volt"),
  noValue("b + clip(3*mV, 0, 5)", "UNITS_MISMATCH", "volt"),
  noValue("b // c", "UNITS_MISMATCH"),
  noValue("2**b", "UNITS_MISMATCH"),
  noValue("a**b", "UNITS_MISMATCH"),
  noValue("b**d", "UNITS_POWER"),
  noValue("b**n", "UNITS_POWER"),
  noValue("d << 2", "EQUATIONS_SYNTAX"),
  noValue("int(True", "EQUATIONS_SYNTAX"),
  noValue("sqrt(b, b)", "EQUATIONS_FUNCTION", "volt"),
  noValue("sqrt()", "EQUATIONS_FUNCTION"),
  noValue("int(1, 2)", "EQUATIONS_FUNCTION"),
  noValue("d < 1 and d", "EQUATIONS_TYPE", "boolean"),
  noValue("d & n", "EQUATIONS_SYNTAX"),
  noValue("2 ^ 3", "EQUATIONS_SYNTAX"),
  noValue("2 | 3", "EQUATIONS_SYNTAX"),
  noValue("~n", "EQUATIONS_SYNTAX"),
  noValue("2 if d > 0 else 3", "EQUATIONS_SYNTAX"),
  noValue("b[0]", "EQUATIONS_SYNTAX", "volt"),
  noValue("b.real", "EQUATIONS_SYNTAX", "volt"),
  noValue("d d", "EQUATIONS_SYNTAX"),
  noValue("2*", "EQUATIONS_SYNTAX"),
  noValue("(d", "EQUATIONS_SYNTAX"),
  noValue("d)", "EQUATIONS_SYNTAX"),
  noValue("nowhere", "NAME_UNKNOWN"),
  noValue("nowhere(d)", "NAME_UNKNOWN"),
  noValue("clip(d, 0)", "EQUATIONS_FUNCTION"),
  noValue("rand()", "EQUATIONS_FLAG"),
];

const EQUATIONS: readonly Verdict[] = [
  accepted(["dx/dt = -x/tau_x : 1", "tau_x = 10*ms : second"]),
  accepted(["dx/dt = rand()/ms : 1"]),
  accepted(["dx/dt = y/ms : 1", "y = rand() : 1 (constant over dt)"]),
  accepted(["m = n/2 : 1"]),
  accepted(["x = int(flag)*2 : 1"]),
  accepted(["x : siemens/meter**2"]),
  accepted(["x : meter**-1"]),
  accepted(["x : volt**2"]),
  accepted(["x : volt*second**-0.5"]),
  accepted(["x : mmolar"]),
  accepted(["dx/dt = xi*ms**-0.5 : 1"]),
  accepted(["dx/dt = xi_1*ms**-0.5 : 1", "dy/dt = xi_1*ms**-0.5 + xi_2*ms**-0.5 : 1"]),
  accepted(["x : 1 (constant)"]),
  accepted(["x : 1 (shared)"]),
  accepted(["x : 1 (constant, shared)"]),
  accepted(["x = 2*s : 1 (shared)", "s : 1 (shared)"]),
  accepted(["dx/dt = -x/(10*ms) : 1 (unless refractory)"]),
  accepted(["x = a + # why not", "    b*c : watt # a comment"]),
  refused(["dx/dt = y/ms : 1", "y = rand() : 1"], "EQUATIONS_FLAG"),
  refused(["dx/dt = -x/(10*ms) volt"], "EQUATIONS_SYNTAX"),
  refused(["x : volt second"], "EQUATIONS_SYNTAX"),
  refused(["x : mvolt"], "UNITS_SCALE"),
  refused(["x : mV"], "UNITS_SCALE"),
  refused(["x : molar"], "UNITS_SCALE"),
  refused(["x : amp/cmeter"], "UNITS_SCALE"),
  refused(["x : voltage"], "UNITS_UNKNOWN"),
  refused(["x : 1.0*volt"], "UNITS_UNKNOWN"),
  refused(["x : 1", "x : volt"], "NAME_CLASH"),
  refused(["t : second"], "NAME_RESERVED"),
  refused(["dt : second"], "NAME_RESERVED"),
  refused(["xi : 1"], "NAME_RESERVED"),
  refused(["xi_x : 1"], "NAME_RESERVED"),
  refused(["i : integer"], "NAME_RESERVED"),
  refused(["for : 1"], "NAME_RESERVED"),
  refused(["1a : 1"], "EQUATIONS_SYNTAX"),
  refused(["_x : 1"], "NAME_INVALID"),
  refused(["mV : 1"], "NAME_RESERVED"),
  refused(["exp : 1"], "NAME_RESERVED"),
  refused(["x_pre : 1"], "NAME_RESERVED"),
  refused(["x = xi : second**-0.5"], "NAME_UNKNOWN"),
  refused(["dx/dt = xi*ms**-0.5 : 1", "dy/dt = xi*ms**-0.5 : 1"], "EQUATIONS_SYNTAX"),
  refused(["x : 1 (invented)"], "EQUATIONS_FLAG"),
  refused(["x : 1 (unless refractory)"], "EQUATIONS_FLAG"),
  refused(["x = d : 1 (constant)"], "EQUATIONS_FLAG"),
  refused(["dx/dt = -x/ms : 1 (constant over dt)"], "EQUATIONS_FLAG"),
  refused(["x = 2*d : 1 (shared)"], "EQUATIONS_FLAG"),
  refused(["x = y : 1", "y = x : 1"], "EQUATIONS_CYCLE"),
  refused(["dx/dt = -x/ms : boolean"], "EQUATIONS_TYPE"),
  refused(["dx/dt = -x/ms : integer"], "EQUATIONS_TYPE"),
  refused(["dx/dt = -x : volt"], "UNITS_MISMATCH"),
  refused(["dx/dt = -x/ms"], "EQUATIONS_SYNTAX"),
  refused(["x = d"], "EQUATIONS_SYNTAX"),
  refused(["x"], "EQUATIONS_SYNTAX"),
];

const text = (group: Verdict["group"]): Verdict => ({ group, isAccepted: true });
const noText = (group: Verdict["group"], code: string): Verdict => ({ group, isAccepted: false, code });
const V = "v > 10*mV";

const TEXTS: readonly Verdict[] = [
  text({ threshold: V }),
  text({ threshold: "v > 10*mV and not v > 20*mV" }),
  text({ threshold: "rand() < 0.5" }),
  text({ threshold: "flag" }),
  noText({ threshold: "0*mV < v < 5*mV" }, "EQUATIONS_SYNTAX"),
  noText({ threshold: "v" }, "EQUATIONS_TYPE"),
  noText({ threshold: "v > 0" }, "UNITS_MISMATCH"),
  noText({ threshold: "v = 10*mV" }, "EQUATIONS_SYNTAX"),
  text({ threshold: V, reset: "v = 0*mV; d += 1" }),
  text({ threshold: V, reset: "v = 0*mV\nd += 1 # count\nn = 3" }),
  text({ threshold: V, reset: "v -= 1*mV; v *= 2; v /= 2; d %= 2" }),
  text({ threshold: V, reset: "d = rand()" }),
  text({ threshold: V, reset: "flag = v > 0*mV" }),
  noText({ threshold: V, reset: "d **= 2" }, "EQUATIONS_SYNTAX"),
  noText({ threshold: V, reset: "d //= 2" }, "EQUATIONS_SYNTAX"),
  noText({ threshold: V, reset: "v = 0" }, "UNITS_MISMATCH"),
  noText({ threshold: V, reset: "v += 1" }, "UNITS_MISMATCH"),
  noText({ threshold: V, reset: "t = 0*ms" }, "EQUATIONS_TYPE"),
  noText({ equations: ["x = 2*d : 1"], threshold: V, reset: "x = 1" }, "EQUATIONS_TYPE"),
  noText({ equations: ["x : 1 (shared)"], threshold: V, reset: "x = 1" }, "EQUATIONS_FLAG"),
  text({ threshold: V, refractory: "5*ms" }),
  text({ equations: ["ref : second"], threshold: V, refractory: "ref" }),
  text({ threshold: V, refractory: "(t - lastspike) < 5*ms" }),
  text({ threshold: V, refractory: "v > 0*mV" }),
  text({ threshold: V, refractory: "rand() < 0.5" }),
  noText({ threshold: V, refractory: "5*Hz" }, "UNITS_MISMATCH"),
  noText({ threshold: V, refractory: "3" }, "UNITS_MISMATCH"),
];

const byMethod = (method: string, equations: readonly string[], code?: string): Verdict => ({
  group: { method, equations },
  isAccepted: code === undefined,
  ...(code !== undefined && { code }),
});
const METHODS: readonly Verdict[] = [
  byMethod("euler", ["dx/dt = -x/ms + xi*ms**-0.5 : 1"]),
  byMethod("euler", ["dx/dt = x*xi*ms**-0.5 : 1"], "EQUATIONS_METHOD"),
  byMethod("heun", ["dx/dt = x*xi*ms**-0.5 : 1"]),
  byMethod("milstein", ["dx/dt = x*xi*ms**-0.5 : 1"]),
  byMethod("rk2", ["dx/dt = -x**3/ms : 1"]),
  byMethod("rk4", ["dx/dt = -x**3/ms : 1"]),
  byMethod("rk2", ["dx/dt = -x/ms + xi*ms**-0.5 : 1"], "EQUATIONS_METHOD"),
  byMethod("rk4", ["dx/dt = -x/ms + xi*ms**-0.5 : 1"], "EQUATIONS_METHOD"),
  byMethod("exponential_euler", ["dx/dt = (d - x)*y/ms : 1", "dy/dt = (x**2 - y)/ms : 1"]),
  byMethod("exponential_euler", ["dx/dt = -x**3/ms : 1"], "EQUATIONS_METHOD"),
  byMethod("exact", ["dx/dt = (y - x)/ms : 1", "dy/dt = -y/ms : 1"]),
  byMethod("exact", ["dx/dt = -x**2/ms : 1"], "EQUATIONS_METHOD"),
  byMethod("exact", ["dx/dt = -x/ms + xi*ms**-0.5 : 1"], "EQUATIONS_METHOD"),
  byMethod("exact", ["dx/dt = sin(t/ms)/ms : 1"], "EQUATIONS_METHOD"),
];

const differs = (because: string, verdict: Verdict): Verdict => ({ ...verdict, because });
/** Brian 2 takes it, we do not. */
const stricter = (because: string, group: Verdict["group"], code: string): Verdict => differs(because, { group, isAccepted: true, code });
/** We take it, Brian 2 does not. */
const wider = (because: string, group: Verdict["group"]): Verdict => differs(because, { group, isAccepted: false });
const yIs = (right: string, unit: string): Verdict["group"] => ({ equations: [`y = ${right} : ${unit}`] });

const CONDITIONS = "a number is no condition: Brian 2 tells so only once it makes code of the text";
const TYPES = "what is cut off, or turned into 0 and 1, is said: int(…)";

const SINGULAR = "the augmented matrix exponential solves it";

/** Where we differ by design. */
const EXCEPTIONS: readonly Verdict[] = [
  stricter(CONDITIONS, yIs("flag or d", "boolean"), "EQUATIONS_TYPE"),
  stricter(CONDITIONS, yIs("not d", "boolean"), "EQUATIONS_TYPE"),
  stricter(TYPES, yIs("d", "integer"), "EQUATIONS_TYPE"),
  stricter(TYPES, yIs("d > 0", "1"), "EQUATIONS_TYPE"),
  stricter(TYPES, yIs("n**n", "integer"), "EQUATIONS_TYPE"),
  stricter("a condition is no number of the text", yIs("b**True", "volt"), "UNITS_POWER"),
  stricter("reserved whether or not the group is refractory", { equations: ["lastspike : second"] }, "NAME_RESERVED"),
  stricter("a constant is constant", { equations: ["x : 1 (constant)"], threshold: V, reset: "x = 1" }, "EQUATIONS_FLAG"),
  stricter(
    "a misspelt variable would be a temporary one: declare it in the equations",
    { threshold: V, reset: "vv = 0*mV" },
    "NAME_UNKNOWN",
  ),
  wider(SINGULAR, { method: "exact", equations: ["dx/dt = rate : 1", "rate : hertz (constant)"] }),
  wider(SINGULAR, { method: "exact", equations: ["dx/dt = 3*Hz : 1"] }),
  wider(SINGULAR, { method: "exact", equations: ["dx/dt = y/ms : 1", "dy/dt = -x/ms : 1"] }),
  wider("Brian 2 puts the right side in without parentheses", { threshold: V, reset: "v %= 1*mV" }),
  wider("a superset", yIs("min(b, 1*mV) + max(b, 1*mV) + where(d > 0, b, 2*b)", "volt")),
  wider("units that are missing there", yIs("3*mS + 2*pS + 1*nS", "siemens")),
  wider("units that are missing there", yIs("3*ns + 1*minute + 1*hour", "second")),
  wider("units that are missing there", yIs("1*MOhm + 2*Mohm", "ohm")),
  wider("units that are missing there", yIs("1*GHz + 1*mHz", "hertz")),
  wider("units that are missing there", yIs("3*dmetre + 2*cmeter", "metre")),
  wider("known without being imported", yIs("gas_constant*zero_celsius/faraday_constant", "volt")),
  wider("known without being imported", yIs("elementary_charge", "coulomb")),
];

export const VERDICTS: readonly Verdict[] = [...EXPRESSIONS, ...EQUATIONS, ...TEXTS, ...METHODS, ...EXCEPTIONS];
