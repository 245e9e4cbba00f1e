// The `spikefarm` command: reads the command line, runs one command, turns what it throws into a message and an exit code.
// Results go to stdout, everything else to stderr.

import { CodedError } from "@spikefarm/protocol";
import { Command, CommanderError } from "commander";
import { ExitCode, exitCodeOf } from "./exit-codes.js";
import { OutputEnded, watchOutput } from "./output.js";
import { reportError } from "./report-error.js";

const program = new Command("spikefarm")
  .description("Runs a model over a space of parameters on every core you have, and hands you one table.")
  .version("0.1.0")
  .exitOverride()
  .showSuggestionAfterError()
  .configureHelp({ showGlobalOptions: true })
  .hook("preAction", (_program, command) => refuseEmpty(command));

const DATA_FLAG = ["--data <dir>", "data directory (default: ./.spikefarm, or SPIKEFARM_DATA)"] as const;
const MODULES_FLAG = ["--modules <dir>", "folder of module files (default: modules beside the document, or SPIKEFARM_MODULES)"] as const;
const URL_FLAG = ["--url <url>", "a running farm's address (default: http://127.0.0.1:7070, or SPIKEFARM_COORDINATOR_URL)"] as const;
const TOKEN_FLAG = ["--token <token>", "its token (default: SPIKEFARM_TOKEN)"] as const;
const REDIS_FLAG = ["--redis <url>", "Redis (default: SPIKEFARM_REDIS_URL, or redis://127.0.0.1:6379)"] as const;
const WRITER_FLAG = ["--writer <url>", "the writer's address (default: SPIKEFARM_WRITER_URL, or http://127.0.0.1:7071)"] as const;
const HOST_FLAG = ["--host <address>", "address to listen on (default: 127.0.0.1, or SPIKEFARM_HOST; another needs a token)"] as const;
const PORT_FLAG = ["--port <n>", "port to listen on (default: SPIKEFARM_PORT)"] as const;
const MACHINE_FLAG = ["--machine <name>", "this machine's name (default: SPIKEFARM_MACHINE, or the host's)"] as const;
const JSON_FLAG = ["--json", "print one JSON object instead of text"] as const;

program
  .command("run")
  .description("run a document's sweep here, or go on with it where it stopped; shows its table at the end")
  .argument("<file>", "the document, YAML or JSON")
  .option(...DATA_FLAG)
  .option("--threads <n>", "threads (default: every core, or SPIKEFARM_THREADS)")
  .option(...MODULES_FLAG)
  .option("--new", "start a new sweep even where an unfinished one of this document exists")
  .option(...JSON_FLAG)
  .option("--granule <n>", "trials stored together (for tests; never changes a result)")
  .option("--lanes <n>", "trials in one kernel call (for tests; never changes a result)")
  .option("--task-granules <n>", "granules in a task (for tests; never changes a result)")
  .action(async (file, flags) => (await import("./commands/run.js")).run(file, flags).then(exitWith));

program
  .command("check")
  .description("check a document and show its plan, without running it")
  .argument("<file>", "the document, YAML or JSON")
  .option(...MODULES_FLAG)
  .option(...JSON_FLAG)
  .action(async (file, flags) => (await import("./commands/check.js")).check(file, flags).then(exitWith));

program
  .command("compile")
  .description("show what a model is compiled to: its plan with costs, its operations, WebAssembly or C")
  .argument("<file>", "the document, YAML or JSON")
  .option("--emit <form>", "plan, ir, wat or c", "plan")
  .option("--group <name>", "one group of the model (default: all of them)")
  .action(async (file, flags) => (await import("./commands/compile.js")).compile(file, flags).then(exitWith));

program
  .command("ls")
  .description("list the sweeps of a data directory, newest first")
  .option(...DATA_FLAG)
  .option("--url <url>", "ask the running farm at this address instead")
  .option(...TOKEN_FLAG)
  .option(...JSON_FLAG)
  .action(async (flags) => (await import("./commands/ls.js")).ls(flags).then(exitWith));

program
  .command("show")
  .description("show one sweep: its state, table and plot (of a running farm its state and plan); or one of its trials")
  .argument("<id>", "a sweep's id, or last")
  .argument("[point]", "a point of the table: show that trial alone")
  .argument("[repeat]", "and this repeat of it (default: the first)")
  .option("--plot <file>", "draw the trial's spikes and traces as SVG")
  .option("--from <time>", "where the picture begins, as in 100*ms")
  .option("--to <time>", "where it ends")
  .option(...DATA_FLAG)
  .option("--url <url>", "ask the running farm at this address instead")
  .option(...TOKEN_FLAG)
  .option(...JSON_FLAG)
  .action(async (id, point, repeat, flags) => {
    if (point === undefined) return (await import("./commands/show.js")).show(id, flags).then(exitWith);
    return (await import("./commands/show-trial.js")).showTrial(id, point, repeat, flags).then(exitWith);
  });

