import type { JSX } from 'preact';

/** A link that saves a text under a name; the file is in the page, and nothing is asked of the service. */
export function Download({ name, text }: { readonly name: string; readonly text: string }): JSX.Element {
  return (
    <a class="button" download={name} href={`data:application/octet-stream;charset=utf-8,${encodeURIComponent(text)}`}>
      Download {name}
    </a>
  );
}
