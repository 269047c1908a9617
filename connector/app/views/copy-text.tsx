import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useCopy } from './use-copy.ts';

/** Lines to take along, with a button that copies them. */
export function CopyText({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  const lines = useRef<HTMLPreElement>(null);
  const { copied, copy } = useCopy(text, () => {
    if (lines.current !== null) getSelection()?.selectAllChildren(lines.current);
  });
  return (
    <div class="copy-text">
      <div class="copy-text-head">
        <span>{label}</span>
        <button type="button" aria-label={`Copy ${label}`} onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy'}
        </button>
      </div>
      <pre ref={lines} role="region" aria-label={label}>
        {text}
      </pre>
      <p role="status" class="visually-hidden">
        {copied ? `${label} copied` : ''}
      </p>
    </div>
  );
}
