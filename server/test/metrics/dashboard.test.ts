/** The dashboard in deploy asks for metrics that exist, and shows every one that docs/metrics.md tells of. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createMetrics } from '../../src/metrics/metrics.ts';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly refId: string }[];
}

const dashboard = JSON.parse(
  readFileSync(new URL('../../../deploy/grafana-dashboard.json', import.meta.url), 'utf8'),
) as {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
};

const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

/** Names of metrics in PromQL; what a histogram is asked by, too. */
const namesIn = (text: string): readonly string[] =>
  (text.match(/\b(?:clicktime_odata|nodejs|process)_\w+/g) ?? []).map((name) =>
    name.replace(/_(?:bucket|count|sum)$/, ''),
  );

async function metricNames(): Promise<readonly string[]> {
  const metrics = createMetrics('1.2.3');
  metrics.look({
    memory: () => ({ total: 0, held: 0, waiting: 0 }),
    extracts: () => ({ extracts: 0, bytes: 0 }),
  });
  const all = await metrics.registry.getMetricsAsJSON();
  return all.map(({ name }) => name);
}

test('every metric that is asked for exists', async () => {
  const known = await metricNames();
  expect(expressions.flatMap(namesIn).filter((name) => !known.includes(name))).toEqual([]);
});

test("every metric of the service's own is shown", async () => {
  const shown = new Set(expressions.flatMap(namesIn));
  const own = (await metricNames()).filter((name) => name.startsWith('clicktime_odata_'));
  expect(own.length).toBeGreaterThan(10);
  expect(own.filter((name) => !shown.has(name))).toEqual([]);
});

test('labels and variables that are named exist', async () => {
  const variables = new Set([...dashboard.templating.list.map(({ name }) => name), '__rate_interval']);
  const used = JSON.stringify(dashboard).match(/\$\{?(\w+)/g) ?? [];
  expect(
    used.map((text) => text.replace(/\W/g, '')).filter((name) => !variables.has(name) && name !== '__all'),
  ).toEqual([]);
  const grouped = expressions.flatMap((text) =>
    [...text.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', ')),
  );
  const labels = ['kind', 'status', 'outcome', 'of', 'le', 'instance'];
  expect(grouped.filter((label) => !labels.includes(label))).toEqual([]);
});

test('panels have places and ids of their own', () => {
  const { panels } = dashboard;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const [index, { gridPos: a }] of panels.entries()) {
    expect(a.x + a.w).toBeLessThanOrEqual(24);
    for (const { gridPos: b } of panels.slice(index + 1)) {
      const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
      expect(apart).toBe(true);
    }
  }
});
