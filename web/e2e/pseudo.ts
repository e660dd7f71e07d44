/** The pseudo-locale: what stays plain English on a page in it was never given a key. */
import type { Page } from '@playwright/test';
import { pseudoText } from '../src/i18n/pseudo-locale.ts';
import { say } from './words.ts';

export const PSEUDO_START = '/?lang=en-XA';

export { pseudoText as inPseudo };

/** The name of the product, which no language changes. */
const NAME = say.landing.aboutSpeaker;

/** Words of the interface, without what is filled in; shorter ones are found in dates and names as well. */
const ENGLISH: readonly string[] = leaves(say)
  .flatMap((text) => text.split(/\{\{.*?\}\}/u))
  .map((part) => part.trim())
  .filter((part) => part !== NAME && /\p{L}{3}/u.test(part));

/** Words of the interface that a page shows, or tells a screen reader, as plain English. */
export async function plainEnglish(page: Page): Promise<readonly string[]> {
  const texts = await page.evaluate(textsOf);
  const plain = texts.map(outsideBrackets);
  return ENGLISH.filter((words) => plain.some((text) => text.includes(words)));
}

function leaves(words: object): readonly string[] {
  return Object.values(words).flatMap((value) => (typeof value === 'string' ? [value] : leaves(value)));
}

/** From within: what is filled in may be in brackets itself. */
function outsideBrackets(text: string): string {
  const outside = text.replaceAll(/\[[^[\]]*\]/gu, '');
  return outside === text ? text : outsideBrackets(outside);
}

/** Runs in the page. */
function textsOf(): readonly string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement?.checkVisibility() === true) texts.push(node.nodeValue ?? '');
  }
  for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
    for (const element of document.querySelectorAll(`[${name}]`))
      texts.push(element.getAttribute(name) ?? '');
  }
  return [...texts, document.title];
}
