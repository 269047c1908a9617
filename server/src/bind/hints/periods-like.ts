/** Periods that a text could be meant as: each form with the numbers and days that are in the text. */
export function periodsLike(text: string): readonly string[] {
  const numbers: readonly string[] = text.slice(0, 100).match(/\d+/g) ?? [];
  const days: readonly string[] = text.slice(0, 100).match(/\d{4}-\d\d-\d\d/g) ?? [];
  const [count = '90', second = '1'] = numbers.map((digits) => digits.replace(/^0+(?=\d)/, ''));
  const [from = '2024-01-01', to = '2024-12-31'] = days;
  const years = /^\d{4}(?!\d)/.test(text) ? [count, `${count}-Q${second}`, `${count}-${second.padStart(2, '0')}`] : [];
  return [
    ...['days', 'weeks', 'months', 'years'].map((unit) => `last-${count}-${unit}`),
    ...['month', 'quarter', 'year'].flatMap((unit) => [`this-${unit}`, `last-${unit}`, `${unit}-to-date`]),
    ...years,
    `since-${from}`,
    `${from}..${to}`,
  ];
}
