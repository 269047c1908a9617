/** Expressions that nest and share, made at random from a seed, so that a run can be repeated. */

interface Generated {
  readonly name: string;
  /** Query options, not encoded. */
  readonly query: string;
}

type Random = (below: number) => number;

/** Numbers of a linear congruential generator (Numerical Recipes). */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Kind = 'text' | 'number' | 'truth';

const leaves: Readonly<Record<Kind, readonly string[]>> = {
  text: ['Comment', 'ID', 'Job/Name', "'x'", `'${'ab'.repeat(300)}'`, 'cast(Hours,Edm.String)'],
  number: ['Hours', '7', '0.5', '9'.repeat(150), 'length(Comment)', 'year(Date)', '-3'],
  truth: ['true', 'Hours gt 3', "Comment eq 'x'", 'Date gt 2026-01-01', 'null eq Comment'],
};

/** Operations by what they make, with what they take. */
const operations: Readonly<Record<Kind, readonly (readonly [text: string, ...kinds: readonly Kind[]])[]>> = {
  text: [
    ['concat(1,2)', 'text', 'text'],
    ['toupper(1)', 'text'],
    ['trim(1)', 'text'],
    ['substring(1,2)', 'text', 'number'],
  ],
  number: [
    ['(1 add 2)', 'number', 'number'],
    ['(1 mul 2)', 'number', 'number'],
    ['(1 divby 2)', 'number', 'number'],
    ['(1 sub 2)', 'number', 'number'],
    ['indexof(1,2)', 'text', 'text'],
    ['length(1)', 'text'],
    ['round(1)', 'number'],
  ],
  truth: [
    ['(1 and 2)', 'truth', 'truth'],
    ['(1 or 2)', 'truth', 'truth'],
    ['not (1)', 'truth'],
    ['(1 gt 2)', 'number', 'number'],
    ['(1 eq 2)', 'text', 'text'],
    ['contains(1,2)', 'text', 'text'],
    ['matchesPattern(1,2)', 'text', 'text'],
  ],
};

/** So many expressions; about half of them share parts through aliases, and refer to each more than once. */
export function seededExpressions(seed: number, count: number): readonly Generated[] {
  const random = randomOf(seed);
  const pick = <Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item => items[random(items.length)] as Item;

  function make(kind: Kind, depth: number, shared: Readonly<Record<Kind, readonly string[]>>): string {
    if (shared[kind].length > 0 && random(3) === 0) return pick(shared[kind]);
    if (depth === 0) return pick(leaves[kind]);
    const [text, ...kinds] = pick(operations[kind]);
    return text.replaceAll(/[12]/g, (position) => make(kinds[Number(position) - 1] ?? kind, depth - 1, shared));
  }

  return Array.from({ length: count }, (_, index) => {
    const shared: Record<Kind, string[]> = { text: [], number: [], truth: [] };
    const aliases: string[] = [];
    for (let alias = 0; alias < (index % 2) * 14; alias += 1) {
      const kind = pick(['text', 'number'] as const);
      aliases.push(`@s${alias}=${make(kind, 2, shared)}`);
      shared[kind].push(`@s${alias}`);
    }
    const depth = 2 + (index % 5);
    const main =
      index % 4 === 3 ? `$orderby=${make('text', depth, shared)}` : `$filter=${make('truth', depth, shared)}`;
    return { name: `${index}`, query: [main, ...aliases].join('&').slice(0, 30_000) };
  });
}
