/**
 * A made-up language that shows what a translation will do to the page: letters are accented (text that stays
 * plain was never given a key) and every string grows by a third (text that is cut off has too little room). The padding breaks as words do.
 */
export interface Messages {
  readonly [key: string]: string | Messages;
}

const PLAIN = 'aceinosuyACEINOSUY';
const ACCENTED = 'áçéíñöšüýÁÇÉÍÑÖŠÜÝ';

export function pseudoLocale(messages: Messages): Messages {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [
      key,
      typeof value === 'string' ? pseudoText(value) : pseudoLocale(value),
    ]),
  );
}

/** Leaves `{{placeholders}}` as they are. */
export function pseudoText(text: string): string {
  const accented = text
    .split(/(\{\{.*?\}\})/u)
    .map((part) => (part.startsWith('{{') ? part : [...part].map(accent).join('')))
    .join('');
  const padding = '~'.repeat(Math.ceil(text.length / 3)).replaceAll(/~{6}(?=~)/gu, '$& ');
  return `[${accented} ${padding}]`;
}

function accent(letter: string): string {
  const index = PLAIN.indexOf(letter);
  return index < 0 ? letter : ACCENTED.charAt(index);
}
