import { lengthOf, type Body, type ODataResponse } from '../protocol/message.ts';
import type { MemoryBudget } from '../util/memory-budget.ts';

/** Bodies being sent: each takes memory once, however many clients read it, until the last of them has it or is gone. */
interface Bodies {
  /** Counts the answer's body as being sent; what this returns ends that. Others may need the memory: then `letGo`. */
  hold(answer: ODataResponse, letGo: () => void): () => void;
}

interface Held {
  readonly giveBack: () => void;
  readonly readers: Set<() => void>;
}

const nothing = (): void => undefined;

export function createBodies(memory: MemoryBudget): Bodies {
  const held = new Map<Exclude<Body, string>, Held>();

  function begin(owner: string, bytes: number): Held {
    const readers = new Set<() => void>();
    const letAllGo = (): void => readers.forEach((letGo) => letGo());
    return { giveBack: memory.charge(owner, bytes, letAllGo), readers };
  }

  return {
    hold: ({ body, owner = '' }, letGo) => {
      // Texts are short.
      if (body === undefined || typeof body === 'string') return nothing;
      const bytes = body instanceof Uint8Array ? body.length : lengthOf(body);
      const entry = held.get(body) ?? begin(owner, bytes);
      entry.readers.add(letGo);
      held.set(body, entry);
      return () => {
        entry.readers.delete(letGo);
        if (entry.readers.size > 0) return;
        held.delete(body);
        entry.giveBack();
      };
    },
  };
}
