/** The pictures that come with Parley, drawn by the project: SVG, so that they are sharp at every size and small. */
import desk from './desk.svg?url';
import dunes from './dunes.svg?url';
import library from './library.svg?url';
import window from './window.svg?url';

export const BUILT_IN = { desk, dunes, library, window } as const;
export type BuiltIn = keyof typeof BUILT_IN;

export const BUILT_INS: readonly BuiltIn[] = ['desk', 'dunes', 'library', 'window'];

export function isBuiltIn(name: string): name is BuiltIn {
  return name in BUILT_IN;
}
