/** What the page runs on, roughly: a family and a number. */
import type { BrowserFamily, PageMarks, SystemFamily } from '../../gen';

type Platform = Pick<PageMarks, 'browser' | 'browser_major' | 'system' | 'cores'>;

/** In the order of asking: most say that they are others as well. */
const BROWSERS: readonly (readonly [BrowserFamily, RegExp])[] = [
  ['firefox', /\bFirefox\/(\d+)/],
  ['chromium', /(?:Chrome|Chromium)\/(\d+)/],
  ['safari', /\bVersion\/(\d+).*\bSafari\//],
];
const SYSTEMS: readonly (readonly [SystemFamily, RegExp])[] = [
  ['android', /Android/],
  ['ios', /iPhone|iPad|iPod/],
  ['windows', /Windows/],
  ['macos', /Mac OS X|Macintosh/],
  ['linux', /Linux|CrOS|X11/],
];

export function platformOf(userAgent: string, cores: number | undefined): Platform {
  for (const [browser, mark] of BROWSERS) {
    const major = mark.exec(userAgent)?.[1];
    if (major !== undefined) return { ...rest(userAgent, cores), browser, browser_major: Number(major) };
  }
  return { ...rest(userAgent, cores), browser: 'other', browser_major: null };
}

function rest(userAgent: string, cores: number | undefined): Pick<Platform, 'system' | 'cores'> {
  const system = SYSTEMS.find(([, mark]) => mark.test(userAgent))?.[0] ?? 'other';
  return { system, cores: cores !== undefined && cores >= 1 ? Math.round(cores) : null };
}
