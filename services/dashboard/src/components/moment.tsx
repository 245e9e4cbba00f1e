import { formatMoment } from "../values/format-time.js";

/** A time of the API as local time, with the exact one as a tooltip. */
export function Moment({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={at}>
      {formatMoment(new Date(at), new Date())}
    </time>
  );
}
