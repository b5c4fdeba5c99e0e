import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './settings.js';

/** The ports of a start, kept in its folder: who looks at it from another terminal need not be told them again. */
export function keepPorts({ folder, ports }: Settings): void {
  writeFileSync(fileIn(folder), JSON.stringify(ports));
}

/** As variables of the environment. */
export function keptPorts(folder: string): NodeJS.ProcessEnv {
  if (!existsSync(fileIn(folder))) return {};
  const ports = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Record<string, number>;
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
}

const fileIn = (folder: string): string => join(folder, 'ports.json');
