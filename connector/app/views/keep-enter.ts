/** In a form whose fields act at once, Enter in one of them does not press the button at the form's end. */
export function keepEnter(event: KeyboardEvent): void {
  const { target } = event;
  if (event.key === 'Enter' && (target instanceof HTMLInputElement || target instanceof HTMLSelectElement))
    event.preventDefault();
}
