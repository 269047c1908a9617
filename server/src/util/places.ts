/** Places that many holders share, such as requests under way. */
export interface Places {
  /** Takes a place for the holder; the answer says which bound is in the way where there is none. */
  take(holder: string): Taken | { readonly kind: 'OwnBound' } | { readonly kind: 'Full' };
}

interface Taken {
  readonly kind: 'Taken';
  /** To be called once. */
  readonly giveBack: () => void;
}

export interface PlacesOptions {
  /** Places of one holder at most. */
  readonly each: number;
  readonly inAll: number;
}

/**
 * Places of which no holder has more than are left free, so that whoever comes next finds one: a single greedy holder
 * gets half of them, and two get a third each.
 */
export function createPlaces({ each, inAll }: PlacesOptions): Places {
  const held = new Map<string, number>();
  let taken = 0;

  function giveBack(holder: string): void {
    const left = (held.get(holder) ?? 0) - 1;
    taken -= 1;
    if (left > 0) held.set(holder, left);
    else held.delete(holder);
  }

  return {
    take(holder) {
      const own = held.get(holder) ?? 0;
      if (own >= each) return { kind: 'OwnBound' };
      if (own >= inAll - taken) return { kind: 'Full' };
      held.set(holder, own + 1);
      taken += 1;
      return { kind: 'Taken', giveBack: () => giveBack(holder) };
    },
  };
}
