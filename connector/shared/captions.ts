/** `BillingRate` in words: `Billing Rate`; runs of capitals such as `ID` and `GDPR` stay together. */
export function caption(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1 ')
    .replace(/_+/g, ' ')
    .replace(/^./, (first) => first.toUpperCase())
    .trim();
}
