import { lengthOf, type Body, type ODataResponse } from '../protocol/message.ts';
import type { MemoryBudget } from '../util/memory-budget.ts';

/** Bodies being sent: each takes memory once, however many clients read it, until the last of them has it or is gone. */
export interface Bodies {
  /** Counts the answer's body as being sent; what this returns ends that. */
  hold(answer: ODataResponse): () => void;
}

interface Held {
  readonly giveBack: () => void;
  readers: number;
}

const nothing = (): void => undefined;

export function createBodies(memory: MemoryBudget): Bodies {
  const held = new Map<Exclude<Body, string>, Held>();
  return {
    hold: ({ body, owner = '' }) => {
      // Texts are short.
      if (body === undefined || typeof body === 'string') return nothing;
      const bytes = body instanceof Uint8Array ? body.length : lengthOf(body);
      const entry = held.get(body) ?? { giveBack: memory.charge(owner, bytes), readers: 0 };
      entry.readers += 1;
      held.set(body, entry);
      return () => {
        entry.readers -= 1;
        if (entry.readers > 0) return;
        held.delete(body);
        entry.giveBack();
      };
    },
  };
}
