import type { JSX } from 'preact';
import { Notice, Spinner } from './parts.tsx';

/** Shown until Tableau has answered, or when it does not. */
export function Opening({ problem }: { readonly problem?: string }): JSX.Element {
  return (
    <main class="opening">
      {problem === undefined ? (
        <p role="status">
          <Spinner /> Connecting to Tableau
        </p>
      ) : (
        <Notice tone="problem" title="This page has no connection to Tableau">
          <p>Open it in Tableau: Connect, To a Server, ClickTime.</p>
          <p class="notice-detail">{problem}</p>
        </Notice>
      )}
    </main>
  );
}
