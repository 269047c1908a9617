// Runs everything that must hold before a change lands, and adds up what all runners counted.
// Usage: node scripts/test.js [types|lint|format|unit|e2e ...]; without names, all of them in this order.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const reports = mkdtempSync(join(tmpdir(), 'clicktime-odata-test-'));
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

/** Each step is one npm script; a step without `count` counts as one check. */
const steps = {
  types: { script: 'check:types' },
  lint: { script: 'check:lint' },
  format: { script: 'check:format' },
  unit: {
    script: 'test:unit',
    args: ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    count: () => countVitest(readJson(vitestReport)),
  },
  e2e: {
    script: 'test:e2e',
    args: ['--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
    count: () => countPlaywright(readJson(playwrightReport)),
  },
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(steps);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of wanted) {
  const result = run(name);
  for (const key of Object.keys(total)) total[key] += result[key];
}
rmSync(reports, { recursive: true });
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;

function run(name) {
  const step = steps[name];
  if (step === undefined) throw new Error(`There is no step '${name}'; there are ${Object.keys(steps).join(', ')}.`);
  console.log(`\n== ${name} ==`);
  const command = ['run', '--silent', step.script, ...(step.args ? ['--', ...step.args] : [])];
  const { status } = spawnSync('npm', command, { stdio: 'inherit', env: { ...process.env, ...step.env } });
  const counted = step.count?.() ?? { passed: status === 0 ? 1 : 0, failed: 0, skipped: 0 };
  // A runner that fails without a failed test (a crash, a bad configuration) is a failure all the same.
  return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function countVitest(report) {
  return {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: report?.numPendingTests ?? 0,
  };
}

function countPlaywright(report) {
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = report?.stats ?? {};
  return { passed: expected + flaky, failed: unexpected, skipped };
}
