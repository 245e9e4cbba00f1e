/** What the command line can report itself (docs/errors.md). */
export const CLI_CODES = {
  CLI_USAGE: { cause: "A flag or argument of the command is not what it takes.", remedy: "See `spikefarm help COMMAND`." },
  CLI_FILE_UNREADABLE: { cause: "The document's file cannot be read.", remedy: "Check the path and its permissions." },
  CLI_FILE_UNWRITABLE: {
    cause: "A picture's file, or what the command prints, cannot be written.",
    remedy: "Check the path, its permissions and the space that is left there.",
  },
  CLI_INTERRUPTED: {
    cause: "The run was stopped with Ctrl-C or a signal.",
    remedy: "Run the same command again: it continues with what is missing.",
  },
} as const;
