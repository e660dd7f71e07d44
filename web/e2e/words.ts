/** English words of the interface, so that a rewording changes no test. */
import english from '../src/i18n/en.json' with { type: 'json' };

export { english as say };

/** Text with `{{name}}` filled in. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

/** Share of the reference's words, repeats counted, that `heard` holds too; 0 to 1. */
export function overlap(reference: readonly string[], heard: readonly string[]): number {
  const left = [...heard];
  const found = reference.filter((word) => {
    const index = left.indexOf(word);
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
  return found.length / reference.length;
}
