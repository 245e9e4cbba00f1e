/** Codes of this package, with cause and remedy; docs/errors.md is made from them. */
export const WORKER_CODES = {
  MODULE_LOAD_FAILED: {
    cause: "A module file could not be bundled, threw or hung while it was loaded, or lacks an export.",
    remedy: "Mend the file and start again: it must export `parameters`, `outputs` and a function `run`, and load within seconds.",
  },
  MODULE_SETUP_FAILED: {
    cause: "A module's `setup` threw an error, so that none of its trials can run.",
    remedy: "Mend `setup` and run the document again: a module that has changed starts a new sweep.",
  },
  MODULE_BAD_RESULT: {
    cause: "What a module's `run` returned does not fit its `outputs`: a name, a type or a length differs.",
    remedy: "Return an object with exactly the declared outputs, or declare what is returned.",
  },
  TRIAL_THREW: {
    cause: "A module's `run` threw an error in this trial; its neighbours are unharmed.",
    remedy: "Read the message in the row; run the point again on its own to look into it.",
  },
  TRIAL_TIMEOUT: {
    cause: "A trial went on for `timeout` without calling `report`, and was given up.",
    remedy: "Call `report` now and then, or give the sweep a longer `timeout`.",
  },
  TRIAL_CRASHED: {
    cause:
      "A trial ended its thread or its process (it exited, aborted, ran out of memory, or an error came late) as often as `attempts` allows.",
    remedy: "Look for process.exit, unbounded memory, native code or promises nobody awaits in the module.",
  },
  WORKER_NUMERICS_VERSION: {
    cause: "The sweep was accepted under another version of the numerics: results of the two must not mix.",
    remedy: "Finish the sweep with the version of Spikefarm that began it, or submit the document anew.",
  },
  WORKER_SWEEP_UNKNOWN: {
    cause: "A task names a sweep or a part that the store does not know.",
    remedy: "Use one store for the coordinator and the workers; submit the document again if its sweep was deleted.",
  },
  WORKER_MODULE_UNKNOWN: {
    cause: "The module of the sweep is not there, did not load, or is another version than the sweep began with.",
    remedy: "Give --modules the directory that holds the module; run the document again if the module has changed.",
  },
  WORKER_DOCUMENT_INVALID: {
    cause: "A stored document does not check on this worker: it was accepted by another version of Spikefarm.",
    remedy: "Finish the sweep with the version that began it, or submit the document anew.",
  },
  WORKER_THREAD_DIED: {
    cause: "A thread died again and again before it reached its first trial, or could not start.",
    remedy:
      "See the message; a module must not end its thread while it loads or sets up. Where a file of Spikefarm is missing, start it again.",
  },
  WORKER_SETTING_INVALID: {
    cause: "A setting in the environment of a worker is not understood.",
    remedy: "Correct the variable that the message names, and start the worker again.",
  },
  WORKER_TASK_THREW: {
    cause: "A task ended with an unexpected error outside any trial.",
    remedy: "Report it with the message: this is a fault of Spikefarm. Nothing is lost, and a restart runs the trials again.",
  },
} as const;

export type WorkerCode = keyof typeof WORKER_CODES;
