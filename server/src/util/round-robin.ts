/** Items that wait, each for its owner. Owners take turns, so that nobody waits longer for the many items of another. */
export interface RoundRobin<Owner, Item> {
  add(owner: Owner, item: Item): void;
  /** Of the owner whose turn it is the item that waits longest; the owner's others go behind all other owners'. */
  take(): Item | undefined;
  has(owner: Owner): boolean;
  isEmpty(): boolean;
}

/** Nothing waits yet. */
export function createRoundRobin<Owner, Item>(): RoundRobin<Owner, Item> {
  const queues = new Map<Owner, Item[]>();
  return {
    add: (owner, item) => {
      const queue = queues.get(owner);
      if (queue === undefined) queues.set(owner, [item]);
      else queue.push(item);
    },
    take: () => {
      for (const [owner, queue] of queues) {
        const first = queue.shift();
        queues.delete(owner);
        if (queue.length > 0) queues.set(owner, queue);
        return first;
      }
      return undefined;
    },
    has: (owner) => queues.has(owner),
    isEmpty: () => queues.size === 0,
  };
}
