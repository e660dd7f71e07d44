/** Which graphics devices could put the picture together: real hardware, unless a test asks for software. */
import type { ToWorker } from '../messages';
import type { Compositing } from './compositing';
import { GlCompositing } from './webgl2';
import { GpuCompositing } from './webgpu';

type Wishes = Pick<Extract<ToWorker, { type: 'open' }>, 'allowSoftware' | 'forced'>;

/** Those that open. `onLost` tells of a device that went away later, or that no longer does as it is told. */
export async function openCompositors(
  wishes: Wishes,
  onLost: (kind: Compositing['kind']) => void,
): Promise<readonly Compositing[]> {
  const isTried = (kind: Compositing['kind']) => wishes.forced === null || wishes.forced === kind;
  const opened: (Compositing | null)[] = [];
  if (isTried('webgpu'))
    opened.push(await GpuCompositing.open(wishes.allowSoftware, () => onLost('webgpu')).catch(() => null));
  if (isTried('webgl2')) opened.push(openGl(wishes.allowSoftware, () => onLost('webgl2')));
  return opened.filter((compositing) => compositing !== null);
}

/** Null too where a context opens and is of no use: lost at birth, or with a driver that refuses the shaders. */
function openGl(allowSoftware: boolean, onLost: () => void): GlCompositing | null {
  try {
    return GlCompositing.open(allowSoftware, onLost);
  } catch {
    return null;
  }
}
