/** A `.pbids` file: Power BI opens it with the address filled in, and asks for the credentials. */
export function powerBiFile(root: string): string {
  const connection = { details: { protocol: 'odata', address: { url: root } } };
  return `${JSON.stringify({ version: '0.1', connections: [connection] }, undefined, 2)}\n`;
}
