/** The person's own picture: kept in this browser's database and sent nowhere. */
import { decodePicture } from './decode';

const DATABASE = 'parley-background';
const STORE = 'pictures';
const KEY = 'own';
/** Good enough behind a person, and a fiftieth of the pixels' size. */
const QUALITY = 0.9;

/**
 * Scales a picture down and keeps it in place of the one before.
 *
 * @throws UnusablePicture
 */
export async function keepOwnPicture(file: Blob): Promise<void> {
  const picture = await decodePicture(file);
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  picture.close();
  const kept = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
  await inStore('readwrite', (store) => store.put(kept, KEY));
}

/** Null when there is none, or the browser keeps nothing. */
export async function loadOwnPicture(): Promise<Blob | null> {
  const found: unknown = await inStore('readonly', (store) => store.get(KEY)).catch(() => null);
  return found instanceof Blob ? found : null;
}

async function inStore<Result>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE));
  await settled(opening);
  const database = opening.result;
  try {
    const request = act(database.transaction(STORE, mode).objectStore(STORE));
    await settled(request);
    return request.result;
  } finally {
    database.close();
  }
}

function settled<Result>(request: IDBRequest<Result>): Promise<void> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(), { once: true });
    request.addEventListener('error', () => reject(request.error), { once: true });
  });
}
