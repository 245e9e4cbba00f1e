// Times for people: two units at most, so that they are read at a glance.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `850 ms`, `9.3 s`, `4 min 05 s`, `2 h 13 min`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "unknown";
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min ${twoDigits(whole % MINUTE)} s`;
  const minutes = Math.round(seconds / MINUTE) * MINUTE;
  if (minutes < DAY) return `${Math.floor(minutes / HOUR)} h ${twoDigits((minutes % HOUR) / MINUTE)} min`;
  const hours = Math.round(seconds / HOUR) * HOUR;
  return `${Math.floor(hours / DAY)} d ${(hours % DAY) / HOUR} h`;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const clockAndDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const clockAndDate = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** Local time; with the day where it is not today's, with the year where it is not this one's. */
export function formatMoment(moment: Date, now: Date): string {
  if (Number.isNaN(moment.getTime())) return "unknown";
  if (moment.toDateString() === now.toDateString()) return clock.format(moment);
  return (moment.getFullYear() === now.getFullYear() ? clockAndDay : clockAndDate).format(moment);
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");
