/** Choices of a generator that makes the same ones again from the same seed. */
export interface Random {
  /** A whole number from 0 up to `below`, which is left out. */
  upTo(below: number): number;
  pick<Choice>(choices: readonly Choice[]): Choice;
  /** True once in so many times, on average. */
  oneIn(times: number): boolean;
}

/** Mulberry32: 32 bits of state, good enough to choose with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (below: number): number => Math.floor(next() * below);
  return {
    upTo,
    oneIn: (times) => upTo(times) === 0,
    pick: (choices) => {
      const choice = choices[upTo(choices.length)];
      if (choice === undefined) throw new Error('There is nothing to choose from.');
      return choice;
    },
  };
}
