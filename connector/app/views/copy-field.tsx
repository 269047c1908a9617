import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { useCopy } from './use-copy.ts';

/** An address to take along, with a button that copies it. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }): JSX.Element {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { copied, copy } = useCopy(value, () => input.current?.select());
  return (
    <div class="field copy">
      <label for={id}>{label}</label>
      <div class="with-button">
        <input
          id={id}
          ref={input}
          readOnly
          value={value}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void copy();
          }}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
        />
        <button
          type="button"
          aria-label={`Copy ${label}`}
          onClick={() => {
            void copy();
          }}
        >
          {copied ? 'Copied' : 'Copy'}
        </button>
      </div>
      <p role="status" class="visually-hidden">
        {copied ? `${label} copied` : ''}
      </p>
    </div>
  );
}
