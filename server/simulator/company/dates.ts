/** Days as whole numbers since 1970-01-01, and their ISO texts (`YYYY-MM-DD`). */

const millisecondsPerDay = 86_400_000;
const isoDay = /^\d{4}-\d{2}-\d{2}$/;

/** Day number of `YYYY-MM-DD`, or undefined when the text is no such day. */
export function parseDay(text: string): number | undefined {
  if (!isoDay.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time)) return undefined;
  const day = Math.round(time / millisecondsPerDay);
  return formatDay(day) === text ? day : undefined;
}

/** `YYYY-MM-DD` of a day number. */
export function formatDay(day: number): string {
  return new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
}

/** Day of the week, Monday 0 to Sunday 6. */
export function weekday(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The day `months` calendar months earlier, the 1st of the month. */
export function monthsBefore(day: number, months: number): number {
  const date = new Date(day * millisecondsPerDay);
  return Math.round(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1) / millisecondsPerDay);
}
