/** Which graphics devices could put the picture together: real hardware, unless a test asks for software. */
import type { ToWorker } from '../messages';
import type { Compositing } from './compositing';
import { GlCompositing } from './webgl2';
import { GpuCompositing } from './webgpu';

type Wishes = Pick<Extract<ToWorker, { type: 'open' }>, 'allowSoftware' | 'forced'>;

/** Those that open. `onLost` tells, once each, of a device that went away later. */
export async function openCompositors(wishes: Wishes, onLost: () => void): Promise<readonly Compositing[]> {
  const isTried = (kind: Compositing['kind']) => wishes.forced === null || wishes.forced === kind;
  const opened: (Compositing | null)[] = [];
  if (isTried('webgpu'))
    opened.push(await GpuCompositing.open(wishes.allowSoftware, onLost).catch(() => null));
  if (isTried('webgl2')) opened.push(GlCompositing.open(wishes.allowSoftware, onLost));
  return opened.filter((compositing) => compositing !== null);
}
