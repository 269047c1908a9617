// Which characters an expression of the grammar can begin with: what the fast parser dispatches on.

/** Codes below this have an entry each; all others, and the end of the text, share the last entry. */
export const asciiCount = 128;

/**
 * FIRST sets of a grammar by fixpoint iteration.
 * @returns {(node: object) => { codes: Set<number>, nullable: boolean }} of any expression; code 128 stands for any
 *   character beyond ASCII and for the end of the text.
 */
export function firstSets(grammar) {
  const rules = new Map(grammar.rules.map((rule) => [rule.name, rule]));
  const known = new Map(grammar.rules.map((rule) => [rule.name, { codes: new Set(), nullable: false }]));
  const first = (node) => firstOf(node, known);
  for (let changed = true; changed;) {
    changed = false;
    for (const [name, rule] of rules) {
      const before = known.get(name);
      const after = first(rule.expression);
      if (after.codes.size === before.codes.size && after.nullable === before.nullable) continue;
      known.set(name, after);
      changed = true;
    }
  }
  return first;
}

const any = () => new Set(Array.from({ length: asciiCount + 1 }, (_, code) => code));
const empty = (nullable) => ({ codes: new Set(), nullable });

function firstOf(node, known) {
  switch (node.type) {
    case 'rule_ref':
      return known.get(node.name);
    case 'literal':
      return node.value === '' ? empty(true) : { codes: firstOfLiteral(node), nullable: false };
    case 'class':
      return { codes: classCodes(node), nullable: false };
    case 'any':
      return { codes: any(), nullable: false };
    case 'semantic_and':
    case 'semantic_not':
    case 'simple_and':
    case 'simple_not':
      return empty(true);
    case 'choice':
      return node.alternatives.map((each) => firstOf(each, known)).reduce(union);
    case 'sequence':
      return firstOfSequence(node.elements, known);
    case 'optional':
    case 'zero_or_more':
      return { codes: firstOf(node.expression, known).codes, nullable: true };
    case 'repeated': {
      const inner = firstOf(node.expression, known);
      return { codes: inner.codes, nullable: inner.nullable || (node.min?.value ?? 0) === 0 };
    }
    default:
      return firstOf(node.expression, known);
  }
}

const union = (a, b) => ({ codes: new Set([...a.codes, ...b.codes]), nullable: a.nullable || b.nullable });

function firstOfSequence(elements, known) {
  const codes = new Set();
  for (const element of elements) {
    const first = firstOf(element, known);
    for (const code of first.codes) codes.add(code);
    if (!first.nullable) return { codes, nullable: false };
  }
  return { codes, nullable: true };
}

function firstOfLiteral(node) {
  const letter = node.value[0];
  const letters = node.ignoreCase ? [letter.toLowerCase(), letter.toUpperCase()] : [letter];
  return new Set(letters.map((each) => Math.min(each.charCodeAt(0), asciiCount)));
}

/** The ASCII codes a character class matches, and code 128 where it may match others. */
export function classCodes(node) {
  const pattern = classPattern(node);
  const codes = new Set();
  for (let code = 0; code < asciiCount; code++) if (pattern.test(String.fromCharCode(code))) codes.add(code);
  if (node.inverted || node.parts.some(reachesBeyondAscii)) codes.add(asciiCount);
  return codes;
}

const reachesBeyondAscii = (part) =>
  Array.isArray(part)
    ? part[1].codePointAt(0) >= asciiCount
    : typeof part === 'object' || part.codePointAt(0) >= asciiCount;

/** The class as a regular expression for one character. */
export function classPattern(node) {
  const escape = (text) => text.replace(/[\\\]^-]/g, '\\$&');
  const parts = node.parts.map((part) => {
    if (Array.isArray(part)) return `${escape(part[0])}-${escape(part[1])}`;
    return typeof part === 'object' ? `\\${part.value}` : escape(part);
  });
  return new RegExp(`^[${node.inverted ? '^' : ''}${parts.join('')}]$`, node.ignoreCase ? 'iu' : 'u');
}
