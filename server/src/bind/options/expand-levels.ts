/** How deep `$expand` goes: `$levels` unrolled (Protocol 11.2.5.2.1), and the bounds of one request. */
import type { LevelsOption } from '../../../../grammar/index.ts';
import type { BoundExpand } from '../../bound/bound.ts';
import { ODataError } from '../../errors/odata-error.ts';

/** Most `$expand` within one another, each of `$levels` counted; what `$levels=max` means, and `$metadata` announces. */
export const MAX_EXPAND_LEVELS = 10;
/** Most navigation properties that one request expands, at all levels together: each is at least one read. */
const MAX_EXPANSIONS = 200;

/** Throws QueryTooComplex at an `$expand` that lies deeper than is read. */
export function checkLevel(level: number): void {
  if (level <= MAX_EXPAND_LEVELS) return;
  throw tooComplex(
    `'$expand' goes ${level} levels deep; at most ${MAX_EXPAND_LEVELS} are done. Expand less within one another, or ask for the deeper entities at their own set.`,
  );
}

/** Throws QueryTooComplex where more is expanded than is read for one request. */
export function checkExpansions(expand: readonly BoundExpand[]): void {
  const count = expansions(expand);
  if (count <= MAX_EXPANSIONS) return;
  throw tooComplex(
    `'$expand' names ${count} navigation properties, those of all levels and of '*' counted; at most ${MAX_EXPANSIONS} are expanded. Name the ones that are needed, or ask for fewer levels.`,
  );
}

/**
 * A navigation property expanded `levels` times within itself, with the same options each time. `level` is where the
 * outermost stands. Throws QueryTooComplex where that goes too deep.
 */
export function repeated(once: BoundExpand, levels: LevelsOption['value'], level: number): BoundExpand {
  const within = depthOf(once.options.projection.expand);
  const most = MAX_EXPAND_LEVELS - level - within + 1;
  const count = levels === 'max' ? most : levels;
  if (count > most) checkLevel(level + count + within - 1);
  let expand: BoundExpand = levels === 'max' ? { ...once, acyclic: true } : once;
  for (let done = 1; done < count; done += 1) expand = containing(expand, once);
  return expand;
}

function containing(inner: BoundExpand, { options, ...once }: BoundExpand): BoundExpand {
  const { projection } = options;
  const others = projection.expand.filter(({ navigation }) => navigation !== once.navigation);
  return {
    ...once,
    repeats: true,
    acyclic: inner.acyclic,
    options: { ...options, projection: { ...projection, expand: [...others, inner] } },
  };
}

/** What `*` stands for, so many levels deep; `max` is as many as the bounds leave room for beside what is `named`. */
export function starLevels(
  expanded: (levels: number) => readonly BoundExpand[],
  levels: LevelsOption['value'],
  level: number,
  named: readonly BoundExpand[],
): readonly BoundExpand[] {
  const most = MAX_EXPAND_LEVELS - level + 1;
  if (levels !== 'max') {
    if (levels > most) checkLevel(level + levels - 1);
    return expanded(levels);
  }
  const room = MAX_EXPANSIONS - expansions(named);
  let count = 1;
  while (count < most && expansions(expanded(count + 1)) <= room) count += 1;
  return expanded(count).map((expand) => acyclicThroughout(expand));
}

function acyclicThroughout(expand: BoundExpand): BoundExpand {
  const { options } = expand;
  const within = options.projection.expand.map(acyclicThroughout);
  return { ...expand, acyclic: true, options: { ...options, projection: { ...options.projection, expand: within } } };
}

const nestedIn = ({ options }: BoundExpand): readonly BoundExpand[] => options.projection.expand;

const depthOf = (expand: readonly BoundExpand[]): number =>
  expand.reduce((deepest, each) => Math.max(deepest, 1 + depthOf(nestedIn(each))), 0);

/** How many there are, at all levels; those of `*` share what they have in common. */
function expansions(expand: readonly BoundExpand[], known = new Map<readonly BoundExpand[], number>()): number {
  const found = known.get(expand);
  if (found !== undefined) return found;
  const count = expand.reduce((sum, each) => sum + 1 + expansions(nestedIn(each), known), 0);
  known.set(expand, count);
  return count;
}

const tooComplex = (reason: string): ODataError => ODataError.of('QueryTooComplex', { reason }, { target: '$expand' });
