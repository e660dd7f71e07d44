/** Languages to choose from, and whether this server writes them. Names are in the language of the page. */
export interface LanguageChoice {
  /** BCP 47. */
  readonly tag: string;
  readonly name: string;
  readonly isCaptioned: boolean;
}

/**
 * What can be captioned, then what the reader's browser is set to and what is chosen already: those too, since
 * a person may speak what nobody here writes, and is better told than misheard. Each group is sorted by name.
 */
export function languageChoices(
  captioned: readonly string[],
  readers: readonly string[],
  chosen: string | null,
  page: string,
): readonly LanguageChoice[] {
  const others = [...readers.map(baseOf), ...(chosen === null ? [] : [chosen])];
  const tags = [...captioned];
  for (const tag of others) {
    const isOffered =
      tags.includes(tag) || (tag !== chosen && captioned.length > 0 && isCaptioned(captioned, tag));
    if (!isOffered) tags.push(tag);
  }
  const { compare } = new Intl.Collator(page);
  return tags
    .map((tag) => ({ tag, name: languageName(tag, page), isCaptioned: isCaptioned(captioned, tag) }))
    .sort((a, b) => Number(b.isCaptioned) - Number(a.isCaptioned) || compare(a.name, b.name));
}

/** Regions of a language count as that language. Of a server that names none nothing is known: then nothing is denied. */
export function isCaptioned(captioned: readonly string[], tag: string): boolean {
  return captioned.length === 0 || captioned.some((one) => baseOf(one) === baseOf(tag));
}

/** For example `Brazilian Portuguese`; the tag itself where the browser knows no name. */
export function languageName(tag: string, page: string): string {
  try {
    const name = new Intl.DisplayNames(page, { type: 'language' }).of(tag) ?? tag;
    // Browsers know no names of variants such as `ca-valencia`, and show their tags in capitals.
    return name.replaceAll(
      /\b\p{Lu}{5,8}\b/gu,
      (variant) => variant.charAt(0) + variant.slice(1).toLowerCase(),
    );
  } catch {
    return tag; // no well-formed tag: storage of another time, or edited by hand
  }
}

function baseOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? tag;
}
