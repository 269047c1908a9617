/**
 * How long `/health` takes, measured from a process of its own: `probe.ts URL`. For each line on standard input, the
 * longest time since the line before is written, in milliseconds, and how many were measured.
 */
import { Agent, get } from 'node:http';
import { createInterface } from 'node:readline';

const [url = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const EVERY_MS = 5;
let [longest, count] = [0, 0];
/** When the request under way was sent. */
let sent: number | undefined;

function ask(): Promise<void> {
  const start = performance.now();
  sent = start;
  return new Promise((resolve) => {
    const done = (): void => {
      longest = Math.max(longest, performance.now() - start);
      count += 1;
      sent = undefined;
      resolve();
    };
    get(url, { agent }, (response) => response.resume().on('end', done)).on('error', () => {
      longest = Number.POSITIVE_INFINITY;
      resolve();
    });
  });
}

createInterface({ input: process.stdin })
  .on('line', () => {
    const waiting = sent === undefined ? 0 : performance.now() - sent;
    process.stdout.write(`${Math.max(longest, waiting)} ${count}\n`);
    [longest, count] = [0, 0];
  })
  .on('close', () => process.exit(0));

await ask();
longest = 0;
process.stdout.write(`ready ${url}\n`);
for (;;) {
  await ask();
  await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
}
