/**
 * What the server costs, as ratios to floors measured beside it in the same run. Every server is a process of its own;
 * the client and the simulator share the machine with them, as in every measurement of the same table.
 * Usage: npm run bench -- [extracts|answers|repeats|clients|aggregates|memory ...]; without names, all but memory (5 million rows).
 */
import { benchmarkAggregates } from './aggregates.ts';
import { benchmarkAnswers } from './answers.ts';
import { benchmarkExtracts, benchmarkMemory } from './full-extract.ts';
import { benchmarkManyClients, benchmarkRepeats } from './sharing.ts';

const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  extracts: () => benchmarkExtracts([100_000, 1_000_000]),
  answers: benchmarkAnswers,
  repeats: benchmarkRepeats,
  clients: benchmarkManyClients,
  aggregates: benchmarkAggregates,
  memory: () => benchmarkMemory(5_000_000),
};

const named = process.argv.slice(2);
const wanted = named.length > 0 ? named : Object.keys(benchmarks).filter((name) => name !== 'memory');

console.log(`ClickTime OData benchmark, Node ${process.version}\n`);
for (const name of wanted) {
  const benchmark = benchmarks[name];
  if (benchmark === undefined) {
    throw new Error(`There is no benchmark '${name}'; there are ${Object.keys(benchmarks).join(', ')}.`);
  }
  await benchmark();
}
