/** A control group that lets processes have a part of one core, by either version of cgroups. */
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MOUNT = '/sys/fs/cgroup';
const PERIOD_US = 100_000;
/** Version 1 lets threads that play sound (SCHED_RR) into no group that has no time set aside for such. */
const REALTIME_PERIOD_US = 1_000_000;

/** Holds these processes, and all that they start, to a share of a core until the function is called. */
export function starve(processes: readonly number[], share: number): () => void {
  const isUnified = existsSync(join(MOUNT, 'cgroup.controllers'));
  const root = isUnified ? MOUNT : join(MOUNT, 'cpu');
  const group = join(root, `parley-${process.pid}`);
  const quota = Math.round(share * PERIOD_US);
  if (isUnified) writeFileSync(join(root, 'cgroup.subtree_control'), '+cpu');
  mkdirSync(group, { recursive: true });
  if (isUnified) writeFileSync(join(group, 'cpu.max'), `${quota} ${PERIOD_US}`);
  else {
    writeFileSync(join(group, 'cpu.cfs_period_us'), `${PERIOD_US}`);
    writeFileSync(join(group, 'cpu.cfs_quota_us'), `${quota}`);
    const realtime = join(group, 'cpu.rt_runtime_us');
    if (existsSync(realtime)) writeFileSync(realtime, `${Math.round(share * REALTIME_PERIOD_US)}`);
  }
  move(processes, group);
  return () => {
    move(processes, root);
    try {
      rmdirSync(group);
    } catch {
      // somebody was started in it meanwhile; it goes when they do
    }
  };
}

function move(processes: readonly number[], group: string): void {
  for (const id of processes)
    try {
      writeFileSync(join(group, 'cgroup.procs'), `${id}`);
    } catch (error) {
      if (!isOver(error)) throw error;
    }
}

/** The process has ended meanwhile. */
const isOver = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ESRCH';
