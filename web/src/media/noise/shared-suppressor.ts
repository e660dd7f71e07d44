/** The page's one suppressor: opened at first use, kept for as long as the page lives or until it fails. */
import type { Suppressor } from '../denoise';
import { isOursWanted, noisePreferences, STRENGTH_DB } from './preferences';
import { noiseStatus } from './status';

let opening: Promise<Suppressor> | null = null;

/** Downloads what it needs the first time; null when it cannot be had, and `noiseStatus` says why. Asking again tries again. */
export async function sharedSuppressor(): Promise<Suppressor | null> {
  opening ??= open();
  try {
    return await opening;
  } catch (error) {
    opening = null;
    const name = error instanceof Error ? error.name : '';
    noiseStatus.setState({ problem: name === 'AssetsFailed' ? 'files' : 'start' });
    return null;
  } finally {
    noiseStatus.setState({ loaded: null });
  }
}

async function open(): Promise<Suppressor> {
  noiseStatus.setState({ loaded: 0, problem: null });
  const { Suppressor } = await import('../denoise');
  const suppressor = await Suppressor.open({ onProgress: (loaded) => noiseStatus.setState({ loaded }) });
  const follow = () => suppressor.setStrength(STRENGTH_DB[noisePreferences.getState().strength]);
  const ends = [
    noisePreferences.subscribe(follow),
    noisePreferences.subscribe(forget),
    suppressor.subscribe(forget),
  ];
  follow();
  return suppressor;

  /** One that has failed is not given out again, once nobody wants it: turned on again, it is another. */
  function forget() {
    if (isOursWanted() || suppressor.getState().cause !== 'failed') return;
    opening = null;
    for (const end of ends) end();
    void suppressor.close();
  }
}
