// Runs everything that must hold before a change lands, and adds up what all runners counted.
// Usage: node scripts/test.js [types|lint|format|unit|e2e ...]; without names, all of them in this order.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const reports = mkdtempSync(join(tmpdir(), 'clicktime-odata-test-'));
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

/** Each step is one npm script, and its seconds on two idle cores; a step without `count` counts as one check. */
const steps = {
  types: { script: 'check:types', seconds: 15 },
  lint: { script: 'check:lint', seconds: 10 },
  format: { script: 'check:format', seconds: 30 },
  unit: {
    script: 'test:unit',
    seconds: 260,
    args: ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    count: () => countVitest(readJson(vitestReport)),
  },
  e2e: {
    script: 'test:e2e',
    seconds: 720,
    args: ['--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
    count: () => countPlaywright(readJson(playwrightReport)),
  },
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(steps);
const unknown = wanted.find((name) => !(name in steps));
if (unknown !== undefined)
  throw new Error(`There is no step '${unknown}'; there are ${Object.keys(steps).join(', ')}.`);
const seconds = wanted.map((name) => steps[name].seconds).reduce((sum, each) => sum + each, 0);
console.log(`${wanted.join(', ')}: about ${inMinutes(seconds)} on two idle cores.`);
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
  console.log(`\n== ${name} ==`);
  const started = performance.now();
  const command = ['run', '--silent', step.script, ...(step.args ? ['--', ...step.args] : [])];
  const { status } = spawnSync('npm', command, { stdio: 'inherit', env: { ...process.env, ...step.env } });
  console.log(`${name} took ${inMinutes((performance.now() - started) / 1000)}.`);
  const counted = step.count?.() ?? { passed: status === 0 ? 1 : 0, failed: 0, skipped: 0 };
  // A runner that fails without a failed test (a crash, a bad configuration) is a failure all the same.
  return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

/** As `4:05 minutes`. */
function inMinutes(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')} minutes`;
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