program
  .command("results")
  .description("print a sweep's table")
  .argument("<id>", "a sweep's id, or last")
  .option("--format <format>", "csv, json or arrow", "csv")
  .option("--plot <file>", "draw one output over the swept axes as SVG instead")
  .option("--output <name>", "of the picture (default: the first that is a number)")
  .option(...DATA_FLAG)
  .option("--url <url>", "ask the running farm at this address instead")
  .option(...TOKEN_FLAG)
  .action(async (id, flags) => (await import("./commands/results.js")).results(id, flags).then(exitWith));

program
  .command("up")
  .description("run a farm on this machine, with API and dashboard, until Ctrl-C")
  .option(...DATA_FLAG)
  .option("--threads <n>", "threads (default: every core, or SPIKEFARM_THREADS)")
  .option(...MODULES_FLAG)
  .option("--port <n>", "port of API and dashboard (default: 7070, or SPIKEFARM_PORT; 0 takes a free one)")
  .option(...HOST_FLAG)
  .option(...TOKEN_FLAG)
  .action(async (flags) => (await import("./commands/up.js")).up(flags).then(exitWith));

program
  .command("coordinator")
  .description("run the coordinator of a farm of many machines")
  .option(...REDIS_FLAG)
  .option(...WRITER_FLAG)
  .option(...HOST_FLAG)
  .option(...PORT_FLAG)
  .option(...TOKEN_FLAG)
  .action(async (flags) => (await import("./commands/serve.js")).serve("coordinator", flags));

program
  .command("writer")
  .description("run the writer, the one process that holds the data directory")
  .option(...DATA_FLAG)
  .option(...HOST_FLAG)
  .option(...PORT_FLAG)
  .option(...MACHINE_FLAG)
  .option(...TOKEN_FLAG)
  .action(async (flags) => (await import("./commands/serve.js")).serve("writer", flags));

program
  .command("worker")
  .description("run a worker; any number of them, on any number of machines")
  .option(...REDIS_FLAG)
  .option(...WRITER_FLAG)
  .option("--coordinator <url>", "the coordinator's address, to be seen there (default: SPIKEFARM_COORDINATOR_URL)")
  .option("--threads <n>", "threads (default: every core, or SPIKEFARM_THREADS)")
  .option("--modules <dir>", "folder of module files (default: SPIKEFARM_MODULES)")
  .option(...MACHINE_FLAG)
  .option(...TOKEN_FLAG)
  .action(async (flags) => (await import("./commands/serve.js")).serve("worker", flags));

program
  .command("submit")
  .description("hand a document to a running farm and print the sweep's id")
  .argument("<file>", "the document, YAML or JSON")
  .option(...URL_FLAG)
  .option(...TOKEN_FLAG)
  .option(...JSON_FLAG)
  .action(async (file, flags) => (await import("./commands/submit.js")).submit(file, flags).then(exitWith));

program
  .command("watch")
  .description("follow a sweep of a running farm until it ends")
  .argument("<id>", "a sweep's id, or last")
  .option(...URL_FLAG)
  .option(...TOKEN_FLAG)
  .option(...JSON_FLAG)
  .action(async (id, flags) => (await import("./commands/watch.js")).watch(id, flags).then(exitWith));

program
  .command("workers")
  .description("list who works for a running farm")
  .option(...URL_FLAG)
  .option(...TOKEN_FLAG)
  .option(...JSON_FLAG)
  .action(async (flags) => (await import("./commands/workers.js")).workers(flags).then(exitWith));

program
  .command("cancel")
  .description("end a sweep of a running farm; its finished rows stay")
  .argument("<id>", "a sweep's id, or last")
  .option(...URL_FLAG)
  .option(...TOKEN_FLAG)
  .action(async (id, flags) => (await import("./commands/cancel.js")).cancel(id, flags).then(exitWith));

/** A variable that a script has not set must stand for nothing: neither no token, nor every sweep, nor the working directory. */
function refuseEmpty(command: Command): void {
  for (const option of command.options) {
    if (command.getOptionValue(option.attributeName()) === "") {
      throw new CodedError("CLI_USAGE", `${option.long} is empty; give it a value, or leave it out.`);
    }
  }
  if (command.args.includes("")) throw new CodedError("CLI_USAGE", `An argument of \`${command.name()}\` is empty; give it a value.`);
}

function exitWith(code: ExitCode): void {
  process.exitCode = code;
}

watchOutput();
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  else if (error instanceof OutputEnded) process.exitCode ??= ExitCode.ok;
  else {
    reportError(error);
    process.exitCode = exitCodeOf(error);
  }
}
