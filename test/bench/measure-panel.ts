import { PanelClient } from '../support/panel-client.ts';
import { type Percentiles, percentilesOf } from './load.ts';
import type { LargeShop } from './large-shop.ts';
import { type PanelRead, panelReads } from './panel-reads.ts';
import { residentMb } from './proc.ts';
import type { System } from './system.ts';

const ROUNDS = 5;
/** What a list may take to open, of all times of it. */
const TARGET_P95_MS = 300;

/** How long the panel takes to answer, over HTTP, to somebody who may see everything. */
export async function measurePanel(system: System, shop: LargeShop): Promise<void> {
  const reads = await panelReads(system.admin, shop);
  const { part, url, startUpMs } = await system.startPanel();
  console.log(`the panel listens after ${(startUpMs / 1000).toFixed(1)} s, with ${residentMb(part.pid)} MB`);
  const client = await PanelClient.of(url, system.admin, 'admin');
  console.log('\n| | first, ms | p50 / p95 / p99, ms |\n|---|---|---|');
  const slow: string[] = [];
  for (const read of reads) {
    const { first, all } = await timesOf(client, read);
    const { p50, p95, p99 } = all;
    console.log(
      `| ${read.name} | ${first.toFixed(0)} | ${[p50, p95, p99].map((ms) => ms.toFixed(0)).join(' / ')} |`,
    );
    if (p95 >= TARGET_P95_MS) slow.push(read.name);
  }
  console.log(
    slow.length === 0
      ? `\nEvery p95 is below ${TARGET_P95_MS} ms; ${residentMb(part.pid)} MB resident.`
      : `\nAt or above ${TARGET_P95_MS} ms: ${slow.join('; ')}.`,
  );
  await part.stop();
}

async function timesOf(
  client: PanelClient,
  { name, paths }: PanelRead,
): Promise<{ first: number; all: Percentiles }> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const path of paths) {
      const began = performance.now();
      const answer = await client.getJson(path);
      await answer.arrayBuffer();
      times.push(performance.now() - began);
      if (answer.status !== 200) throw new Error(`${name}: ${path} answered ${answer.status}`);
    }
  }
  return { first: times[0]!, all: percentilesOf(times) };
}
