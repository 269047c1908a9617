/** Minutes of a day as `HH:MM`, or `HH:MM:SS`. */
export function clockTime(minutes: number, seconds = false): string {
  const part = (value: number): string => String(value).padStart(2, '0');
  return `${part(Math.floor(minutes / 60) % 24)}:${part(Math.floor(minutes % 60))}${seconds ? ':00' : ''}`;
}
