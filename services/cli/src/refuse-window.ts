import { CodedError } from "@spikefarm/protocol";

/** The part of a trial that is drawn is told only with a picture. @throws {CodedError} CLI_USAGE */
export function refuseWindow({ from, to }: { readonly from?: string; readonly to?: string }): void {
  if (from === undefined && to === undefined) return;
  throw new CodedError("CLI_USAGE", "--from and --to say which part of a trial is drawn; name the picture's file with --plot FILE.");
}
