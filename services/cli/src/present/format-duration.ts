// A time for people: two units at most, so that it is read at a glance.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 13 min`, `3 d 4 h`; `unknown` for what is not a time yet. */
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

const twoDigits = (value: number) => String(value).padStart(2, "0");
