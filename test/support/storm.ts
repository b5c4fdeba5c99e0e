import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from './dice.js';
import { eventually } from './eventually.js';
import { giveBackJobsOfTheDead } from './jobs.js';
import { hasEnded } from './processes.js';
import type { World } from './world.js';

export type Victim = 'api' | 'worker' | 'gateway';

export interface StormPlan {
  readonly victims: readonly Victim[];
  /** How often each victim is killed. */
  readonly rounds: number;
  /** At most so long a victim stays away, and at most so long nobody else is killed. */
  readonly pauseMs: number;
}

/** Kills processes as crashes do, one after the other, each at a moment of chance; each comes back a moment later. */
export async function storm(
  world: World,
  dice: Dice,
  { victims, rounds, pauseMs }: StormPlan,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const victim of dice.shuffled(victims)) {
      await sleep(dice.below(pauseMs));
      await kill(world, victim);
      await sleep(dice.below(pauseMs));
      await bringBack(world);
    }
  }
}

function kill(world: World, victim: Victim): Promise<void> {
  if (victim === 'gateway') return world.gateway.kill();
  return victim === 'api' ? world.api.kill() : world.worker!.kill();
}

/** Whatever is not there is started again, as an orchestrator does it. */
async function bringBack(world: World): Promise<void> {
  if (hasEnded(world.gateway.running)) await world.gateway.comeBack();
  if (hasEnded(world.api)) await world.restartApi();
  if (hasEnded(world.worker!)) await world.startWorker();
}

/** The storm is over: all processes are there, no fault is left, what was called into the wind is said again. */
export async function calm(world: World): Promise<void> {
  const { gateway } = world;
  await bringBack(world);
  // A connection to the gateway that was killed may only now turn out to be dead.
  await eventually(() =>
    gateway.clearFaults().then(
      () => true,
      () => false,
    ),
  );
  await giveBackJobsOfTheDead(world);
  // The gateway's own repeats are up to a minute apart.
  await eventually(async () => {
    const unheard = await gateway.unheard();
    for (const event of unheard) await gateway.redeliver(event);
    return unheard.length === 0;
  });
}
